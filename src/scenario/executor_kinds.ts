/** All kinds of executors by name. */

import { CONSTANT_ARRIVAL_RATE } from "./constant_arrival_rate.ts";
import { CONSTANT_VUS } from "./constant_vus.ts";
import type { ExecutorKind } from "./executor_kind.ts";
import { EXTERNALLY_CONTROLLED } from "./externally_controlled.ts";
import { PER_VU_ITERATIONS } from "./per_vu_iterations.ts";
import { RAMPING_ARRIVAL_RATE } from "./ramping_arrival_rate.ts";
import { RAMPING_VUS } from "./ramping_vus.ts";
import type { ExecutorName, Scenario, Stage } from "./scenario.ts";
import { SHARED_ITERATIONS } from "./shared_iterations.ts";

type ScenarioOf<N extends ExecutorName> = Extract<Scenario, { executor: N }>;

const EXECUTOR_KINDS: { readonly [N in ExecutorName]: ExecutorKind<ScenarioOf<N>> } = {
  "shared-iterations": SHARED_ITERATIONS,
  "per-vu-iterations": PER_VU_ITERATIONS,
  "constant-vus": CONSTANT_VUS,
  "ramping-vus": RAMPING_VUS,
  "constant-arrival-rate": CONSTANT_ARRIVAL_RATE,
  "ramping-arrival-rate": RAMPING_ARRIVAL_RATE,
  "externally-controlled": EXTERNALLY_CONTROLLED,
};

/** The names of all executors. */
export const EXECUTOR_NAMES: readonly string[] = Object.keys(EXECUTOR_KINDS);

/** Whether there is an executor of this name. */
export function isExecutor(executor: string): executor is ExecutorName {
  return Object.hasOwn(EXECUTOR_KINDS, executor);
}

/** What is known of a scenario's executor. */
export function kindOf<N extends ExecutorName>({ executor }: { readonly executor: N }): ExecutorKind<Scenario> {
  // A scenario only ever meets the kind of its own executor; the type checker cannot follow a table that far.
  return EXECUTOR_KINDS[executor] as ExecutorKind<never> as ExecutorKind<Scenario>;
}

/** The load of a scenario over time, where its executor changes it in stages. */
export function rampOf(scenario: Scenario): { start: number; stages: readonly Stage[] } | undefined {
  return kindOf(scenario).ramp?.(scenario);
}
