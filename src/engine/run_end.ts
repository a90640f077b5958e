/** Why a run ends before its time. The first reason counts; what comes after is only told. */

import { ExitCode, type ExitCodeValue, SquallError } from "../base/mod.ts";

/** A reason to end a run. */
export interface EndReason {
  readonly exitCode: ExitCodeValue;
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** The reason of a run, once there is one. */
export class RunEnd {
  readonly #controller = new AbortController();
  readonly #redact: (text: string) => string;
  #reason: EndReason | undefined;
  /** The script wants the test to be taken for failed, if nothing else ends it. */
  isMarked = false;

  /** @param redact Takes from texts what is not to be told. */
  constructor(redact: (text: string) => string) {
    this.#redact = redact;
  }

  get reason(): EndReason | undefined {
    return this.#reason;
  }

  /**
   * Ends the run.
   *
   * @param reason Why.
   * @returns `false` when the run was ending already.
   */
  because(reason: EndReason): boolean {
    if (this.#reason !== undefined) return false;
    this.note(reason);
    this.#controller.abort();
    return true;
  }

  /** What is awaited, unless the run is told to end: code of the script that never ends must not hold it up. */
  unlessEnded<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.#controller;
    const { promise, reject } = Promise.withResolvers<never>();
    const stop = (): void => reject(new SquallError("ABORTED", "The run was told to stop"));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
    return Promise.race([work, promise]).finally(() => signal.removeEventListener("abort", stop));
  }

  /** Notes a failure that does not stop anything any more, as of `teardown`. */
  note(reason: EndReason): void {
    this.#reason ??= { ...reason, message: this.#redact(reason.message) };
  }

  /** What the script says of itself goes before what thresholds say, as in k6. Returns what is to be logged of it. */
  judgeMark(): string | undefined {
    if (!this.isMarked || this.#reason !== undefined) return undefined;
    const message = "test run was marked as failed";
    this.note({ exitCode: ExitCode.MarkedAsFailed, message });
    return message;
  }

  /** What the process should exit with. */
  get exitCode(): ExitCodeValue {
    return this.#reason?.exitCode ?? ExitCode.Ok;
  }
}
