/** What a thread has to do that nobody waits for on the wire: in slices, so that sockets and timers are never starved. */

import { RingBuffer } from "../base/mod.ts";

/** Milliseconds of one slice: what a message may be late for. */
const SLICE_MS = 4;

/** Functions that run one after the other, first come first served. */
export class RunQueue {
  readonly #queue = new RingBuffer<() => void>(64);
  readonly #now: () => number;
  readonly #nextTurn: (callback: () => void) => void;
  #scheduled = false;

  /**
   * @param now The time in milliseconds.
   * @param nextTurn Calls back in a later turn of the event loop, after sockets and timers had theirs.
   */
  constructor(now: () => number, nextTurn: (callback: () => void) => void) {
    this.#now = now;
    this.#nextTurn = nextTurn;
  }

  /** Runs a function in a later turn. It must not throw. */
  add(run: () => void): void {
    this.#queue.push(run);
    this.#schedule();
  }

  /** Runs a function in the next turn, whatever waits here. It must not throw. */
  addNext(run: () => void): void {
    this.#nextTurn(run);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#nextTurn(this.#slice);
  }

  readonly #slice = (): void => {
    this.#scheduled = false;
    const end = this.#now() + SLICE_MS;
    do {
      const run = this.#queue.shift();
      if (run === undefined) return;
      run();
    } while (this.#now() < end);
    if (this.#queue.size > 0) this.#schedule();
  };
}
