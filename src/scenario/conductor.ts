/** Starts the executors of one thread when their time has come, and tells when all of them are through. */

import type { Clock, Timer, TimerQueue } from "../base/mod.ts";
import type { ControlChange, Executor, ExecutorHost } from "./executor.ts";
import { kindOf } from "./executor_kinds.ts";
import type { ThreadPlan, ThreadScenario } from "./test_plan.ts";

/** What a {@linkcode Conductor} needs. */
export interface ConductorOptions {
  /** What this thread does. */
  readonly plan: ThreadPlan;
  /** The time of the thread. */
  readonly clock: Clock;
  /** The timers of the thread. */
  readonly timers: TimerQueue;
  /** What an executor of this scenario needs from the thread; called once for each, before the start. */
  host(scenario: ThreadScenario): ExecutorHost;
  /** Called exactly once when all executors are through, maybe from within `start` or `stop`. */
  finished(): void;
}

/** Milliseconds by which the same moment may differ, computed in two ways. */
const TOLERANCE = 0.001;

/** Runs the scenarios of one thread. */
export class Conductor {
  /** In the order of the plan. */
  readonly executors: readonly Executor[];
  readonly #options: ConductorOptions;
  readonly #starts: Timer[] = [];
  /** The executors that {@linkcode Conductor.settle} is at. */
  readonly #settling = new Set<number>();
  #unfinished: number;

  /** Makes the executors; nothing runs before {@linkcode Conductor.start}. */
  constructor(options: ConductorOptions) {
    this.#options = options;
    this.executors = options.plan.scenarios.map((planned) => {
      return kindOf(planned.scenario).create(planned.scenario, planned.work, options.host(planned));
    });
    this.#unfinished = this.executors.length;
  }

  /**
   * Sets the time of the test going.
   *
   * @param at The moment on the clock's monotonic scale that all start times count from; default: now. Threads that get
   * the same moment keep the same time.
   */
  start(at: number = this.#options.clock.now()): void {
    if (this.#unfinished === 0) return this.#options.finished();
    this.executors.forEach((_, index) => {
      const due = at + this.#options.plan.scenarios[index]!.scenario.startTime;
      this.#starts.push(this.#options.timers.at(() => this.#begin(index, due), due));
    });
  }

  /** Ends everything now: what has begun is interrupted, what has not never begins. */
  stop(): void {
    for (const start of this.#starts) this.#options.timers.cancel(start);
    for (const executor of this.executors) {
      const waited = executor.state === "waiting";
      executor.stop();
      // One that never began has been told nobody to call.
      if (waited) this.#finish();
    }
  }

  /**
   * Has executors do what is due by a moment, where their timers have not come up yet: VUs that one of them counts on may
   * be held by another that is to give them back at this very moment.
   *
   * @param index The one that asks, by its position; it is left alone, and so are those that are at it already.
   * @param time On the clock's monotonic scale.
   */
  settle(index: number, time: number): void {
    this.#settling.add(index);
    this.executors.forEach((executor, other) => {
      if (this.#settling.has(other)) return;
      this.#settling.add(other);
      executor.expire(time + TOLERANCE);
      this.#settling.delete(other);
    });
    this.#settling.delete(index);
  }

  /** Changes the load of the first scenario that can be controlled; tells whether there is one. */
  control(change: ControlChange): boolean {
    const executor = this.executors.find((executor) => executor.control !== undefined);
    executor?.control?.(change);
    return executor !== undefined;
  }

  #begin(index: number, at: number): void {
    this.settle(index, at);
    this.executors[index]!.start(at, () => this.#finish());
  }

  #finish(): void {
    this.#unfinished--;
    if (this.#unfinished === 0) this.#options.finished();
  }
}
