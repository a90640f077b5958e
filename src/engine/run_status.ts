/** Where a run is right now, for whoever draws it. */

import type { LivePulse } from "./pulse.ts";
import type { ScenarioCounts } from "../runtime/mod.ts";
import type { TestPlan } from "../scenario/mod.ts";
import type { EndReason } from "./run_end.ts";

/** What a run is doing. */
export type RunPhase =
  | "loading"
  | "initialising"
  /** All is ready, and waits for somebody to say so. */
  | "paused"
  | "setup"
  | "running"
  | "teardown"
  /** All is done, and stays to be looked at. */
  | "lingering"
  | "finished";

/** The live state of one scenario; the plan has the rest. */
export interface ScenarioState {
  /** Milliseconds since its start; negative while it waits. */
  readonly elapsed: number;
  readonly iterations: number;
  readonly activeVus: number;
  /** How often it was lent a VU: the VUs that it has had, where it keeps them to its end. */
  readonly lentVus: number;
  readonly finished: boolean;
}

/** See the top of this file. */
export interface RunStatus {
  readonly phase: RunPhase;
  /** Whether the test waits to be started, or is paused. */
  readonly isPaused: boolean;
  /** Why it ends before its time, once there is a reason. */
  readonly end: EndReason | undefined;
  /** Milliseconds since the start of the executors. */
  readonly elapsed: number;
  readonly vusActive: number;
  readonly vusInitialized: number;
  readonly iterationsCompleted: number;
  readonly iterationsInterrupted: number;
  /** In the order of the plan; empty before there is one. */
  readonly scenarios: readonly ScenarioState[];
  readonly plan: TestPlan | undefined;
  /** Its traffic and its health; `undefined` in the first second. */
  readonly pulse: LivePulse | undefined;
}

/** What scenarios are looked at by. */
export interface ScenarioMoment {
  /** Milliseconds since the start of the executors. */
  readonly elapsed: number;
  /** Milliseconds that the scenario of that position has been paused for. */
  pausedFor(index: number): number;
  /** Whether the executors are through. */
  readonly isOver: boolean;
}

/**
 * The live states of all scenarios.
 *
 * @param plan The plan.
 * @param counts What was counted for each scenario.
 * @param moment When.
 */
export function scenarioStates(
  plan: TestPlan,
  counts: readonly ScenarioCounts[],
  { elapsed, pausedFor, isOver }: ScenarioMoment,
): ScenarioState[] {
  return counts.map(({ completed, activeVus, lentVus }, index) => ({
    elapsed: elapsed - plan.scenarios[index]!.scenario.startTime - pausedFor(index),
    iterations: completed,
    activeVus,
    lentVus,
    finished: isOver,
  }));
}
