/** Laying the levels of options on top of each other, by k6's rules. */

import { isEmptyRamp } from "./execution_shortcuts.ts";
import type { OptionName, OptionValues } from "./option_values.ts";
import type { OptionLayer } from "./parse_options.ts";
import type { Problem } from "./problem.ts";

/** All levels in one, and what is wrong or odd about them. */
export interface MergedOptions {
  readonly values: OptionValues;
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
}

/**
 * Merges layers of options. A higher layer replaces what a lower one sets, option by option; `dns` part by part. A
 * layer that sets one of duration, iterations, stages and scenarios clears all four in the layers below.
 *
 * @param layers From the weakest to the strongest.
 * @returns The merged options, with the problems and warnings of all layers.
 */
export function mergeOptions(layers: readonly OptionLayer[]): MergedOptions {
  let merged: OptionValues = {};
  const warnings: string[] = [];
  for (const { level, values, warnings: own } of layers) {
    warnings.push(...own);
    if (setsExecution(values)) {
      const { duration: _duration, iterations: _iterations, stages: _stages, scenarios, ...rest } = merged;
      if (scenarios !== undefined) {
        warnings.push(`"${level}" level configuration overrode scenarios configuration entirely`);
      }
      merged = rest;
    }
    const dns = values.dns === undefined ? {} : { dns: { ...merged.dns, ...values.dns } };
    merged = { ...merged, ...values, ...dns };
  }
  const problems = [...layers.flatMap((layer) => layer.problems), ...findConflicts(merged)];
  return { values: merged, problems, warnings };
}

function setsExecution({ duration, iterations, stages, scenarios }: OptionValues): boolean {
  return [duration, iterations, stages, scenarios].some((value) => value !== undefined);
}

/** The pairs of options that say different things about what runs. */
const CONFLICTS: readonly (readonly [OptionName, OptionName])[] = [
  ["iterations", "stages"],
  ["iterations", "scenarios"],
  ["duration", "stages"],
  ["duration", "scenarios"],
  ["stages", "scenarios"],
];

function findConflicts(values: OptionValues): Problem[] {
  const { stages, ...others } = values;
  const given: OptionValues = stages === undefined || isEmptyRamp(stages) ? others : values;
  return CONFLICTS
    .filter((pair) => pair.every((name) => given[name] !== undefined))
    .map(([one, other]) => ({ message: `using \`${one}\` and \`${other}\` options simultaneously is not allowed` }));
}
