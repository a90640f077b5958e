/** What is wrong with a text that is not JSON, and where: line and column, in Go's words, as k6 says it. */

/** Stops the search at what is wrong. */
class JsonProblem extends Error {
  override name = "JsonProblem";
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

const LITERALS: readonly string[] = ["true", "false", "null"];
const NUMBER_REGEXP = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// deno-lint-ignore no-control-regex -- control characters must not stand in a string
const STRING_REGEXP = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/**
 * Describes why a text cannot be parsed.
 *
 * @param text What `JSON.parse` has refused.
 * @returns For example `cannot parse json due to an error at line 2, character 2 , error: …`.
 */
export function jsonErrorText(text: string): string {
  const { at, message } = findProblem(text);
  const lines = text.slice(0, at).split("\n");
  const column = lines.at(-1)!.length;
  return `cannot parse json due to an error at line ${lines.length}, character ${column} , error: ${message}`;
}

function findProblem(text: string): { readonly at: number; readonly message: string } {
  try {
    const end = skipSpace(text, value(text, 0));
    return end < text.length ? unexpected(text, end, "after top-level value") : endOf(text);
  } catch (error) {
    if (error instanceof JsonProblem) return error;
    // Nested deeper than the stack reaches: where exactly does not matter any more.
    return { at: 0, message: "exceeded max depth" };
  }
}

/** Passes over a value; returns where it ends. */
function value(text: string, start: number): number {
  const at = skipSpace(text, start);
  const letter = text[at];
  if (letter === "{") return members(text, at + 1, "}", (from) => member(text, from));
  if (letter === "[") return members(text, at + 1, "]", (from) => value(text, from));
  if (letter === '"') return match(text, at, STRING_REGEXP, "in string literal");
  if (letter !== undefined && /[-0-9]/.test(letter)) return match(text, at, NUMBER_REGEXP, "in numeric literal");
  const literal = LITERALS.find((each) => each[0] === letter);
  if (literal === undefined) throw unexpected(text, at, "looking for beginning of value");
  for (let i = 1; i < literal.length; i++) {
    if (text[at + i] !== literal[i]) {
      throw unexpected(text, at + i, `in literal ${literal} (expecting '${literal[i]}')`);
    }
  }
  return at + literal.length;
}

function member(text: string, start: number): number {
  const at = skipSpace(text, start);
  if (text[at] !== '"') throw unexpected(text, at, "looking for beginning of object key string");
  const colon = skipSpace(text, match(text, at, STRING_REGEXP, "in string literal"));
  if (text[colon] !== ":") throw unexpected(text, colon, "after object key");
  return value(text, colon + 1);
}

function members(text: string, start: number, end: string, pass: (from: number) => number): number {
  let at = skipSpace(text, start);
  if (text[at] === end) return at + 1;
  for (;;) {
    at = skipSpace(text, pass(at));
    if (text[at] === end) return at + 1;
    if (text[at] !== ",") {
      throw unexpected(text, at, end === "}" ? "after object key:value pair" : "after array element");
    }
    at++;
  }
}

function match(text: string, at: number, pattern: RegExp, where: string): number {
  pattern.lastIndex = at;
  if (pattern.test(text)) return pattern.lastIndex;
  throw unexpected(text, firstBad(text, at), where);
}

/** Where in a string, or a number, the first letter stands that does not belong there. */
function firstBad(text: string, start: number): number {
  const rest = text.slice(start + 1);
  // deno-lint-ignore no-control-regex -- as above
  const bad = text[start] === '"' ? /[\x00-\x1f]|\\(?!["\\/bfnrtu])/.exec(rest) : /[^0-9]/.exec(rest);
  return bad === null ? text.length : start + 1 + bad.index;
}

function unexpected(text: string, at: number, where: string): JsonProblem {
  if (at >= text.length) return endOf(text);
  const letter = text[at] === "'" ? "\\'" : JSON.stringify(text[at]).slice(1, -1);
  return new JsonProblem(at + 1, `invalid character '${letter}' ${where}`);
}

function endOf(text: string): JsonProblem {
  return new JsonProblem(text.length, "unexpected end of JSON input");
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && " \t\r\n".includes(text[at]!)) at++;
  return at;
}
