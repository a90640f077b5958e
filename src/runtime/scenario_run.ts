/** The executors of one thread at work: lends them VUs, counts, reports what was dropped. */

import {
  Conductor,
  type ExecutorHost,
  type ScenarioVu,
  type ThreadPlan,
  type ThreadScenario,
} from "../scenario/mod.ts";
import { IteratingVu } from "./iterating_vu.ts";
import type { RunQueue } from "./run_queue.ts";
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
}

/** See the top of this file. */
export class ScenarioRun {
  readonly #options: ScenarioRunOptions;
  readonly #conductor: Conductor;
  readonly #over = Promise.withResolvers<void>();

  constructor(options: ScenarioRunOptions) {
    const { clock, timers } = options.services;
    this.#options = options;
    this.#conductor = new Conductor({
      plan: options.plan,
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
   * @returns When all of them are through.
   */
  start(at: number): Promise<void> {
    this.#conductor.start(at);
    return this.#over.promise;
  }

  /** Ends all of them now. */
  stop(): void {
    this.#conductor.stop();
  }

  #createHost({ scenario, index }: ThreadScenario): ExecutorHost {
    const { services, pool, queue, counters } = this.#options;
    const assignment = { scenario, index, counters };
    return {
      clock: services.clock,
      timers: services.timers,
      acquire(count: number): readonly ScenarioVu[] {
        const vus = pool.acquire(count);
        for (const vu of vus) vu.activate(assignment);
        counters.add(index, "activeVus", count);
        return vus;
      },
      release(vu: ScenarioVu): void {
        counters.add(index, "activeVus", -1);
        if (vu instanceof IteratingVu) pool.release(vu);
      },
      defer: (run) => {
        // A thread that is busy with long iterations takes messages late, and timers later than the next iteration.
        if (counters.isStopped) this.stop();
        queue.add(run);
      },
      claimIterations: (count) => counters.claim(index, count),
      dropped(count: number): void {
        const { registry, options } = services;
        const tags = registry.tags({ ...options.tags, ...scenario.tags });
        const tagged = options.systemTags.has("scenario") ? tags.with("scenario", scenario.name) : tags;
        registry.series(registry.builtIn("dropped_iterations"), tagged).add(count);
      },
    };
  }
}
