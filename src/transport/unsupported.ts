/** How a transport says no: by name, so that nobody takes less for what they asked for. */

import { ExitCode, SquallError } from "../base/mod.ts";

/**
 * The error for an option that a transport cannot honour.
 *
 * @param transport The transport's name.
 * @param option What was asked for, in the operator's or the script's words.
 * @param hint What to do about it.
 * @returns A `SquallError` with the code `UNSUPPORTED_BY_TRANSPORT`.
 */
export function unsupportedByTransport(transport: string, option: string, hint: string): SquallError {
  return new SquallError("UNSUPPORTED_BY_TRANSPORT", `The transport '${transport}' cannot honour ${option}`, {
    exitCode: ExitCode.InvalidConfig,
    hint,
  });
}
