/** Promise reactions and executors of the script: they wait while the VU is paused, and may pause themselves. */

import type { Callback } from "./array_loops.ts";
import { goOn } from "./continuation.ts";
import { Failure, HOST_SITE, Pause, unbox } from "./pause.ts";
import type { PauseLedger } from "./pause_ledger.ts";

/**
 * Makes a promise reaction of the script keep the VU's order: it does not run while the VU is paused, and if it pauses
 * itself it holds the VU.
 *
 * @param reaction What the script passes to `then`, `catch` or `finally`.
 * @returns What to pass instead.
 */
export function promiseJob(ledger: PauseLedger, reaction: Callback): (...args: unknown[]) => unknown {
  return (...args) => {
    if (!ledger.lock.held) return runJob(ledger, reaction, args);
    return new Promise((resolve, reject) => {
      ledger.lock.push(() => {
        try {
          resolve(runJob(ledger, reaction, args));
        } catch (error) {
          reject(error);
        }
      });
    });
  };
}

function runJob(ledger: PauseLedger, reaction: Callback, args: unknown[]): unknown {
  const value = reaction.call(undefined, ...args);
  if (!(value instanceof Pause)) {
    ledger.settle();
    return value;
  }
  ledger.lock.take(value);
  return new Promise((resolve, reject) => {
    ledger.claim(value, HOST_SITE).then((outcome) => {
      // Settled before the lock is released: jobs that queued up meanwhile come before this one's own reactions.
      if (outcome instanceof Failure) reject(outcome.error);
      else resolve(unbox(outcome));
      ledger.lock.release(value);
    });
  });
}

/**
 * `new Promise(executor)` with an executor that may pause.
 *
 * @returns The promise, or a pause that ends with it when the executor has ended.
 */
export function newPromise(ledger: PauseLedger, executor: unknown): unknown {
  if (typeof executor !== "function") return new Promise(executor as never);
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const passOn = (error: unknown) => {
    reject(error);
    return promise;
  };
  let value: unknown;
  try {
    value = executor(resolve, reject);
  } catch (error) {
    return passOn(error);
  }
  return goOn(ledger, value, { next: () => promise, otherwise: passOn });
}
