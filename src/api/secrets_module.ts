/**
 * The module `k6/secrets`: asks the run for secrets, which the script itself could not fetch.
 *
 * Differences from k6: what a promise is rejected with is an `Error`, whose text is still k6's alone.
 */

import { GoError } from "./go_error.ts";
import { PendingPromise } from "./pending_promise.ts";
import type { VirtualUser } from "./virtual_user.ts";

/** An error that scripts see as its text, as they do in k6. */
class SecretError extends GoError {
  override toString(): string {
    return this.message;
  }
}

function ask(vu: VirtualUser, source: string | undefined, key: string): Promise<string> {
  const pending = new PendingPromise<string>(vu);
  vu.askSecret(source, key, (answer) => {
    if ("value" in answer) pending.resolve(answer.value);
    else pending.reject(new SecretError(answer.error));
  });
  return pending.promise;
}

/**
 * Makes the exports of `k6/secrets` for one VU.
 *
 * @param vu The VU that imports the module.
 * @returns The named exports.
 */
export function createSecretsModule(vu: VirtualUser): Record<string, unknown> {
  const sourceNamed = (source: string | undefined) => ({
    get(key?: unknown): Promise<string> {
      vu.pausing.enter();
      return ask(vu, source, String(key));
    },
  });
  return {
    get: sourceNamed(undefined).get,
    source(name?: unknown) {
      vu.pausing.enter();
      return sourceNamed(name === undefined || name === null ? "" : String(name));
    },
  };
}
