/** The executors of one thread at work: lends them VUs, counts, reports what was dropped. */

import type { ScenarioStages } from "../api/mod.ts";
import { messageOf, SquallError } from "../base/mod.ts";
import type { Series } from "../metrics/mod.ts";
import {
  Conductor,
  type ControlChange,
  type ExecutorHost,
  rampOf,
  type Scenario,
  scenarioProgress,
  type ScenarioVu,
  Share,
  type ThreadPlan,
  type ThreadScenario,
} from "../scenario/mod.ts";
import type { Assignment } from "./assignment.ts";
import { IteratingVu } from "./iterating_vu.ts";
import type { RunQueue } from "./run_queue.ts";
import type { LateStarts } from "./thread_health.ts";
import type { ThreadCounters } from "./shared_counters.ts";
import type { ThreadServices } from "./thread_services.ts";
import type { VuPool } from "./vu_pool.ts";

/** What a {@linkcode ScenarioRun} needs. */
export interface ScenarioRunOptions {
  readonly plan: ThreadPlan;
  readonly services: ThreadServices;
  readonly pool: VuPool;
  readonly queue: RunQueue;
  readonly counters: ThreadCounters;
  readonly lateStarts: LateStarts;
  /** Makes one VU more, and runs its init code. */
  createVu(): Promise<IteratingVu>;
}

/** See the top of this file. */
export class ScenarioRun {
  readonly #options: ScenarioRunOptions;
  readonly #conductor: Conductor;
  readonly #over = Promise.withResolvers<void>();
  #start = 0;
  #startEpoch = 0;
  /** VUs that may still be made, of those that were planned for. */
  #spareVus: number;
  /** VUs that are being made. */
  readonly #unfinished = new Set<Promise<unknown>>();

  constructor(options: ScenarioRunOptions) {
    const { plan, services: { clock, timers } } = options;
    this.#options = options;
    this.#spareVus = plan.maxVus - plan.idsInInstance.length;
    this.#conductor = new Conductor({
      plan,
      clock,
      timers,
      host: (scenario) => this.#createHost(scenario),
      finished: () => this.#over.resolve(),
    });
  }

  /**
   * Sets the executors going.
   *
   * @param at The moment that start times count from, on the clock's monotonic scale.
   * @param epoch The same moment, in milliseconds since the Unix epoch.
   * @returns When all of them are through.
   */
  start(at: number, epoch: number): Promise<void> {
    this.#start = at;
    this.#startEpoch = epoch;
    this.#conductor.start(at);
    return this.#over.promise;
  }

  /** Ends all of them now. */
  stop(): void {
    this.#conductor.stop();
  }

  /** Changes the load of the scenario that can be controlled; tells whether there is one. */
  control(change: ControlChange): boolean {
    return this.#conductor.control(change);
  }

  #createHost(planned: ThreadScenario): ExecutorHost {
    const { services, pool, queue, counters } = this.#options;
    const { index, scenario } = planned;
    const position = this.#options.plan.scenarios.indexOf(planned);
    const assignment: Assignment = {
      scenario,
      index,
      counters,
      stages: () => this.#stages(planned),
      startTime: () => Math.floor(this.#startEpoch + scenario.startTime),
      progress: () => this.#progress(planned, position),
      numbering: new Share(planned.work.share),
    };
    const lend = (vu: IteratingVu): IteratingVu => {
      vu.activate(assignment);
      counters.add(index, "lentVus", 1);
      return vu;
    };
    let dropped: Series | undefined;
    return {
      clock: services.clock,
      timers: services.timers,
      acquire: (count) => pool.acquire(count).map(lend),
      recruit: (ready) => void this.#recruit(planned).then((vu) => ready(vu && lend(vu))),
      settle: (time) => this.#conductor.settle(position, time),
      release(vu: ScenarioVu): void {
        if (vu instanceof IteratingVu) pool.release(vu);
      },
      defer: (run) => {
        this.#minds(counters);
        queue.add(run);
      },
      nextTurn: (run) => {
        this.#minds(counters);
        queue.addNext(run);
      },
      claimIterations: (count) => counters.claim(index, count),
      dropped: (count) => (dropped ??= this.#droppedSeries(planned)).add(count),
      late: (milliseconds) => this.#options.lateStarts.add(milliseconds),
      active: (change) => counters.add(index, "activeVus", change),
      warn: (message) => this.#log(planned, "warning", message),
    };
  }

  /** A thread that is busy with long iterations takes messages late, and timers later than the next iteration. */
  #minds({ isStopped }: ThreadCounters): void {
    if (isStopped) this.stop();
  }

  #droppedSeries({ scenario }: ThreadScenario): Series {
    const { registry, options } = this.#options.services;
    const tags = registry.tags({ ...options.tags, ...scenario.tags });
    const tagged = options.systemTags.has("scenario") ? tags.with("scenario", scenario.name) : tags;
    return registry.series(registry.builtIn("dropped_iterations"), tagged);
  }

  /** A VU that was not made before the test, or one that an earlier scenario has left; k6 takes them in this order, too. */
  async #recruit(planned: ThreadScenario): Promise<IteratingVu | undefined> {
    if (planned.scenario.executor === "externally-controlled") return await this.#make(planned);
    // One that cannot be made leaves its place: only when none is left, those that there are suffice for all scenarios.
    while (this.#spareVus === 0 && this.#unfinished.size > 0) await Promise.all(this.#unfinished);
    if (this.#spareVus === 0) return this.#options.pool.acquire(1)[0];
    this.#spareVus--;
    const making = this.#make(planned);
    this.#unfinished.add(making);
    const vu = await making;
    this.#unfinished.delete(making);
    if (vu === undefined) this.#spareVus++;
    return vu;
  }

  /** Makes one VU more; `undefined` where its init code throws. */
  async #make(planned: ThreadScenario): Promise<IteratingVu | undefined> {
    try {
      return await this.#options.createVu();
    } catch (error) {
      if (error instanceof SquallError && error.code === "SCRIPT_ABORTED") {
        this.#options.services.abort(error);
        return undefined;
      }
      this.#log(planned, "error", `Error while allocating unplanned VU: ${messageOf(error)}`);
      return undefined;
    }
  }

  #progress({ scenario, work, index }: ThreadScenario, position: number): number {
    const { completed, activeVus, lentVus } = this.#options.counters.scenario(index);
    const elapsed = this.#conductor.executors[position]?.elapsed ?? this.#elapsed(scenario);
    const status = { elapsed, activeVus, lentVus, iterations: completed, finished: false };
    return scenarioProgress({ scenario, work: work.machine }, status).fraction;
  }

  /** Milliseconds since the start of a scenario. */
  #elapsed({ startTime }: Scenario): number {
    return this.#options.services.clock.now() - this.#start - startTime;
  }

  #stages({ scenario }: ThreadScenario): ScenarioStages | undefined {
    const ramp = rampOf(scenario);
    return ramp && { ...ramp, elapsed: this.#elapsed(scenario) };
  }

  #log({ scenario: { executor, name }, index }: ThreadScenario, level: "warning" | "error", message: string): void {
    const { services } = this.#options;
    const once = level === "warning" ? { onceKey: `${index} ${message}` } : {};
    services.log({ level, message, time: services.clock.epoch(), fields: { executor, scenario: name }, ...once });
  }
}
