/** While a VU is paused nothing else of it runs: who holds it, and the promise jobs that came up meanwhile, in order. */

import { RingBuffer } from "../../base/mod.ts";

/** One queued piece of the script. Returns `true` when its work only starts with the next microtask. */
type Job = () => boolean;

/** The lock of one VU. The owner is whatever paused: an entry of the host, a promise job, an async function. */
export class VuLock {
  readonly #free: () => void;
  #jobs: RingBuffer<Job> | undefined;
  #owner: object | undefined;
  /** Counts resets, so that a drain left over from before one does nothing. */
  #epoch = 0;

  /** `true` while the VU is paused or earlier jobs still wait: promise jobs and continuations have to queue. */
  held = false;

  /** @param free Called when the lock has been released and no queued job is left. */
  constructor(free: () => void) {
    this.#free = free;
  }

  /** Takes the lock unless somebody holds it: what pauses inside a pause is part of it. */
  take(owner: object): void {
    if (this.#owner !== undefined) return;
    this.#owner = owner;
    this.held = true;
  }

  /** Gives the lock back and runs what has queued up. Ignored from anybody but the owner. */
  release(owner: object): void {
    if (this.#owner !== owner) return;
    this.#owner = undefined;
    this.#drain();
  }

  /**
   * Gives the lock back in front of an `await`: what has queued up comes first, but what that makes of itself comes after
   * the `await`, whose own job is only queued when this call has returned.
   */
  releaseToAwait(owner: object): void {
    if (this.#owner !== owner) return;
    this.#owner = undefined;
    if (this.#jobs === undefined || this.#jobs.size === 0) this.#drain();
    else this.#drainSoon();
  }

  /**
   * A place in the queue for the rest of an async function.
   *
   * @param value Handed through.
   * @returns Fulfils with `value` when it is this function's turn.
   */
  turn<T>(value: T): Promise<T> {
    return new Promise((resolve) => {
      this.#push(() => {
        resolve(value);
        return true;
      });
    });
  }

  /** Queues a promise job. */
  push(job: () => void): void {
    this.#push(() => {
      job();
      return false;
    });
  }

  /** Forgets the owner and all jobs. What still comes up queues and never runs, until {@linkcode VuLock.reset}. */
  freeze(): void {
    this.reset();
    this.held = true;
  }

  /** Forgets the owner and all jobs and opens the lock. */
  reset(): void {
    this.#owner = undefined;
    this.#jobs = undefined;
    this.#epoch++;
    this.held = false;
  }

  #push(job: Job): void {
    this.#jobs ??= new RingBuffer();
    this.#jobs.push(job);
  }

  /**
   * k6 runs promise jobs in order as soon as its stack is empty. A continuation that was let go runs one microtask
   * later, so the jobs behind it wait for that microtask too.
   */
  #drain(): void {
    while (this.#owner === undefined) {
      const job = this.#jobs?.shift();
      if (job === undefined) {
        this.held = false;
        this.#free();
        return;
      }
      if (job()) return this.#drainSoon();
    }
  }

  #drainSoon(): void {
    const epoch = this.#epoch;
    queueMicrotask(() => {
      if (epoch === this.#epoch) this.#drain();
    });
  }
}
