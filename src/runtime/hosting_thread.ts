/** A thread that hosts VUs, as the run holds it, wherever it is: a worker, or this very thread. */

import type { SquallError } from "../base/mod.ts";
import type { MetricsDelta } from "../metrics/mod.ts";
import type { LogRecord } from "./log_record.ts";
import type { RequestName, ThreadRequests } from "./thread_protocol.ts";

/** See the top of this file. */
export interface HostingThread extends Disposable {
  /** From 0. */
  readonly index: number;
  /** When the thread last said anything, as `performance.now()`: it reports once a second even if it has nothing to say. */
  readonly lastHeard: number;
  /** Whether the thread can be asked for anything. */
  readonly isAlive: boolean;
  /**
   * Asks the thread to do something.
   *
   * @param name What.
   * @param body With what.
   * @returns The reply.
   * @throws {SquallError} What went wrong in the thread, or `THREAD_DIED`.
   */
  request<Name extends RequestName>(
    name: Name,
    body: ThreadRequests[Name]["request"],
  ): Promise<ThreadRequests[Name]["reply"]>;
  /** Ends the thread and whatever it does, and says so to everybody who waits for it. */
  kill(message: string): void;
}

/** Who listens to a thread. */
export interface ThreadListener {
  metrics(thread: HostingThread, delta: MetricsDelta): void;
  log(records: readonly LogRecord[]): void;
  /** The thread is dead; every request to it fails with the same error. Called at most once. */
  died(thread: HostingThread, error: SquallError): void;
}
