/** Log lines of a thread, sent to the main thread in batches. */

import type { TimerQueue } from "../base/mod.ts";
import type { LogRecord } from "./log_record.ts";

/** Milliseconds that a line may wait for others. */
const DELAY_MS = 50;
/** Lines that are sent without further delay. */
const BATCH = 256;

/** See the top of this file. */
export class ThreadLog {
  readonly #timers: TimerQueue;
  readonly #send: (records: readonly LogRecord[]) => void;
  #records: LogRecord[] = [];
  /** Lines sent since somebody has wanted to know. */
  #sent = 0;
  #holdBack: (sent: number) => void = () => {};

  constructor(timers: TimerQueue, send: (records: readonly LogRecord[]) => void) {
    this.#timers = timers;
    this.#send = send;
  }

  add(record: LogRecord): void {
    this.#records.push(record);
    if (this.#records.length === 1) this.#timers.after(() => this.flush(), DELAY_MS);
    else if (this.#records.length === BATCH) this.flush();
  }

  /** Has a function called with the count of lines that were sent from now on: it returns when more may follow. */
  limit(holdBack: (sent: number) => void): void {
    this.#sent = 0;
    this.#holdBack = holdBack;
  }

  /** Sends what waits. */
  flush(): void {
    if (this.#records.length === 0) return;
    const records = this.#records;
    this.#records = [];
    this.#send(records);
    this.#sent += records.length;
    this.#holdBack(this.#sent);
  }
}
