/** The global `crypto` of scripts: the platform's, whose pending operations keep the iteration going. */

import { PendingPromise } from "./pending_promise.ts";
import type { VirtualUser } from "./virtual_user.ts";

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

// Taken here, because code that scripts make from strings shares the objects behind them.
const { subtle } = crypto;
const { getRandomValues, randomUUID } = crypto;
const SUBTLE = OPERATIONS.map((name) => [name, subtle[name]] as const);

/**
 * Makes the `crypto` of one VU.
 *
 * @param vu The VU.
 * @returns The object.
 */
export function createCrypto(vu: VirtualUser): Record<string, unknown> {
  const operations = SUBTLE.map(([name, operation]) => {
    function run(...args: unknown[]): Promise<unknown> {
      vu.pausing.enter();
      const pending = new PendingPromise<unknown>(vu);
      const result: Promise<unknown> = Reflect.apply(operation, subtle, args);
      result.then((value) => pending.resolve(value), (error) => pending.reject(error));
      return pending.promise;
    }
    return [name, run];
  });
  return {
    getRandomValues: (array: Uint8Array) => Reflect.apply(getRandomValues, crypto, [array]),
    randomUUID: () => Reflect.apply(randomUUID, crypto, []),
    subtle: Object.fromEntries(operations),
  };
}
