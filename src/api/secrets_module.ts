/**
 * The module `k6/secrets`: asks the run for secrets, which the script itself could not fetch.
 *
 * Differences from k6: what a promise is rejected with is an `Error`, whose text is still k6's alone.
 */

import { GoError } from "./go_error.ts";
import type { EventReceiver, SecretAnswer, Tenant, VirtualUser } from "./virtual_user.ts";

/** An error that scripts see as its text, as they do in k6. */
class SecretError extends GoError {
  override toString(): string {
    return this.message;
  }
}

/** One secret that was asked for: holds the iteration until the answer is there. */
class PendingSecret implements Tenant, EventReceiver {
  readonly promise: Promise<string>;
  readonly #vu: VirtualUser;
  readonly #resolve: (value: string) => void;
  readonly #reject: (error: unknown) => void;
  #isAbandoned = false;

  constructor(vu: VirtualUser, source: string | undefined, key: string) {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.#vu = vu;
    this.promise = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    vu.hold(this);
    vu.askSecret(source, key, (answer) => {
      if (!this.#isAbandoned) vu.deliver(this, 0, answer, 0);
    });
  }

  receive(_kind: number, data: unknown): void {
    const answer = data as SecretAnswer;
    this.#vu.release(this);
    if ("value" in answer) this.#resolve(answer.value);
    else this.#reject(new SecretError(answer.error));
  }

  evict(): void {
    this.#isAbandoned = true;
    this.#vu.release(this);
  }

  abandon(): void {
    this.#isAbandoned = true;
  }
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
      return new PendingSecret(vu, source, String(key)).promise;
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
