/**
 * Paths into JSON as `Response.json` takes them: members and indexes by dots, wildcards, `#` for each element of an array,
 * `#(…)` for those that meet a condition, `|` and `@reverse` and the like, `{a,b}` and `[a,b]` for several at once.
 */

import { matchesCondition } from "./json_condition.ts";

/** One step of a path, and how the rest hangs on it. */
interface Step {
  readonly text: string;
  /** What follows, without its separator. */
  readonly rest: string;
  /** `.` goes into each element of what `#` has found, `|` into the array that they make; `""` at the end. */
  readonly separator: "." | "|" | "";
}

type Modifier = (value: unknown, argument: string) => unknown;

const MODIFIERS: Readonly<Record<string, Modifier>> = {
  this: (value) => value,
  ugly: (value) => value,
  pretty: (value) => value,
  valid: (value) => value,
  reverse: (value) => {
    if (Array.isArray(value)) return value.toReversed();
    return isObject(value) ? Object.fromEntries(Object.entries(value).toReversed()) : value;
  },
  keys: (value) => isObject(value) ? Object.keys(value) : [],
  values: (value) => isObject(value) ? Object.values(value) : Array.isArray(value) ? value : [value],
  flatten: (value, argument) => {
    return Array.isArray(value) ? value.flat(argument.includes('"deep":true') ? Infinity : 1) : value;
  },
  join: (value) => Array.isArray(value) ? Object.assign({}, ...value.filter(isObject)) : value,
  tostr: (value) => JSON.stringify(value),
  fromstr: (value) => typeof value === "string" ? parseOrNothing(value) : undefined,
};

/**
 * Follows a path.
 *
 * @param value A value that `JSON.parse` has made.
 * @param path The path.
 * @returns What is there; `undefined` when nothing is.
 */
export function followPath(value: unknown, path: string): unknown {
  if (path === "" || value === undefined) return undefined;
  const step = nextStep(path);
  const { text, rest } = step;
  if (text === "#") return eachElement(value, step);
  if (text.startsWith("#(") || text.startsWith("#[")) return elementsThat(value, step);
  const found = takeStep(value, text);
  return step.separator === "" || found === undefined ? found : followPath(found, rest);
}

function takeStep(value: unknown, text: string): unknown {
  if (text.startsWith("@")) return modify(value, text);
  if (text.startsWith("{") || text.startsWith("[")) return severalPaths(value, text);
  if (Array.isArray(value)) return /^\d+$/.test(text) ? value[Number(text)] : undefined;
  if (!isObject(value)) return undefined;
  if (!/[*?\\]/.test(text)) return Object.hasOwn(value, text) ? value[text] : undefined;
  const pattern = wildcard(text);
  const name = Object.keys(value).find((each) => pattern.test(each));
  return name === undefined ? undefined : value[name];
}

function eachElement(value: unknown, { rest, separator }: Step): unknown {
  if (!Array.isArray(value)) return undefined;
  if (separator === "") return value.length;
  if (separator === "|") return followPath(value.length, rest);
  return ofEach(value, rest);
}

/** Follows a path from each of some values; from the first `|` on, from the array of what was found. */
function ofEach(values: readonly unknown[], path: string): unknown {
  const end = indexOutside(path, /\|/);
  const each = end < 0 ? path : path.slice(0, end);
  const found = values.map((value) => followPath(value, each)).filter((value) => value !== undefined);
  return end < 0 ? found : followPath(found, path.slice(end + 1));
}

function elementsThat(value: unknown, { text, rest, separator }: Step): unknown {
  if (!Array.isArray(value)) return undefined;
  const wantsAll = text.endsWith("#");
  const condition = text.slice(2, wantsAll ? -2 : -1);
  if (!wantsAll) {
    const first: unknown = value.find((each) => matchesCondition(each, condition, followPath));
    return separator === "" ? first : followPath(first, rest);
  }
  const all: unknown[] = value.filter((each) => matchesCondition(each, condition, followPath));
  if (separator === "") return all;
  if (separator === "|") return followPath(all, rest);
  return ofEach(all, rest);
}

/** `@name` or `@name:argument`. A modifier that does not exist finds nothing. */
function modify(value: unknown, text: string): unknown {
  const [, name, argument = ""] = /^@([^:]*):?(.*)$/s.exec(text)!;
  return Object.hasOwn(MODIFIERS, name!) ? MODIFIERS[name!]!(value, argument) : undefined;
}

/** `{a,"name":b.c}` makes an object, `[a,b]` an array. */
function severalPaths(value: unknown, text: string): unknown {
  const parts = splitOutside(text.slice(1, -1), ",");
  if (text.startsWith("[")) {
    return parts.map((part) => followPath(value, part)).filter((each) => each !== undefined);
  }
  const result: Record<string, unknown> = {};
  for (const part of parts) {
    const named = /^"((?:[^"\\]|\\.)*)":(.*)$/s.exec(part);
    const path = named === null ? part : named[2]!;
    const found = followPath(value, path);
    if (found !== undefined) result[named?.[1] ?? lastName(path)] = found;
  }
  return result;
}

function lastName(path: string): string {
  return path.split(/[.|]/).at(-1)!;
}

/** Cuts the first step off a path; separators in brackets, in quotes and behind a backslash do not count. */
function nextStep(path: string): Step {
  const end = indexOutside(path, /[.|]/);
  if (end < 0) return { text: path, rest: "", separator: "" };
  return { text: path.slice(0, end), rest: path.slice(end + 1), separator: path[end] as "." | "|" };
}

function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let rest = text;
  for (;;) {
    const end = indexOutside(rest, new RegExp(separator));
    if (end < 0) return [...parts, rest];
    parts.push(rest.slice(0, end));
    rest = rest.slice(end + 1);
  }
}

/** Where a character first stands outside all brackets and quotes. */
function indexOutside(text: string, wanted: RegExp): number {
  let depth = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!;
    if (letter === "\\") i++;
    else if (letter === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if ("([{".includes(letter)) depth++;
    else if (")]}".includes(letter)) depth--;
    else if (depth === 0 && wanted.test(letter)) return i;
  }
  return -1;
}

/** A pattern with `*`, `?` and backslashes as a regular expression. */
function wildcard(text: string): RegExp {
  const source = text.replace(/\\(.)|[*?]|[^\\*?]+/gs, (part, escaped: string | undefined) => {
    if (escaped !== undefined) return RegExp.escape(escaped);
    return part === "*" ? ".*" : part === "?" ? "." : RegExp.escape(part);
  });
  return new RegExp(`^${source}$`, "s");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
