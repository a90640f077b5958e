/** The error of a command line that cannot be understood. */

import { SquallError } from "../base/mod.ts";

/**
 * Makes the error that a wrong command line ends with.
 *
 * @param message What is wrong with it, in one line.
 * @param hint What to do about it.
 * @returns An error with the code `USAGE` and k6's exit code 255.
 */
export function usageError(message: string, hint?: string): SquallError {
  return new SquallError("USAGE", message, hint === undefined ? {} : { hint });
}
