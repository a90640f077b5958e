/** The frame around scripts that test `k6/websockets`, and what comes of them in a form that is easy to compare. */

import { runScript, type ScriptRun, type ScriptRunOptions } from "./run_script.ts";

/** How to run such a script. */
export interface WebSocketScriptOptions extends ScriptRunOptions {
  /** Further code at the top level, imports first. */
  readonly top?: string;
  /** Where the script's `URL` points. */
  readonly server?: string;
}

/**
 * `say` prints one line, `attempt` gives the value of a function or what it threw, `watch` prints the events of a
 * socket as they come, the state of the socket in front.
 */
const PRELUDE = `
import { WebSocket, Blob } from "k6/websockets";
const URL = __ENV.URL;
const EVENTS = ["open", "message", "error", "close", "ping", "pong"];
function show(value) {
  if (typeof value === "string") return value;
  if (typeof value === "function") return "function";
  if (typeof value === "bigint" || typeof value === "symbol" || Object.is(value, -0)) return String(value);
  return JSON.stringify(value) ?? "undefined";
}
function say(...values) { console.log(values.map(show).join(" ")); }
function attempt(run) {
  try { return run(); } catch (error) { return error instanceof Error ? error.name + ": " + error.message : error; }
}
function describe(event) {
  switch (event.type) {
    case "message": return "message " + show(event.data);
    case "error": return "error " + show(event.error);
    case "close": return "close " + show(event.code) + " " + show(event.reason);
    default: return event.type;
  }
}
function watch(socket, prefix = "", types = EVENTS) {
  for (const type of types) {
    socket.addEventListener(type, (event) => say(prefix + socket.readyState, describe(event)));
  }
  return socket;
}
`;

/**
 * Runs a script.
 *
 * @param body What the default function does.
 * @param options How to run it.
 * @returns What came of it.
 */
export function runWebSocketScript(body: string, options: WebSocketScriptOptions = {}): Promise<ScriptRun> {
  const { top = "", server = "ws://127.0.0.1:1", env } = options;
  const source = `${top}\n${PRELUDE}\nexport default function () {\n${body}\n}\n`;
  return runScript(source, { ...options, env: { URL: server, ...env } });
}

/**
 * Evaluates expressions in one script.
 *
 * @param expressions JavaScript by name. What they throw is their value, as `name: message`.
 * @param options How to run the script; `top` may declare what the expressions use.
 * @returns The values as text, by name.
 */
export async function evaluateAll(
  expressions: Readonly<Record<string, string>>,
  options: WebSocketScriptOptions = {},
): Promise<Record<string, string>> {
  const lines = Object.entries(expressions).map(([name, code]) =>
    `say(${JSON.stringify(`${name}\t`)} + show(attempt(() => (${code}))));`
  );
  const run = await runWebSocketScript(lines.join("\n"), options);
  if (run.errors.length > 0) throw new Error(run.errors.join("\n"));
  const pairs = run.lines.filter((line) => line.includes("\t")).map((line) => line.split("\t") as [string, string]);
  return Object.fromEntries(pairs);
}

/**
 * A number of a metric or submetric in the summary.
 *
 * @param run What came of a script.
 * @param metric Its name, with tags where a threshold asked for them.
 * @param value Which of its values.
 * @returns The number; `undefined` when there were no samples.
 */
export function measured(run: ScriptRun, metric: string, value = "count"): number | undefined {
  return run.summary?.metrics[metric]?.values[value];
}

/** Thresholds that always hold: they make submetrics appear in the summary. */
export function submetrics(...names: string[]): Record<string, string[]> {
  return Object.fromEntries(names.map((name) => [name, []]));
}
