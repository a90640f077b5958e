/** Errors of the operating system in an operator's words. */

import { messageOf } from "./squall_error.ts";

/**
 * What the operating system said, without the number, the call and the path that Deno adds.
 *
 * @param thrown What a call of Deno threw.
 * @returns For example `No such file or directory`.
 *
 * @example The path is said once, by whoever reports the error
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { systemReason } from "./system_error.ts";
 *
 * const error = new Error("No such file or directory (os error 2): open '/nope'");
 * assertEquals(systemReason(error), "No such file or directory");
 * ```
 */
export function systemReason(thrown: unknown): string {
  return messageOf(thrown).replace(/ \(os error \d+\)(: \w+ '.*')?$/s, "");
}
