/**
 * Iteration over iterators that pause, for generators of the script and iterators written by hand.
 *
 * The loop stays the engine's own. An iterator that pauses yields the {@linkcode Pause} as if it were an element; the
 * rewritten consumer claims it, leaves the outcome in {@linkcode PauseLedger.sent} and asks for the next element, and
 * the iterator goes on from there. A consumer that was not rewritten takes the pause for an element, and the guard
 * notices.
 */

import { drive, goOn } from "./continuation.ts";
import { Failure, keep, Pause } from "./pause.ts";
import type { PauseLedger } from "./pause_ledger.ts";

type IteratorMethod = (this: unknown) => unknown;

const ITERATOR_PROTOTYPE: object = Iterator.prototype;
const RETURN_SELF: unknown = Reflect.get(ITERATOR_PROTOTYPE, Symbol.iterator);
const GENERATOR_NEXT: unknown = Reflect.get(Object.getPrototypeOf(function* () {}).prototype, "next");

/** The iterators of the engine itself: none of them pauses. */
const ENGINE_ITERATORS: ReadonlySet<unknown> = new Set([
  Array.prototype[Symbol.iterator],
  Map.prototype[Symbol.iterator],
  Set.prototype[Symbol.iterator],
  String.prototype[Symbol.iterator],
  Uint8Array.prototype[Symbol.iterator],
]);

/** The `next` methods that need no help: the engine's, and those of generators, which pause by yielding. */
const ENGINE_NEXTS: ReadonlySet<unknown> = new Set([
  GENERATOR_NEXT,
  [].values().next,
  new Map().values().next,
  new Set().values().next,
  ""[Symbol.iterator]().next,
  "".matchAll(/x/g).next,
]);

/** Makes an iterator written by hand yield its pauses. */
class PausingIterator {
  readonly #ledger: PauseLedger;
  readonly #iterator: object;
  readonly #next: (...args: unknown[]) => unknown;
  #waits = false;

  constructor(ledger: PauseLedger, iterator: object) {
    this.#ledger = ledger;
    this.#iterator = iterator;
    this.#next = Reflect.get(iterator, "next");
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): unknown {
    if (this.#waits) {
      this.#waits = false;
      return this.#ledger.takeSent();
    }
    const result = this.#next.call(this.#iterator);
    this.#waits = result instanceof Pause;
    return this.#waits ? { done: false, value: result } : result;
  }

  get return(): unknown {
    const method: unknown = Reflect.get(this.#iterator, "return");
    if (typeof method !== "function") return undefined;
    return (value: unknown) => method.call(this.#iterator, value);
  }
}

/**
 * What a loop over `iterable` has to loop over.
 *
 * @returns An iterable, or a pause that ends with it.
 */
export function iterate(ledger: PauseLedger, iterable: unknown): unknown {
  if (iterable === null || iterable === undefined) return iterable;
  const method: unknown = Reflect.get(Object(iterable), Symbol.iterator, iterable);
  if (typeof method !== "function" || ENGINE_ITERATORS.has(method)) return iterable;
  if (method === RETURN_SELF) return pausable(ledger, iterable);
  return goOn(ledger, (method as IteratorMethod).call(iterable), { next: (iterator) => pausable(ledger, iterator) });
}

function pausable(ledger: PauseLedger, iterator: unknown): unknown {
  if (typeof iterator !== "object" || iterator === null) {
    throw new TypeError("Result of the Symbol.iterator method is not an object");
  }
  const isReady = Reflect.get(iterator, Symbol.iterator) === RETURN_SELF &&
    ENGINE_NEXTS.has(Reflect.get(iterator, "next"));
  return isReady ? iterator : new PausingIterator(ledger, iterator);
}

/**
 * The elements of an iterable, for spreading and for array patterns.
 *
 * @param count How many elements an array pattern takes; the iterator is closed after them. Absent: all.
 * @returns The iterable itself if it cannot pause, an array, or a pause that ends with one.
 */
export function elements(ledger: PauseLedger, iterable: unknown, count = Infinity): unknown {
  return goOn(ledger, iterate(ledger, iterable), {
    next: (ready) => ready === iterable && !isGenerator(ready) ? ready : drive(ledger, take(ledger, ready, count)),
  });
}

function isGenerator(value: unknown): boolean {
  return typeof value === "object" && value !== null && Reflect.get(value, "next") === GENERATOR_NEXT;
}

function* take(ledger: PauseLedger, iterable: unknown, count: number): Generator<unknown, unknown[], unknown> {
  const iterator = (iterable as Iterable<unknown>)[Symbol.iterator]();
  const values: unknown[] = [];
  while (values.length < count) {
    const result = iterator.next();
    if (result.done) return values;
    if (!(result.value instanceof Pause)) {
      values.push(result.value);
      continue;
    }
    try {
      ledger.sent = keep(yield result.value);
    } catch (error) {
      ledger.sent = new Failure(error);
    }
  }
  if (iterator.return !== undefined) yield iterator.return();
  return values;
}

/**
 * One step of a generator, as the script takes it by hand.
 *
 * @param step Calls `next`, `return` or `throw`.
 * @returns The result of the step, or a pause that ends with it.
 */
export function stepGenerator(
  ledger: PauseLedger,
  generator: Iterator<unknown>,
  step: () => IteratorResult<unknown>,
): unknown {
  return drive(ledger, steps());

  function* steps(): Generator<unknown, unknown, unknown> {
    let result = step();
    while (!result.done && result.value instanceof Pause) {
      try {
        ledger.sent = keep(yield result.value);
      } catch (error) {
        ledger.sent = new Failure(error);
      }
      result = generator.next();
    }
    return result;
  }
}
