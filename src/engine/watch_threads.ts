/** Looks after threads that do not answer: code of a script can keep one busy for ever, and nothing can interrupt it. */

import type { ExitCodeValue } from "../base/mod.ts";
import type { HostingThread } from "../runtime/mod.ts";

/** How often to look, in milliseconds. */
const LOOK_MS = 250;
/** How long a thread may be silent without a warning, in milliseconds. Threads report every second. */
const SILENCE_MS = 10_000;
/** Within this time every thread reports that is not busy, in milliseconds. */
const REPORT_MS = 1500;

/** How much longer a thread is waited for that reports. */
const REPORTING_FACTOR = 4;

/** How long threads are waited for, in milliseconds. */
export interface Patience {
  /** Without a sign of life while the init code runs, for each VU. */
  readonly init: number;
  /** After the moment at which a thread should have been done. */
  readonly end: number;
  /** After the run was told to stop, for a thread that gives no sign of life. */
  readonly stop: number;
}

/** How long threads are waited for outside of tests. */
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

/** A thread, as far as it is looked after. */
export type WatchedThread = Pick<HostingThread, "index" | "isAlive" | "isAsked" | "lastHeard" | "kill">;

/** What {@linkcode ThreadWatch} goes by. Times are on the scale of `lastHeard`, in milliseconds. */
export interface WatchOptions {
  readonly patience: Patience;
  /** The threads that there are. */
  threads(): readonly WatchedThread[];
  /** What is asked of them. */
  task(): Task;
  /** When the run was told to stop; `Infinity` when it was not. */
  stopped(): number;
  /** For how long the run has been paused: what is due is due so much later. */
  paused?(): number;
  /** How many VUs have been initialised. */
  progress(): number;
  now(): number;
  warn(message: string): void;
}

/** See the top of this file. */
export class ThreadWatch implements Disposable {
  readonly #options: WatchOptions;
  readonly #warned = new Set<number>();
  #ticker: ReturnType<typeof setInterval> | undefined;
  /** The progress at the last look, and when there was less. */
  #progress = 0;
  #progressed = 0;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Looks again and again from now on. */
  start(): void {
    this.#ticker = setInterval(() => this.look(), LOOK_MS);
  }

  /** Warns of threads that are silent, and gives up those that have not answered long after they should have. */
  look(): void {
    const { threads, task, now, progress, warn } = this.#options;
    if (progress() !== this.#progress) {
      this.#progress = progress();
      this.#progressed = now();
    }
    for (const thread of threads()) {
      if (!thread.isAlive || !thread.isAsked) continue;
      const { name, exitCode } = task();
      const silence = now() - thread.lastHeard;
      if (this.#isOverdue(silence)) thread.kill(describe(thread, name, silence), { exitCode });
      else if (silence >= SILENCE_MS && !this.#warned.has(thread.index)) {
        this.#warned.add(thread.index);
        warn(describe(thread, name, silence));
      }
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#ticker);
  }

  #isOverdue(silence: number): boolean {
    const { patience, task, stopped, now, paused } = this.#options;
    const { started, due: planned } = task();
    const due = planned === undefined ? undefined : planned + (paused?.() ?? 0);
    const time = now();
    // What begins after the stop has its own time: teardown() and handleSummary().
    const stop = stopped() >= started ? stopped() : Infinity;
    if (time > stop + patience.stop && silence > patience.stop) return true;
    if (due === undefined && Math.min(silence, time - this.#progressed) > patience.init) return true;
    const lateness = time - Math.min(due ?? Infinity, stop);
    // One that reports has other reasons than an endless loop: a machine that is too slow for the load, say.
    return lateness > patience.end * (silence < Math.min(patience.end, SILENCE_MS) ? REPORTING_FACTOR : 1);
  }
}

function describe({ index }: WatchedThread, name: string, silence: number): string {
  const seconds = Math.round(silence / 1000);
  if (silence < REPORT_MS) return `Thread ${index + 1} has not come to an end with ${name} in time`;
  return `Thread ${index + 1} has not answered for ${seconds}s: ${name} keeps it busy, and with it all of its ` +
    "virtual users";
}
