/** The VUs of a thread, lent to executors and taken back. */

import { SquallError } from "../base/mod.ts";
import type { IteratingVu } from "./iterating_vu.ts";

/** Initialised VUs; the one that has been free for longest is lent first, as in k6. */
export class VuPool {
  readonly #all: IteratingVu[] = [];
  readonly #free: IteratingVu[] = [];

  /** All VUs, lent or not. */
  get all(): readonly IteratingVu[] {
    return this.#all;
  }

  add(vu: IteratingVu): void {
    this.#all.push(vu);
    this.#free.push(vu);
  }

  /** Adds a VU that is lent already. */
  addLent(vu: IteratingVu): void {
    this.#all.push(vu);
  }

  /** Lends VUs. The plan guarantees that there are enough. */
  acquire(count: number): IteratingVu[] {
    if (count > this.#free.length) {
      throw new SquallError("NO_FREE_VU", `Cannot lend ${count} VUs: only ${this.#free.length} are free`);
    }
    return this.#free.splice(0, count);
  }

  release(vu: IteratingVu): void {
    this.#free.push(vu);
  }
}
