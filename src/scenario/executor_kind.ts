/** What one kind of executor knows of itself: its fields, its rules, its words, its machine. */

import type { Executor, ExecutorHost } from "./executor.ts";
import type { ScenarioBase, ScenarioValues, Stage } from "./scenario.ts";
import type { Division, Share, ShareData } from "./share.ts";

/** Notes that a field of the scenario is wrong, in k6's words. */
export type RefuseField = (field: keyof ScenarioValues, message: string) => void;

/** What one machine, or one thread of it, has to do of a scenario. */
export interface Work {
  /** VUs of the machine or thread that are initialised before the test. */
  readonly vus: number;
  /** VUs with those that are initialised during the test. */
  readonly maxVus: number;
  /** Iterations: of the whole machine where VUs share them, of each VU where they do not; 0 where time is the limit. */
  readonly iterations: number;
  /** How much of the whole test's rate the machine has, from 0 to 1. */
  readonly fraction: number;
}

/** What one thread has to do of a scenario. */
export interface ThreadWork extends Work {
  /** The work of the whole machine. */
  readonly machine: Work;
  /** The machine's part of the whole test: of the VUs where the executor counts VUs, else of the iterations. */
  readonly share: ShareData;
  /** Which of the machine's demands (see {@linkcode ExecutorKind.demands}) this thread meets, in rising order. */
  readonly places: readonly number[];
  /** How the machine's work is dealt out to its threads, in proportion to their VUs. */
  readonly thread: Division;
}

/** A VU that a scenario needs for some time. */
export interface VuDemand {
  /** Milliseconds from the start of the scenario. */
  readonly from: number;
  /** Milliseconds from the start of the scenario until it is given back at the latest, graceful stops included. */
  readonly to: number;
  /** Whether it is only initialised when the scenario asks for it. */
  readonly late: boolean;
}

/** The live numbers of a scenario, over all threads of the machine. */
export interface ScenarioCounts {
  /** VUs that are at work for it. */
  readonly activeVus: number;
  /** How often it was lent a VU: the VUs that it has had, where it keeps them to its end. */
  readonly lentVus: number;
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
  /** The VUs that a machine needs. */
  demands(scenario: S, work: Work, share: Share): readonly VuDemand[];
  /** Whether threads take part that meet no demand: VUs may be added while it runs. */
  readonly isOpen?: boolean;
  /** The share by which the machine's iterations are numbered in the whole test. */
  numbering(scenario: S, share: Share): Share;
  /** The scenario in words, and the facts that follow in parentheses. */
  describe(scenario: S, work: Work): { sentence: string; facts: readonly string[] };
  /** How far it has come; `elapsed` milliseconds from its start, never negative. */
  progress(scenario: S, work: Work, counts: ScenarioCounts & { elapsed: number }): ScenarioProgress;
  /** The load over time, where the executor changes it in stages. */
  ramp?(scenario: S): { readonly start: number; readonly stages: readonly Stage[] };
  /** The machine for the part of the work that one thread does. */
  create(scenario: S, work: ThreadWork, host: ExecutorHost): Executor;
}
