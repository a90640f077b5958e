/** What metrics must be broken down by, so that a summary can be built from them. */

import type { BreakdownRequest } from "../metrics/mod.ts";
import type { SummaryMode } from "./summary.ts";

/** Checks by scenario, group and name. */
export const CHECKS_VIEW: BreakdownRequest = {
  kind: "breakdown",
  metric: "checks",
  by: ["scenario", "group", "check"],
};

/** Groups that were entered, by scenario and group. */
export const GROUPS_VIEW: BreakdownRequest = { kind: "breakdown", metric: "group_duration", by: ["scenario", "group"] };

/** All metrics by the sections of a full summary. */
export const SECTIONS_VIEW: BreakdownRequest = { kind: "breakdown", by: ["scenario", "group"] };

/**
 * What registries and store must keep for a summary, besides the submetrics of thresholds.
 *
 * @param mode How much the summary is going to show.
 */
export function summaryViews(mode: SummaryMode): readonly BreakdownRequest[] {
  return mode === "full" ? [CHECKS_VIEW, GROUPS_VIEW, SECTIONS_VIEW] : [CHECKS_VIEW, GROUPS_VIEW];
}
