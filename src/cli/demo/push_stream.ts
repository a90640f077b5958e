/** Messages at a steady rate towards one reader, who is never sent more than it takes. */

import type { Clock, Timer, TimerQueue } from "../../base/mod.ts";

/** What is to be pushed. */
export interface PushOptions {
  /** Messages per second. */
  readonly rate: number;
  /** Bytes of each message, at least {@linkcode SMALLEST_PUSH}. */
  readonly size: number;
  /** How many messages; 0 goes on until the reader leaves. */
  readonly count: number;
  /** Text messages, or the same bytes as binary ones. */
  readonly type: "text" | "binary";
}

/** Where the messages go. */
export interface PushTarget {
  readonly open: boolean;
  readonly bufferedAmount: number;
  send(data: string | ArrayBuffer): void;
  close(code: number, reason: string): void;
}

/** Time and wake-ups of a push. */
export interface PushTime {
  readonly clock: Clock;
  readonly timers: TimerQueue;
}

/** The smallest message: room for the largest sequence number and the time with microseconds. */
export const SMALLEST_PUSH = 64;

/** A reader with more than this waiting is left to catch up. */
const BACKLOG_BYTES = 1024 * 1024;

/** What was missed while the reader or this machine was busy is made up for at most this long. */
const MAKE_UP_MS = 1000;

/** How long a reader that is behind is left alone before it is looked at again. */
const CATCH_UP_PAUSE_MS = 10;

const encoder = new TextEncoder();

/** One push. Messages are JSON with `seq` (1, 2, 3…), `time` (epoch milliseconds at sending) and padding. */
export class PushStream {
  readonly #options: PushOptions;
  readonly #target: PushTarget;
  readonly #time: PushTime;
  readonly #interval: number;
  #sent = 0;
  #due: number;
  #timer: Timer;
  readonly #wake = () => this.#tick();

  /** Starts pushing; the first message leaves one interval from now. */
  constructor(options: PushOptions, target: PushTarget, time: PushTime) {
    this.#options = options;
    this.#target = target;
    this.#time = time;
    this.#interval = 1000 / options.rate;
    this.#due = time.clock.now() + this.#interval;
    this.#timer = time.timers.at(this.#wake, this.#due);
  }

  /** Ends the push. */
  stop(): void {
    this.#time.timers.cancel(this.#timer);
  }

  #tick(): void {
    const { clock, timers } = this.#time;
    const now = clock.now();
    this.#due = Math.max(this.#due, now - MAKE_UP_MS);
    while (this.#due <= now && this.#target.open && this.#target.bufferedAmount <= BACKLOG_BYTES) {
      this.#push();
      this.#due += this.#interval;
      if (this.#sent === this.#options.count) return this.#target.close(1000, "done");
    }
    if (!this.#target.open) return;
    const behind = this.#due <= now;
    this.#timer = timers.at(this.#wake, behind ? now + CATCH_UP_PAUSE_MS : this.#due);
  }

  #push(): void {
    const { size, type } = this.#options;
    const head = `{"seq":${++this.#sent},"time":${this.#time.clock.epoch().toFixed(3)},"padding":"`;
    const message = `${head}${"-".repeat(size - head.length - 2)}"}`;
    this.#target.send(type === "text" ? message : encoder.encode(message).buffer);
  }
}
