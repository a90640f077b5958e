/**
 * The module `k6/execution` as scripts see it: types, for editors and for `deno check`.
 *
 * @module
 */

import { outsideRunner } from "./outside_runner.ts";

/** The run on this machine, over all threads. There in `setup` and in iterations. */
export interface Instance {
  /** Iterations that were ended before their time. */
  readonly iterationsInterrupted: number;
  /** Iterations that came to their end. */
  readonly iterationsCompleted: number;
  /** VUs that iterate. */
  readonly vusActive: number;
  /** VUs that have run the init code. */
  readonly vusInitialized: number;
  /** Milliseconds since the run began, with `setup`. */
  readonly currentTestRunDuration: number;
}

/** The scenario that the VU iterates for. There in iterations. */
export interface Scenario {
  /** Its name. */
  readonly name: string;
  /** Its executor, such as `constant-vus`. */
  readonly executor: string;
  /** When it began, in milliseconds since the Unix epoch. */
  readonly startTime: number;
  /** How far it has come, from 0 to 1: of its time, or of its iterations where these are what limits it. */
  readonly progress: number;
  /** The number of this iteration among those of the scenario on this machine, from 0. */
  readonly iterationInInstance: number;
  /** The number of this iteration among those of the scenario in the whole test, from 0: no other one has it. */
  readonly iterationInTest: number;
}

/** The test as a whole. */
export interface Test {
  /** The options as the run obeys them, in k6's JSON; `null` where nothing was set. Not there in the init context. */
  readonly options: Readonly<Record<string, unknown>>;
  /**
   * Ends the test at once, with exit code 108: iterations are interrupted; `teardown` and the summary follow, but no
   * `teardown` where `setup` or the init code has asked for it. Never returns.
   *
   * @param message Why.
   */
  abort(message?: string): never;
  /**
   * Goes on with the test, and ends the process with exit code 110 unless something ends it otherwise.
   *
   * @param message Why; it is logged.
   * @throws {Error} In the init context.
   */
  fail(message?: string): void;
}

/** What the VU's samples carry from now on, also in later iterations, until it works for another scenario. */
export interface VuMetrics {
  /** Tags. Those of the system are among them, and can be overwritten. */
  readonly tags: Record<string, string | number | boolean>;
  /** What outputs write beside the tags. Thresholds do not know it. */
  readonly metadata: Record<string, string | number | boolean>;
}

/** The VU. Not there in the init context. */
export interface Vu {
  /** Its number on this machine, from 1; 0 in `setup`, `teardown` and `handleSummary`. */
  readonly idInInstance: number;
  /** Its number in the whole test, from 1: no other VU has it. */
  readonly idInTest: number;
  /** Iterations that it has begun before this one. */
  readonly iterationInInstance: number;
  /** Iterations of this scenario that it has begun before this one. */
  readonly iterationInScenario: number;
  /** The old name of {@linkcode VuMetrics.tags}. */
  readonly tags: Record<string, string | number | boolean>;
  /** What its samples carry. */
  readonly metrics: VuMetrics;
}

/** What the module exports. */
export interface Execution {
  /** The run on this machine. */
  readonly instance: Instance;
  /** The scenario. */
  readonly scenario: Scenario;
  /** The test. */
  readonly test: Test;
  /** The VU. */
  readonly vu: Vu;
}

/** All exports in one object. */
const execution: Execution = outsideRunner("k6/execution", "loadTest() gives each function what it has to know");

/** See {@linkcode Execution.instance}. */
export const instance: Instance = execution.instance;

/** See {@linkcode Execution.scenario}. */
export const scenario: Scenario = execution.scenario;

/** See {@linkcode Execution.test}. */
export const test: Test = execution.test;

/** See {@linkcode Execution.vu}. */
export const vu: Vu = execution.vu;

export default execution;
