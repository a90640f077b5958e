/** `for await` in a rewritten async function: every step of the iterator is an `await` of that function. */

import { promiseJob } from "./promise_jobs.ts";
import type { PauseLedger } from "./pause_ledger.ts";

/** What the steps have to tell the function that awaits them. */
export interface Awaiter {
  awaiting(value: unknown): unknown;
}

type Step = IteratorResult<unknown> | Promise<IteratorResult<unknown>>;

/** The iterator of the loop: the script's own, which tells the function whenever the loop awaits it. */
class AwaitedIterator {
  readonly #awaiter: Awaiter;
  readonly #iterator: object;
  readonly #next: (this: object) => Step;
  readonly #settle: (step: Step) => Step;

  constructor(awaiter: Awaiter, iterator: object, settle?: (iterator: object, step: Step) => Step) {
    this.#awaiter = awaiter;
    this.#iterator = iterator;
    this.#next = Reflect.get(iterator, "next");
    this.#settle = settle === undefined ? (step) => step : (step) => settle(iterator, step);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Step {
    const step = this.#settle(this.#next.call(this.#iterator));
    this.#awaiter.awaiting(undefined);
    return step;
  }

  get return(): (() => Step) | undefined {
    const close: unknown = Reflect.get(this.#iterator, "return");
    if (typeof close !== "function") return undefined;
    return () => {
      const step = this.#settle(close.call(this.#iterator));
      this.#awaiter.awaiting(undefined);
      return step;
    };
  }
}

/**
 * What a `for await` loop has to loop over.
 *
 * @param awaiter The function that the loop stands in.
 * @param iterable The script's iterable, asynchronous or not.
 */
export function iterateAsync(ledger: PauseLedger, awaiter: Awaiter, iterable: unknown): AwaitedIterator {
  const asynchronous = methodOf(iterable, Symbol.asyncIterator);
  if (asynchronous !== undefined) return new AwaitedIterator(awaiter, asynchronous.call(iterable));
  const synchronous = methodOf(iterable, Symbol.iterator);
  if (synchronous === undefined) throw new TypeError(`${describe(iterable)} is not async iterable`);
  return new AwaitedIterator(
    awaiter,
    synchronous.call(iterable),
    (iterator, step) => awaitElement(ledger, iterator, step),
  );
}

function methodOf(value: unknown, name: symbol): ((this: unknown) => object) | undefined {
  if (value === undefined || value === null) return undefined;
  return (Reflect.get(Object(value), name, value) as ((this: unknown) => object) | null) ?? undefined;
}

function describe(value: unknown): string {
  return typeof value === "object" || typeof value === "function" ? typeof value : String(value);
}

/** The elements of a synchronous iterator are awaited on their own, in the VU's order. One that is rejected closes it. */
function awaitElement(ledger: PauseLedger, iterator: object, step: Step): Step {
  const { done, value } = step as IteratorResult<unknown>;
  const give = (settled: unknown) => ({ done, value: settled });
  const fail = (error: unknown) => {
    const close: unknown = done ? undefined : Reflect.get(iterator, "return");
    if (typeof close === "function") close.call(iterator);
    throw error;
  };
  return Promise.resolve(value).then(promiseJob(ledger, give), promiseJob(ledger, fail)) as Step;
}
