/** Where a run is right now, for whoever draws it. */

import type { LivePulse } from "./pulse.ts";
import type { TestPlan } from "../scenario/mod.ts";

/** What a run is doing. */
export type RunPhase = "loading" | "initialising" | "setup" | "running" | "teardown" | "finished";

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
