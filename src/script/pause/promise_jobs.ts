/** Promise reactions and executors of the script: they wait while the VU is paused, and may pause themselves. */

import type { Callback } from "./array_loops.ts";
import { goOn } from "./continuation.ts";
import { Failure, HOST_SITE, Pause, unbox } from "./pause.ts";
import type { PauseLedger } from "./pause_ledger.ts";

/**
 * What a reaction gives to its promise when it ends later. A promise in its place would make the promise's own reactions
 * wait three jobs longer than those of others; a mere thenable passes its value on at once.
 */
class LateOutcome {
  #take: ((settle: Settle) => void) | undefined;
  #settle: Settle | undefined;

  resolve(value: unknown): void {
    this.#end(({ resolve }) => resolve(value));
  }

  reject(error: unknown): void {
    this.#end(({ reject }) => reject(error));
  }

  /** Called once, by the promise, one job after the reaction. */
  then(resolve: (value: unknown) => void, reject: (error: unknown) => void): void {
    this.#settle = { resolve, reject };
    this.#take?.(this.#settle);
  }

  #end(take: (settle: Settle) => void): void {
    if (this.#settle === undefined) this.#take = take;
    else take(this.#settle);
  }
}

interface Settle {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

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
    const outcome = new LateOutcome();
    ledger.lock.push(() => {
      try {
        outcome.resolve(runJob(ledger, reaction, args));
      } catch (error) {
        outcome.reject(error);
      }
    });
    return outcome;
  };
}

function runJob(ledger: PauseLedger, reaction: Callback, args: unknown[]): unknown {
  const value = reaction.call(undefined, ...args);
  if (!(value instanceof Pause)) {
    ledger.settle();
    return value;
  }
  ledger.lock.take(value);
  const late = new LateOutcome();
  ledger.claim(value, HOST_SITE).then((outcome) => {
    // Settled before the lock is released: jobs that queued up meanwhile come before this one's own reactions.
    if (outcome instanceof Failure) late.reject(outcome.error);
    else late.resolve(unbox(outcome));
    ledger.lock.release(value);
  });
  return late;
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
