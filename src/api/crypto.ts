/** The global `crypto` of scripts: the platform's, whose pending operations keep the iteration going. */

import type { Tenant, VirtualUser } from "./virtual_user.ts";

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

/** An operation that runs outside the script: nobody can stop it, and nobody needs to. */
class PendingOperation implements Tenant {
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
      const pending = new PendingOperation();
      vu.hold(pending);
      const result: Promise<unknown> = operation.apply(crypto.subtle, args);
      const done = () => vu.release(pending);
      result.then(done, done);
      return result;
    }
    return [name, run];
  });
  return {
    getRandomValues: (array: Uint8Array) => crypto.getRandomValues(array),
    randomUUID: () => crypto.randomUUID(),
    subtle: Object.fromEntries(operations),
  };
}
