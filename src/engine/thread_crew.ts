/** The threads of a run, asked together; what they log and measure goes to whoever listens. */

import type { SquallError } from "../base/mod.ts";
import type { MetricsDelta } from "../metrics/mod.ts";
import {
  type HostingThread,
  type LogRecord,
  type SecretAnswer,
  type SecretQuestion,
  ThreadHandle,
  type ThreadHealth,
  type ThreadListener,
  type ThreadPermissions,
} from "../runtime/mod.ts";

/** Who listens to the crew. */
export interface CrewListener {
  metrics(thread: number, delta: MetricsDelta): void;
  health(thread: number, health: ThreadHealth): void;
  log(record: LogRecord): void;
  /** Finds a secret for a script; `source` is absent for the default one. */
  secret(source: string | undefined, key: string): Promise<SecretAnswer>;
  /** A script has asked for the end of the run. */
  aborted(error: SquallError): void;
  /** A script has asked for the test to be taken for failed. */
  markedAsFailed(): void;
  /** So many records of a thread are done with. */
  printed(thread: number, count: number): void;
  died(error: SquallError): void;
}

/** Starts a thread of that number. */
export type StartThread = (index: number, listener: ThreadListener) => HostingThread;

/** See the top of this file. */
export class ThreadCrew implements Disposable, ThreadListener {
  readonly #start: StartThread;
  readonly #listener: CrewListener;
  readonly #threads: HostingThread[] = [];
  /** Lines that are to be printed once per run and have been. */
  readonly #loggedOnce = new Set<string>();

  /**
   * @param permissions What code in the threads may do.
   * @param listener Who listens.
   * @param start Starts a thread. Default: as a worker with these permissions.
   */
  constructor(
    permissions: ThreadPermissions,
    listener: CrewListener,
    start: StartThread = (index, threadListener) => new ThreadHandle(index, permissions, threadListener),
  ) {
    this.#start = start;
    this.#listener = listener;
  }

  /** All threads that were started, dead ones included. */
  get threads(): readonly HostingThread[] {
    return this.#threads;
  }

  /** The first thread that lives: it also runs what is run once. */
  get first(): HostingThread {
    return this.#threads.find((thread) => thread.isAlive) ?? this.#threads[0]!;
  }

  /** Starts one more thread. */
  add(): HostingThread {
    const thread = this.#start(this.#threads.length, this);
    this.#threads.push(thread);
    return thread;
  }

  /** Asks every living thread, and waits for all of them; fails with the first failure once all have answered. */
  async each(ask: (thread: HostingThread) => Promise<unknown>): Promise<void> {
    const results = await Promise.allSettled(this.#threads.filter((thread) => thread.isAlive).map(ask));
    const failure = results.find((result) => result.status === "rejected");
    if (failure !== undefined) throw failure.reason;
  }

  metrics(thread: HostingThread, delta: MetricsDelta): void {
    this.#listener.metrics(thread.index, delta);
  }

  health(thread: HostingThread, health: ThreadHealth): void {
    this.#listener.health(thread.index, health);
  }

  log(records: readonly LogRecord[], { index }: HostingThread): void {
    for (const record of records) {
      if (record.onceKey !== undefined) {
        if (this.#loggedOnce.has(record.onceKey)) continue;
        this.#loggedOnce.add(record.onceKey);
      }
      this.#listener.log(record);
    }
    this.#listener.printed(index, records.length);
  }

  secretAsked(thread: HostingThread, { question, source, key }: SecretQuestion): void {
    void this.#listener.secret(source, key).then((answer) => {
      // One that has died meanwhile wants no answer.
      if (thread.isAlive) thread.request("answer", { question, answer }).catch(() => {});
    });
  }

  aborted(error: SquallError): void {
    this.#listener.aborted(error);
  }

  markedAsFailed(): void {
    this.#listener.markedAsFailed();
  }

  died(_thread: HostingThread, error: SquallError): void {
    this.#listener.died(error);
  }

  [Symbol.dispose](): void {
    for (const thread of this.#threads) thread[Symbol.dispose]();
  }
}
