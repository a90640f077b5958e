/** All kinds of executors by name: the ones that are built, and the ones that are known but not built yet. */

import { CONSTANT_VUS } from "./constant_vus.ts";
import type { ExecutorKind } from "./executor_kind.ts";
import { PER_VU_ITERATIONS } from "./per_vu_iterations.ts";
import type { ExecutorName, Scenario, ScenarioValues } from "./scenario.ts";
import { SHARED_ITERATIONS } from "./shared_iterations.ts";

type ScenarioOf<N extends ExecutorName> = Extract<Scenario, { executor: N }>;

/** The executors that are built. */
const EXECUTOR_KINDS: { readonly [N in ExecutorName]: ExecutorKind<ScenarioOf<N>> } = {
  "shared-iterations": SHARED_ITERATIONS,
  "per-vu-iterations": PER_VU_ITERATIONS,
  "constant-vus": CONSTANT_VUS,
};

/** The fields of k6's other executors: a scenario of theirs is read, then refused by name. */
export const UNBUILT_EXECUTORS: Readonly<Record<string, readonly (keyof ScenarioValues)[]>> = {
  "ramping-vus": ["startVUs", "stages", "gracefulRampDown"],
  "constant-arrival-rate": ["rate", "timeUnit", "duration", "preAllocatedVUs", "maxVUs"],
  "ramping-arrival-rate": ["startRate", "timeUnit", "stages", "preAllocatedVUs", "maxVUs"],
  "externally-controlled": ["vus", "maxVUs", "duration"],
};

/** Whether an executor of this name is built. */
export function isBuilt(executor: string): executor is ExecutorName {
  return Object.hasOwn(EXECUTOR_KINDS, executor);
}

/** What is known of a scenario's executor. */
export function kindOf<N extends ExecutorName>({ executor }: { readonly executor: N }): ExecutorKind<Scenario> {
  // A scenario only ever meets the kind of its own executor; the type checker cannot follow a table that far.
  return EXECUTOR_KINDS[executor] as ExecutorKind<never> as ExecutorKind<Scenario>;
}
