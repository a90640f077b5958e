/** The file that `--summary-export` writes. */

import type { Summary } from "./summary.ts";
import { type GroupData, handleSummaryData, type MetricData } from "./summary_data.ts";

/**
 * Writes a summary as the JSON of `--summary-export`: the data of `handleSummary` in its oldest shape. Metrics are
 * flattened to their values, a rate's share is called `value`, and a threshold is `true` when it has **failed**.
 */
export function exportSummary(summary: Summary): string {
  const { root_group, metrics, setup_data } = handleSummaryData(summary, {
    noColor: false,
    isStdOutTty: false,
    isStdErrTty: false,
  });
  const flat = Object.entries(metrics).map(([name, metric]) => [name, flatMetric(metric)]);
  return JSON.stringify(
    { root_group: groupByName(root_group), metrics: Object.fromEntries(flat), setup_data },
    null,
    4,
  );
}

function flatMetric({ type, values, thresholds }: MetricData): Record<string, unknown> {
  const { rate, ...others } = values;
  const flat: Record<string, unknown> = type === "rate" ? { value: rate, ...others } : { ...values };
  if (thresholds !== undefined) {
    flat["thresholds"] = Object.fromEntries(Object.entries(thresholds).map(([source, { ok }]) => [source, !ok]));
  }
  return flat;
}

/** Groups and checks as objects whose keys are their names. */
function groupByName(group: GroupData): Record<string, unknown> {
  return {
    ...group,
    groups: Object.fromEntries(group.groups.map((child) => [child.name, groupByName(child)])),
    checks: Object.fromEntries(group.checks.map((check) => [check.name, check])),
  };
}
