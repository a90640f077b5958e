/** A thread that hosts VUs, as the run holds it, wherever it is: a worker, or this very thread. */

import type { SquallError, SquallErrorOptions } from "../base/mod.ts";
import type { MetricsDelta } from "../metrics/mod.ts";
import type { LogRecord } from "./log_record.ts";
import type { ThreadHealth } from "./thread_health.ts";
import type { RequestName, ThreadRequests } from "./thread_protocol.ts";

/** See the top of this file. */
export interface HostingThread extends Disposable {
  /** From 0. */
  readonly index: number;
  /** When the thread last said anything, as `performance.now()`: it reports once a second even if it has nothing to say. */
  readonly lastHeard: number;
  /** Whether the thread can be asked for anything. */
  readonly isAlive: boolean;
  /** Whether the thread has been asked for something and has not replied. */
  readonly isAsked: boolean;
  /** What the thread takes, as it has last said; `undefined` where that is not its own. */
  readonly memory: ThreadMemory | undefined;
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
  /**
   * Ends the thread and whatever it does, and says so to everybody who waits for it.
   *
   * @param message Why.
   * @param options The exit code that it leads to, and what to do about it.
   */
  kill(message: string, options?: SquallErrorOptions): void;
}

/** What a thread takes, and what the process as a whole took then; in bytes. */
export interface ThreadMemory {
  readonly heap: number;
  readonly external: number;
  readonly rss: number;
}

/** A secret that a thread asks for. */
export interface SecretQuestion {
  /** The number that the answer needs. */
  readonly question: number;
  /** Absent: the default one. */
  readonly source: string | undefined;
  readonly key: string;
}

/** Who listens to a thread. */
export interface ThreadListener {
  metrics(thread: HostingThread, delta: MetricsDelta): void;
  /** How the thread has kept up since it last said so. */
  health(thread: HostingThread, health: ThreadHealth): void;
  log(records: readonly LogRecord[], thread: HostingThread): void;
  /** A script has asked for a secret, and waits for the request `answer`. */
  secretAsked(thread: HostingThread, question: SecretQuestion): void;
  /** A script has asked for the end of the run. */
  aborted(error: SquallError): void;
  /** A script has asked for the test to be taken for failed. */
  markedAsFailed(): void;
  /** The thread is dead; every request to it fails with the same error. Called at most once. */
  died(thread: HostingThread, error: SquallError): void;
}
