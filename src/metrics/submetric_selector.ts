/** The grammar of what a threshold applies to: a metric's name, or a name with tags as in `rtt{room:a, kind:"chat"}`. */

import type { SubmetricRequest } from "./view.ts";

const BROKEN = "unable to validate threshold expressions; reason: parsing metric name failed, metric";

/**
 * Reads a selector.
 *
 * @param text The name of a metric, or a name with tags in braces.
 * @returns The submetric that is meant; `undefined` when the text has no braces and is just a metric's name.
 * @throws {SyntaxError} With k6's text, when the braces or the tags in them are malformed.
 */
export function parseSubmetricSelector(text: string): SubmetricRequest | undefined {
  const open = text.indexOf("{");
  const close = text.lastIndexOf("}");
  if (open === -1 && close === -1) return undefined;
  const problem = braceProblem(open, close, text.length);
  if (problem !== undefined) throw new SyntaxError(`${BROKEN} ${JSON.stringify(text)} ${problem}`);
  const metric = text.slice(0, open);
  const list = text.slice(open + 1, close);
  const tags = Object.fromEntries(list.split(",").map(parseTag));
  return { kind: "submetric", metric, tags, name: `${metric}{${list.trim()}}` };
}

function braceProblem(open: number, close: number, length: number): string | undefined {
  if (open === -1 || close === -1) return "has unmatched opening/close curly brace";
  if (close < open) return "closing curly brace appears before opening one";
  return close === length - 1 ? undefined : "lacks a closing curly brace in its last position";
}

function parseTag(text: string): [name: string, value: string] {
  const colon = text.indexOf(":");
  const name = unquote(text.slice(0, Math.max(0, colon)));
  const value = text.slice(colon + 1);
  // k6 itself recurses without end on an empty tag name.
  if (name === "" || value === "") {
    throw new SyntaxError(`${BROKEN} ${JSON.stringify(text)} tag expression is malformed`);
  }
  return [name, unquote(value)];
}

/** Without surrounding space, and without the quotes at either end. */
function unquote(text: string): string {
  return text.trim().replace(/^["']+|["']+$/g, "");
}
