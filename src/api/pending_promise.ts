/**
 * A promise that a script was given, and what settles it: an event of the VU. So it waits while the VU is paused, holds
 * the iteration until then, and what the script does next still belongs to the iteration.
 */

import type { EventReceiver, Tenant, VirtualUser } from "./virtual_user.ts";

const RESOLVE = 0;
const REJECT = 1;

/** See the top of this file. */
export class PendingPromise<T> implements Tenant, EventReceiver {
  /** What the script gets. */
  readonly promise: Promise<T>;
  readonly #vu: VirtualUser;
  readonly #settle: readonly [resolve: (value: T) => void, reject: (error: unknown) => void];
  #isOver = false;

  /** @param vu The VU whose script gets it. */
  constructor(vu: VirtualUser) {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#vu = vu;
    this.promise = promise;
    this.#settle = [resolve, reject];
    vu.hold(this);
  }

  /** Resolves it as soon as the VU is free. */
  resolve(value: T): void {
    if (!this.#isOver) this.#vu.deliver(this, RESOLVE, value, 0);
  }

  /** Rejects it as soon as the VU is free. */
  reject(error: unknown): void {
    if (!this.#isOver) this.#vu.deliver(this, REJECT, error, 0);
  }

  receive(kind: number, data: unknown): void {
    this.#isOver = true;
    this.#vu.release(this);
    if (kind === RESOLVE) this.#settle[RESOLVE](data as T);
    else this.#settle[REJECT](data);
  }

  /** The iteration has failed: nobody waits for it any more. */
  evict(): void {
    this.#isOver = true;
    this.#vu.release(this);
  }

  abandon(): void {
    this.#isOver = true;
  }
}

/**
 * Does something at once, and tells the script of it in a turn of its event loop, as k6 does.
 *
 * @param vu The VU.
 * @param work What.
 * @returns What it returned, or a rejection with what it threw.
 */
export function promiseOf<Value>(vu: VirtualUser, work: () => Value): Promise<Value> {
  const pending = new PendingPromise<Value>(vu);
  try {
    pending.resolve(work());
  } catch (error) {
    pending.reject(error);
  }
  return pending.promise;
}
