/** Lets dials start at a pace that keeps the loop responsive and the peer's backlog from overflowing. */

import { RingBuffer, type Timer, type TimerQueue } from "../../base/mod.ts";

/** Dials that have started and not connected, at most. */
const MAX_IN_FLIGHT = 200;
/** Milliseconds after which a dial no longer counts: a peer that is slow to accept must not hold up the others. */
const SLOW_AFTER = 100;

/** A dial's place among those under way. */
export class DialPlace {
  readonly #timers: TimerQueue;
  readonly #timer: Timer;
  #free: (() => void) | undefined;

  /** @param free Lets the next dial in. */
  constructor(timers: TimerQueue, free: () => void) {
    this.#timers = timers;
    this.#free = free;
    this.#timer = timers.after(() => this.leave(), SLOW_AFTER);
  }

  /** Gives the place to the next dial. Doing that twice is harmless. */
  leave(): void {
    const free = this.#free;
    if (free === undefined) return;
    this.#free = undefined;
    this.#timers.cancel(this.#timer);
    free();
  }
}

/** A queue of dials that want to start. One per thread. */
export class DialGate {
  readonly #timers: TimerQueue;
  readonly #waiting = new RingBuffer<() => void>();
  readonly #free = () => this.#letIn();
  #inFlight = 0;

  constructor(timers: TimerQueue) {
    this.#timers = timers;
  }

  /** A place; at once where there is one. */
  enter(): DialPlace | Promise<DialPlace> {
    if (this.#inFlight < MAX_IN_FLIGHT) {
      this.#inFlight++;
      return new DialPlace(this.#timers, this.#free);
    }
    return new Promise((resolve) => this.#waiting.push(() => resolve(new DialPlace(this.#timers, this.#free))));
  }

  #letIn(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#inFlight--;
    else next();
  }
}
