/** From the metrics of a finished run to its summary. */

import { type MetricStore, parseTrendStat, type SubmetricRequest, type ThresholdSet } from "../metrics/mod.ts";
import { CheckList } from "./check_list.ts";
import { buildGroupTree } from "./group_tree.ts";
import { summariseMetrics, type SummaryBasis } from "./metric_summary.ts";
import type { SummaryTimeUnit } from "./number_format.ts";
import { buildSections } from "./sections.ts";
import type { SectionSummary, Summary, SummaryMode } from "./summary.ts";
import { CHECKS_VIEW } from "./summary_views.ts";

/** What a summary is made from. */
export interface SummaryInput {
  /** Everything that was measured, made with {@linkcode summaryViews} of the same mode. */
  readonly store: MetricStore;
  /** How much the summary is going to show. */
  readonly mode: SummaryMode;
  /** The submetrics that the thresholds ask for. */
  readonly submetrics: readonly SubmetricRequest[];
  /** The thresholds after their last evaluation; `undefined` when they are switched off. */
  readonly thresholds: ThresholdSet | undefined;
  /** How long the run took, in milliseconds. */
  readonly durationMs: number;
  /** Names of the statistics to show of trends, checked by {@linkcode parseTrendStat} before. */
  readonly trendStats: readonly string[];
  /** The unit of all durations. */
  readonly timeUnit: SummaryTimeUnit;
  /** What to say of the load generator, where it was the bottleneck itself. */
  readonly bottleneck?: string | undefined;
  /** What `setup()` returned; `undefined` when there was nothing. */
  readonly setupData?: unknown;
}

/** Metrics of the load generator itself: of interest where it was the bottleneck, or a threshold names them. */
const GENERATOR_METRICS: ReadonlySet<string> = new Set(["generator_lag"]);
const NOTHING: ReadonlySet<string> = new Set();

/** Sums a run up. */
export function buildSummary(input: SummaryInput): Summary {
  const basis: SummaryBasis = {
    store: input.store,
    submetrics: input.submetrics,
    results: input.thresholds?.results() ?? new Map(),
    trendStats: input.trendStats.map(parseTrendStat),
    durationMs: input.durationMs,
    hidden: input.bottleneck === undefined ? GENERATOR_METRICS : NOTHING,
  };
  const { groups, scenarios } = input.mode === "full" ? buildSections(basis) : { groups: [], scenarios: [] };
  const total: SectionSummary = { name: "", checks: allChecks(input.store), metrics: summariseMetrics(basis), groups };
  const { durationMs, trendStats, timeUnit, setupData, bottleneck } = input;
  const rootGroup = buildGroupTree(input.store);
  return { durationMs, trendStats, timeUnit, total, scenarios, rootGroup, bottleneck, setupData };
}

function allChecks(store: MetricStore): SectionSummary["checks"] {
  const checks = new CheckList();
  for (const { values: [, , check], sink } of store.breakdown(CHECKS_VIEW)) {
    if (sink.kind === "rate" && check !== undefined) checks.add(check, sink);
  }
  return checks.list();
}
