/** What is wrong with a text that is not JSON, and where: line and column, as k6 says it. */

import { messageOf } from "../../base/mod.ts";

/**
 * Describes why a text cannot be parsed.
 *
 * @param text The text.
 * @param error What the parser threw.
 * @returns For example `cannot parse json due to an error at line 2, character 2 , error: …`.
 */
export function jsonErrorText(text: string, error: unknown): string {
  const message = messageOf(error);
  const at = /at position (\d+)/.exec(message)?.[1];
  const isCut = at === undefined || Number(at) >= text.length;
  const end = isCut ? text.length : Number(at) + 1;
  const lines = text.slice(0, end).split("\n");
  const detail = isCut ? "unexpected end of JSON input" : message.replace(/ in JSON at position .*$/s, "").replace(
    /^Unexpected token '(.*)', .*$/s,
    "invalid character '$1'",
  );
  return `cannot parse json due to an error at line ${lines.length}, character ${
    lines.at(-1)!.length
  } , error: ${detail}`;
}
