/** Looks after threads that do not answer: code of a script can keep one busy for ever, and nothing can interrupt it. */

import type { ThreadHandle } from "../runtime/mod.ts";

/** How often to look, in milliseconds. */
const LOOK_MS = 1000;
/** How long a thread may be silent without a warning, in milliseconds. Threads report every second. */
const SILENCE_MS = 10_000;
/** How long a thread may take after the moment at which it should have been done, in milliseconds. */
const PATIENCE_MS = 15_000;

/** A thread, as far as it is looked after. */
export type WatchedThread = Pick<ThreadHandle, "index" | "isAlive" | "lastHeard" | "kill">;

/** What {@linkcode ThreadWatch} goes by. */
export interface WatchOptions {
  /** The threads that there are. */
  threads(): readonly WatchedThread[];
  /** When all threads should be done at the latest; on the same scale as `now` and `lastHeard`, in milliseconds. */
  due(): number;
  now(): number;
  warn(message: string): void;
}

/** See the top of this file. */
export class ThreadWatch implements Disposable {
  readonly #options: WatchOptions;
  readonly #warned = new Set<number>();
  #ticker: ReturnType<typeof setInterval> | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Looks once a second from now on. */
  start(): void {
    this.#ticker = setInterval(() => this.look(), LOOK_MS);
  }

  /** Warns of threads that are silent, and ends those that are still busy long after the end. */
  look(): void {
    const { threads, due, now, warn } = this.#options;
    const isOverdue = now() > due() + PATIENCE_MS;
    for (const thread of threads()) {
      const silence = now() - thread.lastHeard;
      if (!thread.isAlive || silence < SILENCE_MS) continue;
      const message = `Thread ${thread.index + 1} has not answered for ${Math.round(silence / 1000)}s: ` +
        "a function of the script keeps it busy, and with it all of its virtual users";
      if (isOverdue) thread.kill(message);
      else if (!this.#warned.has(thread.index)) warn(message);
      this.#warned.add(thread.index);
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#ticker);
  }
}
