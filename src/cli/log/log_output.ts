/** Where log lines go: `--log-output`. */

import type { LogLevel, LogRecord } from "../../engine/mod.ts";
import { SquallError } from "../../base/mod.ts";
import { AppendedFile } from "./appended_file.ts";
import type { LogFormat } from "./log_format.ts";

/** Takes the records of a run. */
export interface LogOutput {
  write(record: LogRecord): void;
  /** No record comes any more. */
  close(): void;
}

/** The levels, from the least to the most serious. */
const LEVELS: readonly LogLevel[] = ["debug", "info", "warning", "error"];

/** The levels by k6's names for them: squall has none below debug, and none above error. */
const LEVEL_NAMES: Readonly<Record<string, LogLevel>> = {
  trace: "debug",
  debug: "debug",
  info: "info",
  warn: "warning",
  warning: "warning",
  error: "error",
  fatal: "error",
  panic: "error",
};

/** What {@linkcode openLogOutput} needs. */
export interface LogOutputOptions {
  /** The value of `--log-output`: `stderr`, `stdout`, `none` or `file=PATH[,level=LEVEL]`. */
  readonly target: string;
  readonly format: LogFormat;
  /** The least serious level that is written. */
  readonly level: LogLevel;
  /** Writes to a stream of the process. */
  writeStream(stream: "stdout" | "stderr", text: string): void;
}

/**
 * Opens a log output.
 *
 * @param options Where to write what, and how.
 * @returns The output.
 * @throws {SquallError} `INVALID_LOG_OUTPUT` for a target that does not exist or cannot be opened.
 */
export function openLogOutput(options: LogOutputOptions): LogOutput {
  const { target, format, level, writeStream } = options;
  if (target === "none") return { write: () => {}, close: () => {} };
  if (target === "stdout" || target === "stderr") {
    return {
      write: (record) => isLogged(record, level) && writeStream(target, format(record)),
      close: () => {},
    };
  }
  if (target === "loki" || target.startsWith("loki=")) {
    throw new SquallError("INVALID_LOG_OUTPUT", `The log output loki is not in squall: ${target}`, {
      hint: "Use file=PATH with --log-format json, and an agent that sends the file to Loki",
    });
  }
  if (!target.startsWith("file=")) throw invalid(`Unknown log output: ${target}`);
  return openFile(target.slice("file=".length), options);
}

function openFile(argument: string, { level: defaultLevel, format, writeStream }: LogOutputOptions): LogOutput {
  const [path = "", ...rest] = argument.split(",");
  let level = defaultLevel;
  for (const setting of rest) {
    const value = /^level=(.*)$/.exec(setting)?.[1];
    const known = Object.hasOwn(LEVEL_NAMES, value ?? "") ? LEVEL_NAMES[value ?? ""] : undefined;
    if (known === undefined) throw invalid(`Unknown setting of the log output file: ${setting}`);
    level = known;
  }
  const file = new AppendedFile(path, 0o600, (text) => writeStream("stderr", text));
  return {
    write: (record) => isLogged(record, level) && file.write(format(record)),
    close: () => file.close(),
  };
}

/**
 * Whether a record is serious enough to be written.
 *
 * @param record The record.
 * @param level The least serious level that is written.
 */
export function isLogged(record: LogRecord, level: LogLevel): boolean {
  return LEVELS.indexOf(record.level) >= LEVELS.indexOf(level);
}

function invalid(message: string): SquallError {
  return new SquallError("INVALID_LOG_OUTPUT", message, {
    hint: "Use stderr, stdout, none or file=PATH[,level=LEVEL]",
  });
}
