/** Summaries of samples that a test makes up. */

import { DEFAULT_TREND_STATS, MetricStore, parseThresholds, Registry, ThresholdSet } from "../../src/metrics/mod.ts";
import { buildSummary, type Summary, type SummaryMode, summaryViews } from "../../src/report/mod.ts";

/** How the summary is made. */
export interface SummaryScenario {
  mode?: SummaryMode;
  thresholds?: Record<string, unknown>;
  /** As with `--no-thresholds`. */
  withoutThresholds?: boolean;
  trendStats?: readonly string[];
  durationMs?: number;
  setupData?: unknown;
  bottleneck?: string;
}

/** Sums up what `emit` adds to a registry, as a run of one thread would. */
export function summaryOf(emit: (registry: Registry) => void, scenario: SummaryScenario = {}): Summary {
  const { mode = "compact", durationMs = 1_000, trendStats = DEFAULT_TREND_STATS } = scenario;
  const { thresholds, submetrics } = parseThresholds(scenario.thresholds);
  const views = [...submetrics, ...summaryViews(mode)];
  const registry = new Registry({ views });
  emit(registry);
  const store = new MetricStore(views);
  store.merge(0, registry.drain()!);
  const set = scenario.withoutThresholds ? undefined : new ThresholdSet(thresholds);
  set?.evaluate(store, { elapsedMs: durationMs, final: true });
  return buildSummary({
    store,
    mode,
    submetrics,
    thresholds: set,
    durationMs,
    trendStats,
    timeUnit: "",
    setupData: scenario.setupData,
    bottleneck: scenario.bottleneck,
  });
}
