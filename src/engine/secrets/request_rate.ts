/** A bucket of permissions to send a request: it fills at a steady rate, up to a burst. */

/** See the top of this file. */
export class RequestRate {
  readonly #interval: number;
  readonly #burst: number;
  readonly #now: () => number;
  /** When the bucket will be full. */
  #full = -Infinity;

  /**
   * @param perMinute Requests per minute.
   * @param burst Requests at once.
   * @param now The time in milliseconds.
   */
  constructor(perMinute: number, burst: number, now: () => number = () => performance.now()) {
    this.#interval = 60_000 / perMinute;
    this.#burst = burst;
    this.#now = now;
  }

  /** Takes a permission. Returns for how many milliseconds whoever got it has to wait. */
  take(): number {
    const now = this.#now();
    this.#full = Math.max(this.#full, now) + this.#interval;
    return Math.max(0, this.#full - now - this.#burst * this.#interval);
  }
}
