/** What one kind of executor knows of itself: its fields, its rules, its words, its machine. */

import type { Executor, ExecutorHost } from "./executor.ts";
import type { ScenarioBase, ScenarioValues } from "./scenario.ts";
import type { Share } from "./share.ts";

/** Notes that a field of the scenario is wrong, in k6's words. */
export type RefuseField = (field: keyof ScenarioValues, message: string) => void;

/** What one machine, or one thread of it, has to do of a scenario. */
export interface Work {
  /** VUs of the machine or thread. */
  readonly vus: number;
  /** Iterations: of the whole machine where VUs share them, of each VU where they do not; 0 where time is the limit. */
  readonly iterations: number;
}

/** The live numbers of a scenario, over all threads of the machine. */
export interface ScenarioCounts {
  /** VUs that are at work for it. */
  readonly activeVus: number;
  /** Iterations that came to their end. */
  readonly iterations: number;
}

/** How far a scenario has come: the data of its progress line. */
export interface ScenarioProgress {
  /** From 0 to 1. */
  readonly fraction: number;
  /** The columns to the right of the bar: VUs, time, iterations. */
  readonly columns: readonly string[];
}

/** A kind of executor. `S` is the scenario it makes of what is given. */
export interface ExecutorKind<S extends ScenarioBase> {
  /** The fields it has besides those of every scenario. */
  readonly fields: readonly (keyof ScenarioValues)[];
  /** Fills in defaults and checks. Always returns a scenario; it is of use only where nothing was refused. */
  configure(base: ScenarioBase, values: ScenarioValues, refuse: RefuseField): S;
  /** Milliseconds from the start of the scenario until no iteration begins any more. */
  duration(scenario: S): number;
  /** What a machine has to do. */
  work(scenario: S, share: Share): Work;
  /** The share by which the machine's iterations are numbered in the whole test. */
  numbering(scenario: S, share: Share): Share;
  /** The scenario in words, and the facts that follow in parentheses. */
  describe(scenario: S, work: Work): { sentence: string; facts: readonly string[] };
  /** How far it has come; `elapsed` milliseconds from its start, never negative. */
  progress(scenario: S, work: Work, counts: ScenarioCounts & { elapsed: number }): ScenarioProgress;
  /** The machine for the part of the work that one thread does. */
  create(scenario: S, work: Work, host: ExecutorHost): Executor;
}
