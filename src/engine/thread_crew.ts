/** The threads of a run, asked together; what they log and measure goes to whoever listens. */

import type { SquallError } from "../base/mod.ts";
import type { MetricsDelta } from "../metrics/mod.ts";
import { type LogRecord, ThreadHandle, type ThreadListener, type ThreadPermissions } from "../runtime/mod.ts";

/** Who listens to the crew. */
export interface CrewListener {
  metrics(thread: number, delta: MetricsDelta): void;
  log(record: LogRecord): void;
  died(error: SquallError): void;
}

/** See the top of this file. */
export class ThreadCrew implements Disposable, ThreadListener {
  readonly #permissions: ThreadPermissions;
  readonly #listener: CrewListener;
  readonly #threads: ThreadHandle[] = [];
  /** Lines that are to be printed once per run and have been. */
  readonly #loggedOnce = new Set<string>();

  /**
   * @param permissions What code in the threads may do.
   * @param listener Who listens.
   */
  constructor(permissions: ThreadPermissions, listener: CrewListener) {
    this.#permissions = permissions;
    this.#listener = listener;
  }

  /** All threads that were started, dead ones included. */
  get threads(): readonly ThreadHandle[] {
    return this.#threads;
  }

  /** The first thread that lives: it also runs what is run once. */
  get first(): ThreadHandle {
    return this.#threads.find((thread) => thread.isAlive) ?? this.#threads[0]!;
  }

  /** Starts one more thread. */
  add(): ThreadHandle {
    const thread = new ThreadHandle(this.#threads.length, this.#permissions, this);
    this.#threads.push(thread);
    return thread;
  }

  /** Asks every living thread, and waits for all of them; fails with the first failure once all have answered. */
  async each(ask: (thread: ThreadHandle) => Promise<unknown>): Promise<void> {
    const results = await Promise.allSettled(this.#threads.filter((thread) => thread.isAlive).map(ask));
    const failure = results.find((result) => result.status === "rejected");
    if (failure !== undefined) throw failure.reason;
  }

  metrics(thread: ThreadHandle, delta: MetricsDelta): void {
    this.#listener.metrics(thread.index, delta);
  }

  log(records: readonly LogRecord[]): void {
    for (const record of records) {
      if (record.onceKey !== undefined) {
        if (this.#loggedOnce.has(record.onceKey)) continue;
        this.#loggedOnce.add(record.onceKey);
      }
      this.#listener.log(record);
    }
  }

  died(_thread: ThreadHandle, error: SquallError): void {
    this.#listener.died(error);
  }

  [Symbol.dispose](): void {
    for (const thread of this.#threads) thread[Symbol.dispose]();
  }
}
