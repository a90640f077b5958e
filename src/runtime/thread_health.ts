/** What a thread knows about whether it keeps up with what it is asked to do. */

import type { TransportLoad } from "../transport/mod.ts";

/** One report; but for what is said to be of now, it counts from the report before. */
export interface ThreadHealth {
  /** How late timers were, at each planned look, in milliseconds. */
  readonly lags: readonly number[];
  /** Iterations that began late, by `LATE_MS` of the executors or more, against the moment that an arrival rate has planned for them. */
  readonly lateStarts: number;
  /** The latest of them, in milliseconds. */
  readonly latestStart: number;
  /** What its connections are, now; `refused` counts from the start. */
  readonly load: TransportLoad;
}

/** A thread that has nothing to say. */
export const NO_HEALTH: ThreadHealth = {
  lags: [],
  lateStarts: 0,
  latestStart: 0,
  load: { open: 0, waiting: 0, waitingBytes: 0, refused: 0 },
};

/** Iterations that began late, until they are reported. */
export class LateStarts {
  #count = 0;
  #latest = 0;

  /** One began so many milliseconds after its moment. */
  add(milliseconds: number): void {
    this.#count++;
    this.#latest = Math.max(this.#latest, milliseconds);
  }

  /** Those since the last call. */
  take(): Pick<ThreadHealth, "lateStarts" | "latestStart"> {
    const taken = { lateStarts: this.#count, latestStart: this.#latest };
    this.#count = this.#latest = 0;
    return taken;
  }
}
