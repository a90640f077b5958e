/** One call of an async function of the script: pauses its caller before the first `await`, the VU afterwards. */

import { iterateAsync } from "./async_iteration.ts";
import { keep, type Pause } from "./pause.ts";
import { Ended, type PauseLedger } from "./pause_ledger.ts";

/** Where an async function is. */
const Phase = {
  /** Within its caller's stack. It ends there like any other function. */
  Synchronous: 0,
  /** It paused before its first `await`: its caller waits for the promise, as everybody does in k6. */
  Gated: 1,
  /** Its caller has the promise. */
  Detached: 2,
} as const;

/**
 * Stands for one call of an async function, which the loader has made a plain one that returns {@linkcode AsyncCall.leave}.
 * Rewritten code knows this object as `$$c`.
 */
export class AsyncCall {
  readonly #ledger: PauseLedger;
  #deferred: PromiseWithResolvers<unknown> | undefined;
  #openGate: ((outcome: unknown) => void) | undefined;
  /** A number of {@linkcode Phase}; rewritten code asks whether it is 0. */
  phase: number = Phase.Synchronous;
  /** `true` from an `await` until the code behind it goes on: a `catch` that finds it set was reached through it. */
  awaits = false;

  constructor(ledger: PauseLedger) {
    this.#ledger = ledger;
  }

  /** What the function returns. */
  get promise(): Promise<unknown> {
    return this.#settlement.promise;
  }

  /** The end of the function's synchronous part: its caller gets the promise, or a pause that ends with the promise. */
  leave(): unknown {
    const { ended, value } = this.#ledger;
    this.#ledger.ended = Ended.Paused;
    this.#ledger.value = undefined;
    if (ended === Ended.Paused) {
      // The body pauses before its first `await`. What it awaits is claimed; what the caller gets ends at the gate.
      this.phase = Phase.Gated;
      const { promise, resolve } = Promise.withResolvers<unknown>();
      this.#openGate = resolve;
      return this.#ledger.leave(promise);
    }
    // At the end of the stack nothing must go wrong between making the promise and returning it.
    if (ended === Ended.Threw && this.#deferred === undefined) return this.#ledger.asyncResult = Promise.reject(value);
    if (ended === Ended.Returned) this.#settlement.resolve(value);
    else if (ended === Ended.Threw) this.#settlement.reject(value);
    return this.#ledger.asyncResult = this.promise;
  }

  /** Claims a pause within the function. Detached from its caller, the function holds the VU while it is paused. */
  claim(pause: Pause, site: number): Promise<unknown> {
    if (this.phase === Phase.Detached) this.#ledger.lock.take(this);
    return this.#ledger.claim(pause, site);
  }

  /** Stands before every `await`. */
  awaiting(value: unknown): unknown {
    if (this.phase === Phase.Detached) this.#ledger.lock.releaseToAwait(this);
    else this.#detach();
    this.awaits = true;
    return value;
  }

  /** Stands around what a `for await` loop iterates over: every step is an `await`. */
  each(iterable: unknown): object {
    return iterateAsync(this.#ledger, this, iterable);
  }

  /** Stands at the start of every `catch` and `finally` and behind every `for await`: whether the code there has to queue for its turn. */
  mustQueue(): boolean {
    if (!this.awaits) return false;
    this.awaits = false;
    return this.#ledger.lock.held;
  }

  /** The function has returned, not synchronously. What queued up meanwhile comes before the promise's reactions. */
  returned(value: unknown): void {
    this.#ledger.leaveNone();
    this.#settlement.resolve(value);
    this.#detach();
  }

  /** The function has thrown, not synchronously. */
  threw(error: unknown): void {
    this.#settlement.reject(this.#ledger.unclaimed === null ? error : this.#ledger.verdict(error));
    this.#detach();
  }

  get #settlement(): PromiseWithResolvers<unknown> {
    return this.#deferred ??= Promise.withResolvers<unknown>();
  }

  #detach(): void {
    if (this.phase === Phase.Detached) {
      this.#ledger.lock.release(this);
      return;
    }
    if (this.phase === Phase.Synchronous) this.#ledger.ended = Ended.Detached;
    else this.#openGate?.(keep(this.promise));
    this.phase = Phase.Detached;
  }
}
