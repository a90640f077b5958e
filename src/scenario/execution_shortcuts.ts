/** What `vus`, `duration`, `iterations` and `stages` stand for when a test does not spell out scenarios. */

import type { OptionValues } from "./option_values.ts";
import type { ScenarioValues } from "./scenario.ts";

/** What the options say about what runs. */
export interface Execution {
  /** The scenarios by name, none of them checked yet. */
  readonly scenarios: Readonly<Record<string, ScenarioValues>>;
  /** Whether the options above stand for the only scenario. */
  readonly isShortcut: boolean;
  readonly warning?: string;
}

/**
 * Finds out what runs, in k6's order: iterations, duration, stages, vus, scenarios; nothing at all is one iteration.
 *
 * @param values Merged options without conflicts.
 * @returns The scenarios; one by the name of `default` where shortcuts stand for it.
 */
export function expandShortcuts(values: OptionValues): Execution {
  const { vus, duration, iterations, stages, scenarios } = values;
  const ownVus = vus === undefined ? {} : { vus };
  if (iterations !== undefined) {
    const limit = duration === undefined ? {} : { maxDuration: duration };
    return shortcut({ executor: "shared-iterations", ...ownVus, iterations, ...limit });
  }
  if (duration !== undefined) return shortcut({ executor: "constant-vus", ...ownVus, duration });
  if (stages !== undefined && !isEmptyRamp(stages)) {
    return shortcut({ executor: "ramping-vus", ...(vus === undefined ? {} : { startVUs: vus }), stages });
  }
  if (vus !== undefined && stages === undefined) {
    const warning = scenarios && `\`vus=${vus}\` overrides scenarios configuration`;
    return shortcut({ executor: "shared-iterations", vus, iterations: vus }, warning);
  }
  if (scenarios !== undefined && Object.keys(scenarios).length > 0) return { scenarios, isShortcut: false };
  const empty = scenarios === undefined ? stages && "stages" : "scenarios";
  const warning = empty &&
    `\`${empty}\` was explicitly set to an empty value, running the script with 1 iteration in 1 VU`;
  return shortcut({ executor: "per-vu-iterations" }, warning);
}

/** Whether stages say nothing, as `[]` and `[{}]` do. */
export function isEmptyRamp(stages: NonNullable<OptionValues["stages"]>): boolean {
  return stages.every(({ duration, target }) => duration === undefined && target === undefined);
}

function shortcut(scenario: ScenarioValues, warning?: string): Execution {
  return { scenarios: { default: scenario }, isShortcut: true, ...(warning === undefined ? {} : { warning }) };
}
