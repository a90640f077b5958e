/** Where JSON is broken: the runtime says so for some errors only. */

import { messageOf } from "./squall_error.ts";

const POSITION_REGEXP = / at position (\d+)/;
/** What is said of a text that is right as far as it goes. */
const CUT_REGEXP = /end of JSON input|Unterminated string/;

/**
 * Finds the place of an error in JSON.
 *
 * @param text The text.
 * @param error What `JSON.parse` threw for it.
 * @returns The offset of the first character that cannot be; the length of the text where it ends too early.
 */
export function jsonErrorOffset(text: string, error: unknown): number {
  const position = POSITION_REGEXP.exec(messageOf(error))?.[1];
  if (position !== undefined) return Number(position);
  // The longest beginning of the text that could go on to be JSON ends before the error.
  let right = 0;
  let wrong = text.length + 1;
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1;
    if (isBeginning(text.slice(0, middle))) right = middle;
    else wrong = middle;
  }
  return right;
}

function isBeginning(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const message = messageOf(error);
    return CUT_REGEXP.test(message) || Number(POSITION_REGEXP.exec(message)?.[1]) === text.length;
  }
}
