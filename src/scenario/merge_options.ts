/** Laying the levels of options on top of each other, by k6's rules. */

import { isEmptyRamp } from "./execution_shortcuts.ts";
import type { OptionName, OptionValues } from "./option_values.ts";
import type { OptionLayer } from "./parse_options.ts";
import type { OptionSource, Problem } from "./problem.ts";
import { OPTIONS } from "./option_table.ts";

/** All levels in one, and what is wrong or odd about them. */
export interface MergedOptions {
  readonly values: OptionValues;
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
}

/** How tags are merged. */
export interface MergeAdditions {
  /** Tags of several layers add up, instead of replacing each other. */
  readonly mergesTags?: boolean;
  /** Tags that are added to those of the layers. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Merges layers of options. A higher layer replaces what a lower one sets, option by option; `dns` part by part. A
 * layer that sets one of duration, iterations, stages and scenarios clears all four in the layers below.
 *
 * @param layers From the weakest to the strongest.
 * @param additions How tags are merged.
 * @returns The merged options, with the problems and warnings of all layers.
 */
export function mergeOptions(
  layers: readonly OptionLayer[],
  { mergesTags = false, tags: added = {} }: MergeAdditions = {},
): MergedOptions {
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
    const tags = mergesTags && values.tags !== undefined ? { tags: { ...merged.tags, ...values.tags } } : {};
    merged = { ...merged, ...values, ...dns, ...tags };
  }
  if (Object.keys(added).length > 0) merged = { ...merged, tags: { ...merged.tags, ...added } };
  const read = layers.flatMap((layer) => layer.problems.map((problem) => withSource(problem, layer)));
  return { values: merged, problems: [...read, ...findConflicts(merged, layers)], warnings };
}

function withSource(problem: Problem, layer: OptionLayer): Problem {
  const [option] = problem.keys ?? [];
  return { ...problem, source: sourceIn(layer, option as OptionName | undefined) };
}

/**
 * Adds to problems with merged options where these come from.
 *
 * @param problems What is wrong; the first key of each path is the option.
 * @param layers From the weakest to the strongest.
 */
export function addSources(problems: readonly Problem[], layers: readonly OptionLayer[]): Problem[] {
  return problems.map((problem) => {
    const option = (problem.keys?.[0] ?? problem.path?.match(/^\w+/)?.[0]) as OptionName | undefined;
    const layer = option && layers.findLast(({ values }) => values[option] !== undefined);
    return layer === undefined ? problem : { ...problem, source: sourceIn(layer, option) };
  });
}

function sourceIn({ level, title, names }: OptionLayer, option: OptionName | undefined): OptionSource {
  const name = option && (level === "env" ? OPTIONS[option]?.env : names?.[option]);
  return { level, ...(title !== undefined && { title }), ...(name !== undefined && { name }) };
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

function findConflicts(values: OptionValues, layers: readonly OptionLayer[]): Problem[] {
  const { stages, ...others } = values;
  const given: OptionValues = stages === undefined || isEmptyRamp(stages) ? others : values;
  return CONFLICTS
    .filter((pair) => pair.every((name) => given[name] !== undefined))
    .map((pair) => describeConflict(pair, layers));
}

/** Both are from the same layer: it has cleared those of the layers below. */
function describeConflict([one, other]: readonly [OptionName, OptionName], layers: readonly OptionLayer[]): Problem {
  const message = `using \`${one}\` and \`${other}\` options simultaneously is not allowed`;
  const layer = layers.findLast(({ values }) => values[other] !== undefined);
  if (layer === undefined) return { message };
  const names = [one, other].map((option) => sourceIn(layer, option).name);
  const name = names.every((each) => each !== undefined) ? { name: names.join(" and ") } : {};
  return { message, keys: [other], source: { ...sourceIn(layer, undefined), ...name } };
}
