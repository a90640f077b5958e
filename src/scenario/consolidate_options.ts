/** From all layers of options to what a run obeys: merged, derived, checked, with defaults, frozen. */

import { messageOf } from "../base/mod.ts";
import { deriveScenarios } from "./derive_scenarios.ts";
import { addSources, type MergeAdditions, mergeOptions } from "./merge_options.ts";
import { OPTIONS } from "./option_table.ts";
import type { OptionName, OptionValues, TestOptions } from "./option_values.ts";
import { type OptionLayer, optionNames } from "./parse_options.ts";
import type { Problem } from "./problem.ts";
import type { Scenario, ScenarioValues } from "./scenario.ts";
import { Share } from "./share.ts";
import { toScriptValue } from "./value_kind.ts";

/** What came of all layers of options. */
export interface ConsolidatedOptions {
  /** What the run obeys. Of use only where there are no problems. */
  readonly options: TestOptions;
  /** What all layers together set, without defaults. */
  readonly merged: OptionValues;
  /** The scenarios as given, or as shortcuts stand for them. */
  readonly given: Readonly<Record<string, ScenarioValues>>;
  /** What scripts see as `exec.test.options`: k6's JSON, `null` where an option is not set. */
  readonly scriptOptions: Readonly<Record<string, unknown>>;
  /** Everything that is wrong; see {@linkcode problemsError}. */
  readonly problems: readonly Problem[];
  /** Everything that is odd, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Makes the options of a run.
 *
 * @param layers From the weakest to the strongest: config file, script, environment, flags.
 * @param additions How tags are merged, and which are added to those of the layers.
 * @returns The options, or what is wrong with them.
 */
export function consolidateOptions(
  layers: readonly OptionLayer[],
  additions: MergeAdditions = {},
): ConsolidatedOptions {
  const merged = mergeOptions(layers, additions);
  const derived = deriveScenarios(merged.values);
  const found = [...findProblems(merged.values), ...withoutUnread(derived.problems, merged.problems)];
  const problems = [...merged.problems, ...addSources(found, layers)];
  return {
    options: withDefaults(merged.values, derived.scenarios),
    merged: merged.values,
    given: derived.given,
    scriptOptions: toScriptOptions(merged.values, derived.given),
    problems,
    // What could not be read is absent, and what would be said of the rest is not what was meant.
    warnings: problems.length > 0 ? merged.warnings : [...merged.warnings, ...derived.warnings],
  };
}

/** The options that become scenarios, and so are gone once these are derived. */
const SHORTCUTS: ReadonlySet<OptionName> = new Set(["vus", "duration", "iterations", "stages"] as const);

function withDefaults(values: OptionValues, scenarios: readonly Scenario[]): TestOptions {
  const options: Record<string, unknown> = {};
  for (const name of optionNames(OPTIONS)) {
    const value = values[name] ?? OPTIONS[name].fallback;
    if (value !== undefined && !SHORTCUTS.has(name)) options[name] = value;
  }
  const dns = { ...OPTIONS.dns.fallback, ...values.dns };
  // The table has a fallback for every option that TestOptions requires; a test holds it to that.
  return deepFreeze({ ...options, dns, scenarios } as unknown as TestOptions);
}

function toScriptOptions(
  values: OptionValues,
  scenarios: Readonly<Record<string, ScenarioValues>>,
): Readonly<Record<string, unknown>> {
  const shown: OptionValues = { ...withShownDefaults(values), scenarios };
  const names = optionNames(OPTIONS).filter((name) => !SHORTCUTS.has(name) && isShown(name, values));
  return deepFreeze(toJson(names, shown));
}

/**
 * Options as k6's JSON has them, in an archive and in what `inspect` prints: all of them but those that only flags and
 * the environment set, `null` where one is not set.
 *
 * @param values The options.
 */
export function optionsToJson(values: OptionValues): Record<string, unknown> {
  const names = optionNames(OPTIONS).filter((name) => OPTIONS[name].scope !== "cli" && isShown(name, values));
  return toJson(names, { dns: {}, ...values });
}

/**
 * Fills in the defaults that k6 spells out.
 *
 * @param values The options of all layers.
 */
export function withShownDefaults(values: OptionValues): OptionValues {
  const { summaryTrendStats, systemTags } = OPTIONS;
  return { dns: {}, summaryTrendStats: summaryTrendStats.fallback!, systemTags: systemTags.fallback!, ...values };
}

function isShown(name: OptionName, values: OptionValues): boolean {
  return name !== "cloud" || name in values;
}

function toJson(names: readonly OptionName[], values: OptionValues): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, toScriptValue<unknown>(OPTIONS[name].kind, values[name])]));
}

/** What could not be read is not missing, too: that was told already. */
function withoutUnread(derived: readonly Problem[], read: readonly Problem[]): Problem[] {
  const unread = new Set(read.map(({ keys }) => keys?.join(".")));
  return derived.filter(({ path, value }) => value !== undefined || path === undefined || !unread.has(path));
}

/** What is wrong with single options that have the right type. */
function findProblems(values: OptionValues): Problem[] {
  const problems: Problem[] = [];
  for (const name of ["setupTimeout", "teardownTimeout", "handleSummaryTimeout"] as const) {
    const value = values[name];
    if (value !== undefined && value <= 0) problems.push({ message: `${name} must be positive`, path: name, value });
  }
  try {
    Share.of(values.executionSegment, values.executionSegmentSequence);
  } catch (error) {
    const path = values.executionSegment === undefined ? "executionSegmentSequence" : "executionSegment";
    problems.push({ message: messageOf(error), path, value: values[path] });
  }
  return problems;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
