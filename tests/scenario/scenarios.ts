/** Scenarios and plans for tests, made the way a run makes them. */

import {
  type ConsolidatedOptions,
  consolidateOptions,
  formatProblems,
  type OptionValues,
  parseEnvironment,
  parseOptions,
  planTest,
  type TestOptions,
  type TestPlan,
  type ThreadPlan,
} from "../../src/scenario/mod.ts";

/** What each level sets. */
export interface Levels {
  readonly json?: unknown;
  readonly script?: unknown;
  readonly env?: Record<string, string>;
  readonly cli?: OptionValues;
}

/** Consolidates options of all levels. */
export function consolidate({ json, script, env = {}, cli = {} }: Levels): ConsolidatedOptions {
  return consolidateOptions([
    parseOptions(json, { level: "json" }),
    parseOptions(script, { level: "script" }),
    parseEnvironment(env),
    { level: "cli", values: cli, problems: [], warnings: [] },
  ]);
}

/** The options of a script. Fails where something is wrong with them. */
export function optionsOf(script: unknown): TestOptions {
  const { options, problems } = consolidate({ script });
  if (problems.length > 0) throw new Error(formatProblems(problems));
  return options;
}

/** The plan for a script's options. */
export function planOf(script: unknown, threads = 1): TestPlan {
  return planTest(optionsOf(script), threads);
}

/** What the only thread does of a script's options. */
export function onlyThreadOf(script: unknown): ThreadPlan {
  return planOf(script).threads[0]!;
}
