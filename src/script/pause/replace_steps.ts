/** `String.prototype.replace` and `replaceAll` with a replacer that may pause. */

import type { Callback } from "./array_loops.ts";

/**
 * Finds all matches first, then calls the replacer for each, as the engine does (ECMA-262 section 22.2.6.11).
 *
 * @param text The string.
 * @param pattern What to look for.
 * @param method Which of the two methods.
 * @param replacer The script's function.
 * @returns Steps for `drive`: yields the results of the replacer, returns the new string.
 */
export function* replaceSteps(
  text: string,
  pattern: string | RegExp,
  method: "replace" | "replaceAll",
  replacer: Callback,
): Generator<unknown, string, unknown> {
  const matches: unknown[][] = [];
  text[method](pattern, (...args: unknown[]) => {
    matches.push(args);
    return "";
  });
  let result = "";
  let end = 0;
  for (const args of matches) {
    const start = args.findLast((arg) => typeof arg === "number") as number;
    result += text.slice(end, start) + String(yield replacer.call(undefined, ...args));
    end = start + String(args[0]).length;
  }
  return result + text.slice(end);
}
