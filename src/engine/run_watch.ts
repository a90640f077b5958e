/** Looks after a run while it goes on: threads that do not answer, and memory that runs out. */

import { ExitCode, type ExitCodeValue } from "../base/mod.ts";
import type { RunSettings } from "./run_request.ts";
import type { ThreadCrew } from "./thread_crew.ts";
import { watchMemory } from "./watch_memory.ts";
import { type Task, ThreadWatch } from "./watch_threads.ts";

/** What {@linkcode RunWatch} needs of the run. */
export interface RunWatchHost {
  readonly crew: ThreadCrew;
  readonly settings: RunSettings;
  /** How many VUs have been initialised. */
  progress(): number;
  /** Milliseconds that the executors have been paused for: what is due is due so much later. */
  paused(): number;
  /** Milliseconds, on the scale of `lastHeard`. */
  now(): number;
  warn(message: string): void;
}

/** See the top of this file. */
export class RunWatch implements Disposable {
  readonly #host: RunWatchHost;
  readonly #threads: ThreadWatch;
  #memory: Disposable | undefined;
  /** What is asked of the threads. */
  #task: Task = { name: "the init code", started: 0, exitCode: ExitCode.GenericTimeout };
  /** When the run was told to stop. */
  #stopped = Infinity;
  #isExhausted = false;

  /** @param host The run. */
  constructor(host: RunWatchHost) {
    this.#host = host;
    this.#threads = new ThreadWatch({
      patience: host.settings.patience,
      threads: () => host.crew.threads,
      task: () => this.#task,
      stopped: () => this.#stopped,
      progress: () => host.progress(),
      paused: () => host.paused(),
      now: () => host.now(),
      warn: (message) => host.warn(message),
    });
  }

  /** Looks from now on. */
  start(): void {
    this.#threads.start();
    const { crew, settings } = this.#host;
    this.#memory = watchMemory(crew, { limit: settings.memoryLimit, exhausted: () => this.#isExhausted = true });
  }

  /** There is no memory left for more than the summary. */
  get isExhausted(): boolean {
    return this.#isExhausted;
  }

  /** The threads are asked for something else now, that may take so many milliseconds. */
  begin(name: string, exitCode: ExitCodeValue, limit: number): void {
    const started = this.#host.now();
    this.#task = { name, started, exitCode, due: started + limit };
  }

  /** The threads have been told to stop. */
  stopped(): void {
    this.#stopped = this.#host.now();
  }

  [Symbol.dispose](): void {
    this.#threads[Symbol.dispose]();
    this.#memory?.[Symbol.dispose]();
  }
}
