/**
 * Blocking calls in code that nobody rewrites: they return promises, and the events of the VU go on meanwhile. What
 * waits holds the iteration, and is rejected when the iteration is given up.
 */

import type { EventReceiver, Tenant } from "../api/mod.ts";
import type { PausingHost, VuPausing } from "./vu_code.ts";

// Taken here, as everything is that runs beside a script.
const { AbortController } = globalThis;

/** What a blocking call gives back inside the k6 modules. Code of the user gets the promise. */
export class Waiting {
  readonly promise: Promise<unknown>;

  /** @param promise Settles as the call ends. */
  constructor(promise: Promise<unknown>) {
    this.promise = promise;
  }
}

/**
 * What a call of a k6 module returned, for code that is not rewritten.
 *
 * @param value Its result.
 * @returns The promise of a call that waits, the value of any other.
 */
export function withoutWaiting(value: unknown): unknown {
  return value instanceof Waiting ? value.promise : value;
}

const SETTLE = { Resolve: 0, Reject: 1 } as const;

/** See the top of this file. */
export class PlainPausing implements VuPausing {
  readonly locked = false;
  readonly #host: PausingHost;
  #isInterrupted = false;
  #controller: AbortController | undefined;

  /** @param host The VU. */
  constructor(host: PausingHost) {
    this.#host = host;
  }

  /** Aborted when the iteration that runs now is given up. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isInterrupted) this.#controller.abort(interruption());
    return this.#controller.signal;
  }

  /** @throws {DOMException} `AbortError` in code that runs on although its iteration was interrupted. */
  enter(): void {
    if (this.#isInterrupted) throw interruption();
  }

  isPause(value: unknown): boolean {
    return value instanceof Waiting;
  }

  /** Functions that are not rewritten can be told by what they return. */
  isAsyncCall(): boolean {
    return false;
  }

  block(_what: string, start: (resume: (value?: unknown) => void, fail: (error: unknown) => void) => void): Waiting {
    this.enter();
    const call = new WaitingCall(this.#host, () => this.#abort());
    this.#host.hold(call);
    start((value) => call.end(SETTLE.Resolve, value), (error) => call.end(SETTLE.Reject, error));
    return new Waiting(call.promise);
  }

  after(value: unknown, next: (value: unknown) => unknown, otherwise?: (error: unknown) => unknown): unknown {
    if (!(value instanceof Waiting)) return next(value);
    const failed = otherwise === undefined ? undefined : (error: unknown) => withoutWaiting(otherwise(error));
    return new Waiting(value.promise.then((result) => withoutWaiting(next(result)), failed));
  }

  run(callback: (...args: never[]) => unknown, args: readonly unknown[]): unknown {
    return Reflect.apply(callback, undefined, args);
  }

  job(callback: (...args: never[]) => unknown): (...args: unknown[]) => unknown {
    return (...args) => withoutWaiting(Reflect.apply(callback, undefined, args));
  }

  wait(pause: unknown, done: (value: unknown) => void, failed: (error: unknown) => void): void {
    Promise.resolve(withoutWaiting(pause)).then(done, failed);
  }

  interrupt(): void {
    this.#isInterrupted = true;
    this.#abort();
  }

  reset(): void {
    this.#isInterrupted = false;
    this.#controller = undefined;
  }

  #abort(): void {
    this.#controller?.abort(interruption());
  }
}

/** One blocking call. Its end is an event of the VU, so that whatever waits for it runs before the iteration ends. */
class WaitingCall implements Tenant, EventReceiver {
  readonly promise: Promise<unknown>;
  readonly #host: PausingHost;
  readonly #aborted: () => void;
  readonly #resolve: (value: unknown) => void;
  readonly #reject: (error: unknown) => void;
  #isOver = false;

  constructor(host: PausingHost, aborted: () => void) {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.promise = promise;
    this.#host = host;
    this.#aborted = aborted;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  end(kind: number, outcome: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#host.deliver(this, kind, outcome, 0);
  }

  receive(kind: number, outcome: unknown): void {
    if (kind === SETTLE.Resolve) this.#resolve(outcome);
    else this.#reject(outcome);
    this.#host.release(this);
  }

  evict(): void {
    this.abandon();
    this.#host.release(this);
  }

  abandon(): void {
    this.#isOver = true;
    // Whoever waits is told; where nobody does, it is no error.
    this.promise.catch(() => {});
    this.#reject(interruption());
    this.#aborted();
  }
}

function interruption(): DOMException {
  return new DOMException("The iteration was interrupted", "AbortError");
}
