/** What is wrong with a test's options, gathered so that all of it is told at once. */

import { ExitCode, SquallError } from "../base/mod.ts";

/** Where options come from, from the weakest to the strongest. The names are the ones that k6's warnings use. */
export type OptionLevel = "json" | "script" | "env" | "cli";

/** Where an option comes from. */
export interface OptionSource {
  readonly level: OptionLevel;
  /** What the level is called, where that is not the usual: `the config file /etc/k6.json`, `the archive's options`. */
  readonly title?: string;
  /** What sets the option there, if that is not called as the option itself: `K6_STAGES`, `--stage`. */
  readonly name?: string;
}

/** One thing wrong with an option. */
export interface Problem {
  /** What is wrong, in k6's words where k6 has some. */
  readonly message: string;
  /** Which value it is: `scenarios.chat.vus`, `K6_VUS`. Absent where the problem is about several options. */
  readonly path?: string;
  /** The same as the keys that lead to the value from the options; absent: those in the path. */
  readonly keys?: readonly string[];
  /** Where it came from; absent: from nowhere. */
  readonly source?: OptionSource;
  /** The offending value; absent where nothing was given. */
  readonly value?: unknown;
  /** Where the value is written, as `url:line:column`, if that is known. */
  readonly place?: string;
  /** The scenario whose configuration is wrong, for grouping. */
  readonly scenario?: string;
}

/** What reading options brought to light besides the values. */
export interface Notes {
  /** What is wrong: the run must not start. */
  readonly problems: Problem[];
  /** What is odd, one sentence each: the run starts. */
  readonly warnings: string[];
}

/** Where a value that is being read came from; what is wrong or odd about it is noted here. */
export class Place {
  /** Such as `options.scenarios.chat.vus`, `K6_VUS` or `--vus`. */
  readonly path: string;
  readonly #notes: Notes;
  readonly #keys: readonly string[];

  /**
   * Names a place.
   *
   * @param path How an operator finds it.
   * @param notes Where problems and warnings are gathered.
   * @param keys The keys that lead to it from the options.
   */
  constructor(path: string, notes: Notes, keys: readonly string[] = []) {
    this.path = path;
    this.#notes = notes;
    this.#keys = keys;
  }

  /** The place of a member: `tags` of `scenarios.chat` is `scenarios.chat.tags`, 0 of `stages` is `stages[0]`. */
  at(key: string | number): Place {
    const keys = [...this.#keys, String(key)];
    if (typeof key === "number") return new Place(`${this.path}[${key}]`, this.#notes, keys);
    return new Place(this.path === "" ? key : `${this.path}.${key}`, this.#notes, keys);
  }

  /** Notes that the value is wrong. Returns `undefined`, so that readers can return it in place of a value. */
  refuse(value: unknown, message: string): undefined {
    this.#notes.problems.push({ message, path: this.path, keys: this.#keys, value });
  }

  /** Notes that the value is odd, but does no harm. */
  warn(value: unknown, message: string): void {
    this.#notes.warnings.push(formatProblem({ message, path: this.path, value }));
  }
}

/**
 * Writes problems as k6 does: a headline and one line for each problem, those of a scenario together on one line.
 *
 * @param problems At least one.
 * @returns The text; its lines after the first begin with a tab and a dash.
 */
export function formatProblems(problems: readonly Problem[]): string {
  const lines = new Map<string, string>();
  for (const problem of problems) {
    const text = formatProblem(problem);
    const headline = problem.scenario && `scenario ${problem.scenario} has configuration errors: `;
    const before = headline && lines.get(headline);
    lines.set(headline ?? text, before ? `${before}, ${text}` : `${headline ?? ""}${text}`);
  }
  const list = [...lines.values()].map((line) => `\n\t- ${line}`).join("");
  return `There were problems with the specified script configuration:${list}`;
}

/**
 * The error that ends a run whose options are wrong.
 *
 * @param problems At least one.
 * @returns An error with the code `INVALID_OPTIONS` and k6's exit code 104.
 */
export function problemsError(problems: readonly Problem[]): SquallError {
  return new SquallError("INVALID_OPTIONS", formatProblems(problems), { exitCode: ExitCode.InvalidConfig });
}

function formatProblem(problem: Problem): string {
  const { message, path, value, source } = problem;
  const origin = source === undefined ? "" : `, ${formatSource(source, problem)}`;
  if (path === undefined || (value === undefined && origin.endsWith(path))) return message + origin;
  if (value === undefined) return `${message} (${path})${origin}`;
  const isNamed = origin.endsWith(`: ${path}`) || (source?.name !== undefined && /^[\w-]+$/.test(path));
  return `${message} (${isNamed ? "" : `${path} is `}${formatValue(value)})${origin}`;
}

const TITLES: Readonly<Record<OptionLevel, string>> = {
  json: "the config file",
  script: "the script's options",
  env: "the environment",
  cli: "the program's options",
};

function formatSource({ level, title = TITLES[level], name }: OptionSource, { path, place }: Problem): string {
  if (level === "cli" && name !== undefined) return `from ${name}`;
  const where = place ?? name ?? (level === "json" ? path : undefined);
  return where === undefined ? `from ${title}` : `from ${title}: ${where}`;
}

const LONGEST_VALUE = 80;

/**
 * Writes a value as an operator reads it back.
 *
 * @param value Anything.
 * @returns JSON, cut off where it is long.
 */
export function formatValue(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    // Cycles and BigInt have no JSON; their plain text names them well enough.
    text = String(value);
  }
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}
