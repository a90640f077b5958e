/** Thousands of timers on one wake-up: a binary heap ordered by due time, then by insertion. */

import { type Clock, LONGEST_WAKE_DELAY } from "./clock.ts";

/** A timer of a {@linkcode TimerQueue}. Owners keep it to cancel it; its fields belong to the queue. */
export class Timer {
  /** When it fires, on the clock's monotonic scale. */
  readonly due: number;
  readonly sequence: number;
  callback: (() => void) | null;

  constructor(due: number, sequence: number, callback: () => void) {
    this.due = due;
    this.sequence = sequence;
    this.callback = callback;
  }
}

/** Cancelled timers stay in the heap until they come up or outnumber the living by this factor. */
const SWEEP_FACTOR = 2;
const SWEEP_MINIMUM = 64;

/**
 * Many timers over one clock wake-up. Timers of equal due time fire in the order of their creation.
 * A callback that throws is a defect of its owner: the rest of the turn still runs, the error is thrown afterwards.
 */
export class TimerQueue {
  readonly #clock: Clock;
  readonly #fire: () => void;
  #heap: Timer[] = [];
  #cancelled = 0;
  #sequence = 0;
  #wakeUp: number | undefined;
  #wakeAt = Infinity;
  #firing = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#fire = () => this.#fireDue();
  }

  /** How many timers wait. */
  get size(): number {
    return this.#heap.length - this.#cancelled;
  }

  /**
   * Calls back once, `delay` milliseconds from now.
   *
   * @param callback Called from the event loop, never from within `after`.
   * @param delay Milliseconds; negative counts as 0.
   * @returns The timer, for {@linkcode TimerQueue.cancel}.
   */
  after(callback: () => void, delay: number): Timer {
    return this.at(callback, this.#clock.now() + Math.max(0, delay));
  }

  /** Like {@linkcode TimerQueue.after}, for a moment on the clock's monotonic scale. */
  at(callback: () => void, due: number): Timer {
    const timer = new Timer(due, this.#sequence++, callback);
    this.#insert(timer);
    if (!this.#firing) this.#arm();
    return timer;
  }

  /** Forgets a timer. One that has fired or was cancelled before is ignored. */
  cancel(timer: Timer): void {
    if (timer.callback === null) return;
    timer.callback = null;
    this.#cancelled++;
    if (this.#cancelled > SWEEP_MINIMUM && this.#cancelled > this.size * SWEEP_FACTOR) this.#sweep();
    if (this.size === 0 && !this.#firing) this.#disarm();
  }

  /** Forgets all timers. */
  clear(): void {
    for (const timer of this.#heap) timer.callback = null;
    this.#heap = [];
    this.#cancelled = 0;
    this.#disarm();
  }

  #fireDue(): void {
    this.#wakeUp = undefined;
    this.#wakeAt = Infinity;
    this.#firing = true;
    const now = this.#clock.now();
    const last = this.#sequence;
    let failure: { error: unknown } | undefined;
    // Timers made by a callback of this turn wait for the next one: a 0 ms chain must not starve the sockets.
    let timer = this.#heap[0];
    while (timer !== undefined && (timer.callback === null || (timer.due <= now && timer.sequence < last))) {
      this.#removeFirst();
      const callback = timer.callback;
      timer.callback = null;
      if (callback === null) this.#cancelled--;
      else {
        try {
          callback();
        } catch (error) {
          failure ??= { error };
        }
      }
      timer = this.#heap[0];
    }
    this.#firing = false;
    this.#arm();
    if (failure !== undefined) throw failure.error;
  }

  #arm(): void {
    const first = this.#heap[0];
    if (first === undefined || this.#wakeAt <= first.due) return;
    this.#disarm();
    this.#wakeAt = first.due;
    // Whole milliseconds, rounded up: a wake-up that is early by a fraction would only have to be set again.
    const delay = Math.ceil(Math.max(0, first.due - this.#clock.now()));
    // A timer further away takes several wake-ups: those that come before it is due only set the next one.
    this.#wakeUp = this.#clock.wake(this.#fire, Math.min(delay, LONGEST_WAKE_DELAY));
  }

  #disarm(): void {
    if (this.#wakeUp !== undefined) this.#clock.cancel(this.#wakeUp);
    this.#wakeUp = undefined;
    this.#wakeAt = Infinity;
  }

  #insert(timer: Timer): void {
    const heap = this.#heap;
    let child = heap.push(timer) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      const above = heap[parent]!;
      if (!isBefore(timer, above)) break;
      heap[child] = above;
      child = parent;
    }
    heap[child] = timer;
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    const size = heap.length;
    if (size === 0) return;
    let parent = 0;
    for (;;) {
      let child = parent * 2 + 1;
      if (child >= size) break;
      if (child + 1 < size && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[parent] = heap[child]!;
      parent = child;
    }
    heap[parent] = last;
  }

  #sweep(): void {
    const living = this.#heap.filter((timer) => timer.callback !== null);
    living.sort((a, b) => a.due - b.due || a.sequence - b.sequence);
    this.#heap = living;
    this.#cancelled = 0;
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.due < b.due || (a.due === b.due && a.sequence < b.sequence);
}
