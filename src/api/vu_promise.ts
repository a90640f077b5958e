/** Promises that modules give to scripts: settled by the VU's event loop, and kept waiting for by the iteration. */

import type { EventReceiver, Tenant, VirtualUser } from "./virtual_user.ts";

const SETTLE = { Resolve: 0, Reject: 1 } as const;

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
    pending.settle(SETTLE.Resolve, work());
  } catch (error) {
    pending.settle(SETTLE.Reject, error);
  }
  return pending.promise;
}

class PendingPromise<Value> implements Tenant, EventReceiver {
  readonly promise: Promise<Value>;
  readonly #vu: VirtualUser;
  readonly #resolve: (value: Value) => void;
  readonly #reject: (error: unknown) => void;

  constructor(vu: VirtualUser) {
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    this.promise = promise;
    this.#vu = vu;
    this.#resolve = resolve;
    this.#reject = reject;
    vu.hold(this);
  }

  settle(kind: number, outcome: unknown): void {
    this.#vu.deliver(this, kind, outcome, 0);
  }

  receive(kind: number, outcome: unknown): void {
    if (kind === SETTLE.Resolve) this.#resolve(outcome as Value);
    else this.#reject(outcome);
    this.#vu.release(this);
  }

  evict(): void {
    this.#vu.release(this);
  }

  abandon(): void {}
}
