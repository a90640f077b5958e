/** Where time comes from: everything that waits asks a {@linkcode Clock}, so that tests turn the hands themselves. */

// Taken here, because scripts share the thread: what they do to the globals does not stop the clock.
const { clearTimeout, performance, setTimeout } = globalThis;
const now = performance.now.bind(performance);
const { timeOrigin } = performance;

/** The longest delay of a wake-up in milliseconds: the runtime's timers count it in 31 bits and fire a longer one at once. */
export const LONGEST_WAKE_DELAY: number = 2 ** 31 - 1;

/** A source of time and of one-off wake-ups. */
export interface Clock {
  /** Milliseconds on a monotonic scale with an arbitrary origin; fractional. */
  now(): number;
  /** Milliseconds since the Unix epoch; fractional. */
  epoch(): number;
  /**
   * Calls back once, no earlier than `delay` milliseconds from now (at most {@linkcode LONGEST_WAKE_DELAY}) and never
   * before this call has returned.
   * The result goes to {@linkcode Clock.cancel}.
   */
  wake(callback: () => void, delay: number): number;
  /** Forgets a wake-up. One that has already fired is ignored. */
  cancel(wakeUp: number): void;
}

/** The machine's own clock. `now()` has its origin at the start of the current thread; `epoch()` agrees between threads. */
export class SystemClock implements Clock {
  now(): number {
    return now();
  }

  epoch(): number {
    return timeOrigin + now();
  }

  wake(callback: () => void, delay: number): number {
    // A number in browsers, an object that converts to one in Node's fashion; clearTimeout takes the number of either.
    return Number(setTimeout(callback, delay));
  }

  cancel(wakeUp: number): void {
    clearTimeout(wakeUp);
  }
}
