/** The global `crypto` of scripts: the platform's, whose pending operations keep the iteration going. */

import type { EventReceiver, Tenant, VirtualUser } from "./virtual_user.ts";

const OPERATIONS = [
  "decrypt",
  "deriveBits",
  "deriveKey",
  "digest",
  "encrypt",
  "exportKey",
  "generateKey",
  "importKey",
  "sign",
  "unwrapKey",
  "verify",
  "wrapKey",
] as const;

const OUTCOME = { Resolved: 0, Rejected: 1 } as const;

/**
 * An operation that runs outside the script: nobody can stop it, and nobody needs to. What comes of it is an event of
 * the VU, so that the iteration goes on until what the script does with it has run, too.
 */
class PendingOperation implements Tenant, EventReceiver {
  readonly promise: Promise<unknown>;
  readonly #vu: VirtualUser;
  readonly #resolve: (value: unknown) => void;
  readonly #reject: (error: unknown) => void;

  constructor(vu: VirtualUser, operation: Promise<unknown>) {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.promise = promise;
    this.#vu = vu;
    this.#resolve = resolve;
    this.#reject = reject;
    vu.hold(this);
    const told = (kind: number) => (outcome: unknown) => vu.deliver(this, kind, outcome, vu.clock.now());
    operation.then(told(OUTCOME.Resolved), told(OUTCOME.Rejected));
  }

  receive(kind: number, outcome: unknown): void {
    if (kind === OUTCOME.Resolved) this.#resolve(outcome);
    else this.#reject(outcome);
    this.#vu.release(this);
  }

  evict(): void {}
  abandon(): void {}
}

/**
 * Makes the `crypto` of one VU.
 *
 * @param vu The VU.
 * @returns The object.
 */
export function createCrypto(vu: VirtualUser): Record<string, unknown> {
  const operations = OPERATIONS.map((name) => {
    // deno-lint-ignore ban-types
    const operation = crypto.subtle[name] as Function;
    function run(...args: unknown[]): Promise<unknown> {
      vu.pausing.enter();
      return new PendingOperation(vu, operation.apply(crypto.subtle, args)).promise;
    }
    return [name, run];
  });
  return {
    getRandomValues: (array: Uint8Array) => crypto.getRandomValues(array),
    randomUUID: () => crypto.randomUUID(),
    subtle: Object.fromEntries(operations),
  };
}
