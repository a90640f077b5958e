/** From merged options to the scenarios that run: shortcuts expanded, defaults filled in, everything checked. */

import { formatDuration } from "../base/mod.ts";
import { type Execution, expandShortcuts } from "./execution_shortcuts.ts";
import type { RefuseField } from "./executor_kind.ts";
import { isExecutor, kindOf } from "./executor_kinds.ts";
import type { OptionValues } from "./option_values.ts";
import type { Problem } from "./problem.ts";
import type { Scenario, ScenarioBase, ScenarioValues, StageValues } from "./scenario.ts";
import { isDuration } from "./scenario_kind.ts";

/** The scenarios of a test, and what is wrong or odd about them. */
export interface DerivedScenarios {
  /** In the order of their start, then of their names. Of use only where there are no problems. */
  readonly scenarios: readonly Scenario[];
  /** As given, or as shortcuts stand for it. */
  readonly given: Readonly<Record<string, ScenarioValues>>;
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
}

const DEFAULT_GRACEFUL_STOP = 30_000;
const NAME_REGEXP = /^[0-9a-zA-Z_-]+$/;

/**
 * Derives the scenarios that run.
 *
 * @param values Merged options without conflicts.
 * @returns The scenarios, with all that is wrong or odd about them, in k6's words.
 */
export function deriveScenarios(values: OptionValues): DerivedScenarios {
  const execution = expandShortcuts(values);
  const warnings = execution.warning === undefined ? [] : [execution.warning];
  const given = execution.scenarios;
  const problems: Problem[] = [];
  const scenarios = Object.keys(given).flatMap((name) => configureScenario(name, execution, problems) ?? []);
  scenarios.sort((a, b) => a.startTime - b.startTime || (a.name < b.name ? -1 : 1));
  return { scenarios, given, problems, warnings };
}

function configureScenario(name: string, execution: Execution, problems: Problem[]): Scenario | undefined {
  const values = execution.scenarios[name]!;
  function refuse(field: keyof ScenarioValues, message: string): void {
    const path = execution.isShortcut ? shortcutOf(field) : `scenarios.${name}.${field}`;
    problems.push({ message, path, value: asWritten(values[field], field), scenario: name });
  }
  if (!NAME_REGEXP.test(name)) {
    const message = "the scenario name should contain only numbers, latin letters, underscores, and dashes";
    problems.push({ message, path: "scenarios", value: name, scenario: name });
  }
  const { executor } = values;
  const base = configureBase(name, values, refuse);
  // Names that nobody knows were refused where scenarios are read.
  return isExecutor(executor) ? kindOf({ executor }).configure(base, values, refuse) : undefined;
}

/** What an operator reads back: durations with their units. */
function asWritten(value: unknown, field: keyof ScenarioValues): unknown {
  if (field === "stages") return (value as ScenarioValues["stages"])?.map(stageAsWritten);
  return typeof value === "number" && isDuration(field) ? formatDuration(value) : value;
}

function stageAsWritten({ duration, ...rest }: StageValues): Record<string, unknown> {
  return { ...(duration !== undefined && { duration: formatDuration(duration) }), ...rest };
}

/** The option that a field of the default scenario comes from. */
function shortcutOf(field: keyof ScenarioValues): string {
  if (field === "startVUs") return "vus";
  return field === "maxDuration" ? "duration" : field;
}

/** What every scenario has. */
function configureBase(name: string, values: ScenarioValues, refuse: RefuseField): ScenarioBase {
  const { exec = "default", startTime = 0, gracefulStop = DEFAULT_GRACEFUL_STOP, env = {}, tags = {}, vus = 1 } =
    values;
  if (exec === "") refuse("exec", "exec value cannot be empty");
  if (startTime < 0) refuse("startTime", "the startTime can't be negative");
  if (gracefulStop < 0) refuse("gracefulStop", "the gracefulStop timeout can't be negative");
  return { name, startTime, gracefulStop, exec, env, tags, vus };
}
