/** Log lines as text: the formats of `--log-format`, as k6 writes them. */

import type { LogLevel, LogRecord } from "../../engine/mod.ts";

/** Writes one record as one or more lines, each ended by a newline. */
export type LogFormat = (record: LogRecord) => string;

const QUOTED_REGEXP = /[^a-zA-Z0-9\-._/@^+]/;
/** Width that a message is padded to on a terminal, so that fields stand under each other. */
const MESSAGE_WIDTH = 44;
const TERMINAL_LEVELS: Readonly<Record<LogLevel, readonly [name: string, color: number]>> = {
  debug: ["DEBU", 37],
  info: ["INFO", 36],
  warning: ["WARN", 33],
  error: ["ERRO", 31],
};

/**
 * The format of that name; anything that is not known is text, as in k6.
 *
 * @param name The value of `--log-format`.
 * @param terminal Set where lines go to a terminal that shows colours: the run's start, milliseconds since the epoch.
 * @returns The format.
 */
export function logFormat(name: string, terminal?: { readonly start: number }): LogFormat {
  if (name === "json") return formatJson;
  const format = lineFormat(name, terminal);
  return (record) => format(record) + (record.detail === undefined ? "" : `${record.detail.replace(/\n$/, "")}\n`);
}

function lineFormat(name: string, terminal: { readonly start: number } | undefined): LogFormat {
  if (name === "raw") return formatRaw;
  return terminal === undefined ? formatText : (record) => formatTerminal(record, terminal.start);
}

/** What a script prints stands as it is; the text of an exception ends with its last line. */
function formatRaw({ message, fields }: LogRecord): string {
  return `${fields?.source === "console" ? message : message.replace(/\n$/, "")}\n`;
}

function formatText(record: LogRecord): string {
  const fields = [
    `time=${quote(formatTime(record.time))}`,
    `level=${record.level}`,
    // As in k6, which leaves out what is empty.
    ...(record.message === "" ? [] : [`msg=${quote(record.message)}`]),
    ...sortedFields(record).map(([name, value]) => `${name}=${quote(value)}`),
  ];
  return `${fields.join(" ")}\n`;
}

function formatJson(record: LogRecord): string {
  const entries = [
    ...Object.entries(record.fields ?? {}),
    ...(record.detail === undefined ? [] : [["detail", record.detail]]),
    ["level", record.level],
    ["msg", record.message],
    ["time", formatTime(record.time)],
  ];
  return `${JSON.stringify(Object.fromEntries(entries.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1))))}\n`;
}

function formatTerminal(record: LogRecord, start: number): string {
  const [level, color] = TERMINAL_LEVELS[record.level];
  const seconds = String(Math.floor((record.time - start) / 1000)).padStart(4, "0");
  const message = record.message.replace(/\n$/, "").padEnd(MESSAGE_WIDTH);
  const fields = sortedFields(record).map(([name, value]) => ` ${paint(name, color)}=${quote(value)}`);
  return `${paint(level, color)}[${seconds}] ${message}${fields.join("")}\n`;
}

function sortedFields(record: LogRecord): [string, string][] {
  return Object.entries(record.fields ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

function paint(text: string, color: number): string {
  return `\x1b[${color}m${text}\x1b[0m`;
}

function quote(text: string): string {
  return text === "" || QUOTED_REGEXP.test(text) ? JSON.stringify(text) : text;
}

/** RFC 3339 with the machine's offset, to the second. */
function formatTime(epoch: number): string {
  const offset = -new Date(epoch).getTimezoneOffset();
  const local = new Date(epoch + offset * 60_000).toISOString().slice(0, 19);
  if (offset === 0) return `${local}Z`;
  const minutes = Math.abs(offset);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}
