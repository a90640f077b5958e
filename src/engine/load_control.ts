/** What an operator does to the externally-controlled scenario of a run: more VUs, fewer, a pause. */

import { SquallError } from "../base/mod.ts";
import type { ControlChange, ExternallyControlledScenario, Scenario, TestPlan } from "../scenario/mod.ts";

/** The load as it is set. Numbers are of the whole test. */
export type ControlledLoad = Required<ControlChange>;

/** See the top of this file. */
export class LoadControl {
  /** The position in the plan of the scenario that is controlled: the first of its kind, as in k6. */
  readonly index: number;
  readonly #scenario: ExternallyControlledScenario | undefined;
  /** The first scenario of another kind. */
  readonly #other: Scenario | undefined;
  #isRunning = false;
  #isOver = false;
  readonly #send: (change: ControlledLoad) => Promise<void>;
  readonly #now: () => number;
  #load: ControlledLoad | undefined;
  /** Milliseconds that all pauses have taken that are over, and when the present one began. */
  #paused = 0;
  #pausedSince: number | undefined;

  /**
   * @param plan The plan of the run.
   * @param host `send` tells all threads; `now` is the time in milliseconds.
   */
  constructor({ scenarios }: TestPlan, host: { send(change: ControlledLoad): Promise<void>; now(): number }) {
    this.index = scenarios.findIndex(({ scenario }) => scenario.executor === "externally-controlled");
    const scenario = scenarios[this.index]?.scenario;
    if (scenario?.executor === "externally-controlled") {
      this.#scenario = scenario;
      this.#load = { vus: scenario.vus, maxVUs: scenario.maxVUs, paused: false };
    }
    this.#other = scenarios.find(({ scenario }) => scenario.executor !== "externally-controlled")?.scenario;
    this.#send = host.send;
    this.#now = host.now;
  }

  /** Whether the executors are through. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The load as it is set; `undefined` where no scenario can be controlled. */
  get load(): ControlledLoad | undefined {
    return this.#load;
  }

  /** Milliseconds that the scenario has spent in pauses. */
  get pausedFor(): number {
    return this.#paused + (this.#pausedSince === undefined ? 0 : this.#now() - this.#pausedSince);
  }

  /**
   * The executors begin.
   *
   * @returns The load to begin with, where there is a scenario that is controlled.
   */
  begin(): ControlledLoad | undefined {
    this.#isRunning = true;
    return this.#load;
  }

  /** The executors are through. */
  end(): void {
    this.#isRunning = false;
    this.#isOver = true;
  }

  /**
   * Pauses the scenario, or lets it go on.
   *
   * @param paused Which of the two.
   * @throws {SquallError} `NOT_PAUSABLE` where not all of the test can be paused, `NOT_RUNNING` where nothing runs,
   *   `NOTHING_TO_CHANGE` where it is so already.
   */
  async setPaused(paused: boolean): Promise<void> {
    if (this.#other !== undefined) {
      const { executor, name } = this.#other;
      const message = `${executor} executor '${name}' doesn't support pause and resume operations after its start`;
      throw new SquallError("NOT_PAUSABLE", message);
    }
    if (!this.#isRunning) {
      throw new SquallError("NOT_RUNNING", "The load can only be paused and resumed while the executors run");
    }
    if (paused === this.#load?.paused) {
      const message = paused ? "test execution was already paused" : "test execution wasn't paused";
      throw new SquallError("NOTHING_TO_CHANGE", message);
    }
    await this.change({ paused });
  }

  /**
   * Changes the load: at once while the executors run, otherwise from their beginning.
   *
   * @param change What is to change; the rest stays.
   * @throws {SquallError} `NOT_CONTROLLABLE` where no scenario is, `INVALID_LOAD` where the numbers make no sense.
   */
  async change(change: ControlChange): Promise<void> {
    const [scenario, load] = [this.#scenario, this.#load];
    if (scenario === undefined || load === undefined) {
      const hint = "Give the test a scenario with this executor";
      const message = "an externally-controlled executor needs to be configured for live configuration updates";
      throw new SquallError("NOT_CONTROLLABLE", message, { hint });
    }
    const next = { ...load, ...change };
    const problem = findProblem(next, scenario.maxVUs);
    if (problem !== undefined) throw new SquallError("INVALID_LOAD", problem);
    this.#load = next;
    if (next.paused && !load.paused) this.#pausedSince = this.#now();
    else if (!next.paused) [this.#paused, this.#pausedSince] = [this.pausedFor, undefined];
    if (this.#isRunning) await this.#send(next);
  }
}

function findProblem({ vus, maxVUs }: ControlledLoad, initialMaxVUs: number): string | undefined {
  if (![vus, maxVUs].every(Number.isSafeInteger)) return `the numbers of VUs must be whole: ${vus}, ${maxVUs}`;
  if (vus < 0) return `the number of VUs can't be negative: ${vus}`;
  if (vus > maxVUs) {
    return `the number of active VUs (${vus}) must be less than or equal to the number of maxVUs (${maxVUs})`;
  }
  if (maxVUs < initialMaxVUs) {
    return `the new number of max VUs cannot be lower than the starting number of max VUs (${initialMaxVUs})`;
  }
  return undefined;
}
