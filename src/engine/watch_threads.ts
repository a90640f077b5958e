/** Looks after threads that do not answer: code of a script can keep one busy for ever, and nothing can interrupt it. */

import type { ThreadCrew } from "./thread_crew.ts";

/** How often to look, in milliseconds. */
const LOOK_MS = 1000;
/** How long a thread may be silent without a warning, in milliseconds. Threads report every second. */
const SILENCE_MS = 10_000;
/** How long a thread may take after the moment at which it should have been done, in milliseconds. */
const PATIENCE_MS = 15_000;

/** What {@linkcode watchThreads} goes by. */
export interface WatchOptions {
  /** When all threads should be done at the latest; `now` and it are on the same scale, in milliseconds. */
  due(): number;
  now(): number;
  warn(message: string): void;
}

/**
 * Warns of threads that are silent, and ends those that are still busy long after the end.
 *
 * @param crew The threads.
 * @param options When they should be done.
 * @returns The interval, for `clearInterval`.
 */
export function watchThreads(crew: ThreadCrew, { due, now, warn }: WatchOptions): ReturnType<typeof setInterval> {
  const warned = new Set<number>();
  return setInterval(() => {
    const isOverdue = now() > due() + PATIENCE_MS;
    for (const thread of crew.threads) {
      const silence = performance.now() - thread.lastHeard;
      if (!thread.isAlive || silence < SILENCE_MS) continue;
      const message = `Thread ${thread.index + 1} has not answered for ${Math.round(silence / 1000)}s: ` +
        "a function of the script keeps it busy, and with it all of its virtual users";
      if (isOverdue) thread.kill(message);
      else if (!warned.has(thread.index)) warn(message);
      warned.add(thread.index);
    }
  }, LOOK_MS);
}
