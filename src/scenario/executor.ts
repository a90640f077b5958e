/** What an executor is, and what it needs from the thread it runs on: the contract between `scenario` and `runtime`. */

import type { Clock, TimerQueue } from "../base/mod.ts";

/** One VU as executors see it. */
export interface ScenarioVu {
  /**
   * Runs one iteration, including the padding of `minIterationDuration`. Must not throw.
   *
   * @param done Called exactly once when the iteration is over, maybe before `iterate` returns; not at all once
   * `interrupt` was called. The same function at every call for one VU of one executor: it can be kept.
   */
  iterate(done: () => void): void;
  /** Ends the running iteration now; it counts as interrupted. Only called between `iterate` and `done`. */
  interrupt(): void;
}

/** Milliseconds after its planned moment from which an iteration begins late. */
export const LATE_MS = 50;

/** What an executor needs from the thread that hosts its VUs; one for each scenario of a thread. */
export interface ExecutorHost {
  /** The time of the thread. */
  readonly clock: Clock;
  /** The timers of the thread. */
  readonly timers: TimerQueue;
  /**
   * Lends initialised VUs, made ready for this scenario (its `exec`, `env`, tags). The plan guarantees that so many are
   * free once all executors of the thread have done what is due; a host that has fewer throws, which is a defect.
   */
  acquire(count: number): readonly ScenarioVu[];
  /**
   * Gets one VU more than was planned for, in the background: its init code may take long, or throw.
   *
   * @param ready Called once, later; with `undefined` where there is none to be had, which the host has logged.
   */
  recruit(ready: (vu: ScenarioVu | undefined) => void): void;
  /** Has all other executors of the thread do what is due by a moment, so that VUs which they owe are free. */
  settle(time: number): void;
  /** Takes a VU back, which is not in an iteration. Called once for each VU that was lent. */
  release(vu: ScenarioVu): void;
  /** Runs a function later, in this turn of the event loop or a next one, fairly among all VUs of the thread. Never at once. */
  defer(run: () => void): void;
  /** Runs a function in the next turn of the event loop, when timers and sockets had theirs. */
  nextTurn(run: () => void): void;
  /**
   * Takes the next iterations of a shared-iterations scenario, for all threads of the process.
   *
   * @param count How many to take at once.
   * @returns The number of the first one taken, from 1; numbers beyond the total mean that there are none left.
   */
  claimIterations(count: number): number;
  /** An iteration is about to begin so many milliseconds after its planned moment: {@linkcode LATE_MS} or more. */
  late(milliseconds: number): void;
  /** Emits `dropped_iterations`. */
  dropped(count: number): void;
  /** Counts VUs that are at work from now on, or no longer: those that `vus` counts. */
  active(change: number): void;
  /** Logs a warning about the scenario, once in the whole process. */
  warn(message: string): void;
}

/**
 * Where an executor is in its life. `waiting`: its start has not come. `running`: VUs iterate. `stopping`: the regular
 * duration is over, running iterations may still finish. `finished`: all VUs are given back.
 */
export type ExecutorState = "waiting" | "running" | "stopping" | "finished";

/** What an operator changes about an externally-controlled scenario. Numbers are of the whole test. */
export interface ControlChange {
  /** VUs that iterate. */
  readonly vus?: number;
  /** VUs at most. */
  readonly maxVUs?: number;
  /** Whether iterations begin and time passes. */
  readonly paused?: boolean;
}

/** Drives the VUs of one scenario on one thread. */
export interface Executor {
  /** Where it is in its life. */
  readonly state: ExecutorState;
  /** How many VUs it has at the moment. */
  readonly activeVus: number;
  /** Milliseconds that have passed for it, where that is not the time since its start: pauses do not count. */
  readonly elapsed?: number;
  /**
   * Takes its VUs and sets them going.
   *
   * @param at The moment on the clock's monotonic scale from which its durations count; not later than now.
   * @param finished Called exactly once when the last VU was given back; maybe from within `start`, `expire` or `stop`.
   */
  start(at: number, finished: () => void): void;
  /** Does what is due by `now`, where the timer for it has not come up yet: VUs of a later scenario may wait for ours. */
  expire(now: number): void;
  /** Changes its load while it runs; absent where the executor goes by its plan alone. */
  control?(change: ControlChange): void;
  /** Ends it now: running iterations are interrupted, nothing is reported as dropped. No gracefulStop, as in k6. */
  stop(): void;
}
