/**
 * How late a thread is: a timer among those of its virtual users, against its plan. Each moment of the plan counts, also
 * those that a thread which was held up has missed: whatever else fell due then was as late.
 */

import type { Clock, Timer, TimerQueue } from "../base/mod.ts";

/** Milliseconds between two moments of the plan. */
export const PROBE_MS = 100;
/** Moments that are kept at most until they are taken: ten minutes. */
const MOST_KEPT = 6000;

/** See the top of this file. */
export class LagProbe {
  readonly #clock: Clock;
  readonly #timers: TimerQueue;
  #timer: Timer | undefined;
  #due = 0;
  #lags: number[] = [];

  /**
   * @param clock The time of the thread.
   * @param timers The timers of the thread.
   */
  constructor(clock: Clock, timers: TimerQueue) {
    this.#clock = clock;
    this.#timers = timers;
  }

  /** Looks from now on. */
  start(): void {
    this.#due = this.#clock.now();
    this.#plan();
  }

  /** Looks no more. A moment that has passed meanwhile still counts. */
  stop(): void {
    if (this.#timer === undefined) return;
    this.#timers.cancel(this.#timer);
    this.#timer = undefined;
    this.#count();
  }

  /** How late each moment was that has come since the last call, in milliseconds. */
  take(): readonly number[] {
    const lags = this.#lags;
    this.#lags = [];
    return lags;
  }

  #plan(): void {
    this.#due += PROBE_MS;
    this.#timer = this.#timers.at(this.#look, this.#due);
  }

  readonly #look = (): void => {
    this.#count();
    this.#plan();
  };

  /** Counts all moments that have passed. */
  #count(): void {
    const now = this.#clock.now();
    while (this.#due <= now) {
      if (this.#lags.length < MOST_KEPT) this.#lags.push(now - this.#due);
      this.#due += PROBE_MS;
    }
    this.#due -= PROBE_MS;
  }
}
