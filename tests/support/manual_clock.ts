/** A clock whose hands a test turns itself: nothing happens until {@linkcode ManualClock.advance}. */

import type { Clock } from "../../src/base/mod.ts";

interface WakeUp {
  readonly id: number;
  readonly due: number;
  readonly callback: () => void;
}

/** A {@linkcode Clock} that stands still between two calls of `advance`. */
export class ManualClock implements Clock {
  #now = 0;
  #wakeUps: WakeUp[] = [];
  #created = 0;
  readonly #epochAtStart: number;

  /** @param epochAtStart What {@linkcode ManualClock.epoch} says before any advance, in milliseconds. */
  constructor(epochAtStart = 1_700_000_000_000) {
    this.#epochAtStart = epochAtStart;
  }

  /** How many wake-ups are set: what a test that has ended left behind. */
  get pending(): number {
    return this.#wakeUps.length;
  }

  now(): number {
    return this.#now;
  }

  epoch(): number {
    return this.#epochAtStart + this.#now;
  }

  wake(callback: () => void, delay: number): number {
    const id = ++this.#created;
    this.#wakeUps.push({ id, due: this.#now + Math.max(0, delay), callback });
    return id;
  }

  cancel(wakeUp: number): void {
    this.#wakeUps = this.#wakeUps.filter(({ id }) => id !== wakeUp);
  }

  /** Moves the hands forward, calling back all that falls due on the way, in order and at its own moment. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.cancel(next.id);
      this.#now = Math.max(this.#now, next.due);
      next.callback();
    }
    this.#now = end;
  }

  /** Moves the hands forward without a call: as for a thread that is busy with something else. */
  skip(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** The earliest wake-up no later than `end`; of several at the same moment the one that was set first. */
  #next(end: number): WakeUp | undefined {
    let first: WakeUp | undefined;
    for (const wakeUp of this.#wakeUps) {
      if (wakeUp.due <= end && (first === undefined || wakeUp.due < first.due)) first = wakeUp;
    }
    return first;
  }
}
