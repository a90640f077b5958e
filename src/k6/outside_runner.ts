/** What k6's modules are where nobody runs a script: their types, and an error that says what to import instead. */

import { SquallError } from "../base/mod.ts";

/** What there is instead of `k6/http`. */
export const HTTP_INSTEAD = 'import { CookieJar } from "@squall/squall" for cookies, and send requests with fetch';

/**
 * Stands for everything that a module of k6 exports.
 *
 * @param specifier The module.
 * @param instead What there is for programs that are no scripts.
 * @throws {SquallError} `OUTSIDE_RUNNER`, always.
 */
export function outsideRunner(specifier: string, instead: string): never {
  throw new SquallError("OUTSIDE_RUNNER", `${specifier} is there in scripts only, which squall or k6 runs`, {
    hint: `In a Deno program, ${instead}`,
  });
}
