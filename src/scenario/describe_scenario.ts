/** Scenarios in words and numbers: the lines under `scenarios:` before a run, and the progress lines during it. */

import { formatDuration } from "../base/mod.ts";
import type { ScenarioCounts, ScenarioProgress } from "./executor_kind.ts";
import { kindOf } from "./executor_kinds.ts";
import { formatFixedDuration } from "./progress_columns.ts";
import type { ScenarioPlan } from "./test_plan.ts";

/**
 * Describes what this machine does of a scenario.
 *
 * @param plan The scenario in the plan of the test.
 * @returns For example `10 looping VUs for 30s (gracefulStop: 30s)`.
 */
export function describeScenario({ scenario, work }: ScenarioPlan): string {
  const { sentence, facts } = kindOf(scenario).describe(scenario, work);
  // k6 says nothing more of what an operator controls.
  if (scenario.executor === "externally-controlled") return sentence;
  const { exec, startTime, gracefulStop } = scenario;
  const all = [
    ...facts,
    ...(exec === "default" ? [] : [`exec: ${exec}`]),
    ...(startTime === 0 ? [] : [`startTime: ${formatDuration(startTime)}`]),
    ...(gracefulStop === 0 ? [] : [`gracefulStop: ${formatDuration(gracefulStop)}`]),
  ];
  return all.length === 0 ? sentence : `${sentence} (${all.join(", ")})`;
}

/** The live state of a scenario, over all threads of the machine. */
export interface ScenarioStatus extends ScenarioCounts {
  /** Milliseconds since the start of the scenario; negative while it waits. Stands still once it is finished. */
  readonly elapsed: number;
  /** Whether it has given all VUs back. */
  readonly finished: boolean;
}

/** What the sign before a progress bar says. */
export type ProgressState = "waiting" | "running" | "stopping" | "done" | "interrupted";

/** A progress line. */
export interface ScenarioProgressLine extends ScenarioProgress {
  /** What the sign before the bar says. */
  readonly state: ProgressState;
}

/**
 * Computes the progress line of a scenario.
 *
 * @param plan The scenario in the plan of the test.
 * @param status Its live state.
 * @returns The data; drawing is another room's.
 */
export function scenarioProgress(
  { scenario, work }: Omit<ScenarioPlan, "numbering">,
  status: ScenarioStatus,
): ScenarioProgressLine {
  const { elapsed, finished } = status;
  if (elapsed < 0) {
    const rest = formatFixedDuration(-elapsed, scenario.startTime);
    return { state: "waiting", fraction: 0, columns: ["waiting", rest] };
  }
  const kind = kindOf(scenario);
  const progress = kind.progress(scenario, work, status);
  const isLate = elapsed > kind.duration(scenario);
  const over = progress.fraction >= 1 ? "done" : "interrupted";
  if (finished || (isLate && status.activeVus === 0)) return { state: over, ...progress };
  return { state: isLate ? "stopping" : "running", ...progress };
}
