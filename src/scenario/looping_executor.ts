/** VUs that iterate one iteration after the other until there is nothing left to do: the machine of three executors. */

import type { Timer } from "../base/mod.ts";
import type { Executor, ExecutorHost, ExecutorState, ScenarioVu } from "./executor.ts";

/** What distinguishes the executors whose VUs loop. */
export interface LoopRules {
  /** Takes the next iteration for a VU (numbered from 0 on this thread); `false` if there is none left for it. */
  claim(vu: number): boolean;
  /** A VU has done its last iteration, but not because of an abort. */
  retired?(vu: number): void;
  /** All VUs are given back, but not because of an abort. */
  ended?(): void;
}

/** The times and numbers of a {@linkcode LoopingExecutor}. */
export interface LoopOptions {
  /** VUs on this thread, at least one. */
  readonly vus: number;
  /** Milliseconds from the start until no iteration begins any more. */
  readonly duration: number;
  /** Milliseconds after that until running iterations are interrupted. */
  readonly gracefulStop: number;
  readonly rules: LoopRules;
}

/**
 * One VU and where it is in its loop:
 *
 * ```
 * queued ──claim──► iterating ──done──► queued
 *   │ none left, or      │ end of gracefulStop,
 *   ▼ time is up         ▼ stop()
 * retired ◄──────────────┘
 * ```
 */
interface Loop {
  readonly vu: ScenarioVu;
  readonly number: number;
  state: "queued" | "iterating" | "retired";
  /** Begins the next iteration; made once, so that an iteration allocates nothing. */
  readonly next: () => void;
  readonly done: () => void;
}

/** Runs looping VUs for a time, lets them finish, then interrupts them. */
export class LoopingExecutor implements Executor {
  readonly #host: ExecutorHost;
  readonly #options: LoopOptions;
  #state: ExecutorState = "waiting";
  #loops: Loop[] = [];
  #activeVus = 0;
  #end = Infinity;
  #timer: Timer | undefined;
  #aborted = false;
  #finished: () => void = () => {};

  constructor(host: ExecutorHost, options: LoopOptions) {
    this.#host = host;
    this.#options = options;
  }

  get state(): ExecutorState {
    return this.#state;
  }

  get activeVus(): number {
    return this.#activeVus;
  }

  start(at: number, finished: () => void): void {
    const { duration, vus } = this.#options;
    this.#state = "running";
    this.#finished = finished;
    this.#end = at + duration;
    this.#setTimer(() => this.#endRegularly(), this.#end);
    this.#loops = this.#host.acquire(vus).map((vu, number) => this.#createLoop(vu, number));
    this.#activeVus = this.#loops.length;
    this.#host.active(this.#activeVus);
    for (const loop of this.#loops) this.#host.defer(loop.next);
  }

  expire(now: number): void {
    if (this.#state === "running" && now >= this.#end) this.#endRegularly();
    if (this.#state === "stopping" && now >= this.#end + this.#options.gracefulStop) this.#interrupt();
  }

  stop(): void {
    this.#aborted = true;
    if (this.#state === "waiting") this.#state = "finished";
    this.#interrupt();
  }

  #createLoop(vu: ScenarioVu, number: number): Loop {
    const loop: Loop = {
      vu,
      number,
      state: "queued",
      next: () => this.#begin(loop),
      done: () => this.#continue(loop),
    };
    return loop;
  }

  #begin(loop: Loop): void {
    if (loop.state !== "queued") return;
    if (this.#host.clock.now() >= this.#end || !this.#options.rules.claim(loop.number)) return this.#retire(loop);
    loop.state = "iterating";
    loop.vu.iterate(loop.done);
  }

  #continue(loop: Loop): void {
    loop.state = "queued";
    this.#host.defer(loop.next);
  }

  #retire(loop: Loop): void {
    loop.state = "retired";
    this.#activeVus--;
    this.#host.active(-1);
    this.#host.release(loop.vu);
    if (!this.#aborted) this.#options.rules.retired?.(loop.number);
    if (this.#activeVus === 0) this.#finish();
  }

  #endRegularly(): void {
    // VUs that are queued retire when their turn comes.
    this.#state = "stopping";
    this.#setTimer(() => this.#interrupt(), this.#end + this.#options.gracefulStop);
  }

  #interrupt(): void {
    for (const loop of this.#loops) {
      if (loop.state === "iterating") loop.vu.interrupt();
      if (loop.state !== "retired") this.#retire(loop);
    }
  }

  #finish(): void {
    if (this.#timer !== undefined) this.#host.timers.cancel(this.#timer);
    this.#loops = [];
    this.#state = "finished";
    if (!this.#aborted) this.#options.rules.ended?.();
    this.#finished();
  }

  #setTimer(callback: () => void, due: number): void {
    if (this.#timer !== undefined) this.#host.timers.cancel(this.#timer);
    this.#timer = this.#host.timers.at(callback, due);
  }
}
