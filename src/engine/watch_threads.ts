/** Looks after threads that do not answer: code of a script can keep one busy for ever, and nothing can interrupt it. */

import type { ExitCodeValue } from "../base/mod.ts";
import type { ThreadHandle } from "../runtime/mod.ts";
import type { ThreadCrew } from "./thread_crew.ts";

/** How often to look, in milliseconds. */
const LOOK_MS = 250;
/** How long a thread may be silent without a warning, in milliseconds. Threads report every second. */
const SILENCE_MS = 10_000;

/** How long threads are waited for, in milliseconds. */
export interface Patience {
  /** Without a sign of life while the init code runs, for each VU. */
  readonly init: number;
  /** After the moment at which a thread should have been done. */
  readonly end: number;
  /** After the run was told to stop, for a thread that gives no sign of life. */
  readonly stop: number;
}

export const DEFAULT_PATIENCE: Patience = { init: 60_000, end: 15_000, stop: 5000 };

/** What the threads are at, and when they should be done with it. */
export interface Task {
  /** In words: `setup()`. */
  readonly name: string;
  /** On the scale of {@linkcode WatchOptions.now}. */
  readonly started: number;
  /** When it should be over; absent: it may take as long as there are signs of life. */
  readonly due?: number;
  /** What the process exits with when it is not. */
  readonly exitCode: ExitCodeValue;
}

/** What {@linkcode watchThreads} goes by. */
export interface WatchOptions {
  readonly patience: Patience;
  /** `undefined` while nothing is asked of the threads. */
  task(): Task | undefined;
  /** When the run was told to stop; `Infinity` when it was not. */
  stopped(): number;
  /** The time in milliseconds. */
  now(): number;
  /** When a VU was last initialised, on the scale of `now`. */
  lastProgress(): number;
  warn(message: string): void;
}

/**
 * Warns of threads that are silent, and ends those that are still busy long after they should have been done.
 *
 * @param crew The threads.
 * @param options When they should be done.
 * @returns The interval, for `clearInterval`.
 */
export function watchThreads(crew: ThreadCrew, options: WatchOptions): ReturnType<typeof setInterval> {
  const warned = new Set<ThreadHandle>();
  return setInterval(() => {
    const task = options.task();
    if (task === undefined) return;
    for (const thread of crew.threads) {
      if (!thread.isAlive || !thread.isAsked) continue;
      const silence = performance.now() - thread.lastHeard;
      if (isOverdue(task, silence, options)) {
        thread.kill(describe(thread, task, silence), { exitCode: task.exitCode });
      } else if (silence >= SILENCE_MS && !warned.has(thread)) {
        warned.add(thread);
        options.warn(describe(thread, task, silence));
      }
    }
  }, LOOK_MS);
}

function isOverdue(task: Task, silence: number, { patience, stopped, now, lastProgress }: WatchOptions): boolean {
  const time = now();
  const stop = stopped();
  if (stop >= task.started && time > stop + patience.stop && silence > patience.stop) return true;
  if (task.due === undefined && Math.min(silence, time - lastProgress()) > patience.init) return true;
  return time > Math.min(task.due ?? Infinity, stop >= task.started ? stop : Infinity) + patience.end;
}

function describe({ index }: ThreadHandle, { name }: Task, silence: number): string {
  const seconds = Math.round(silence / 1000);
  if (seconds < 2) return `Thread ${index + 1} has not come to an end with ${name}, although it was to`;
  return `Thread ${index + 1} has not answered for ${seconds}s: ${name} keeps it busy, and with it all of its ` +
    "virtual users";
}
