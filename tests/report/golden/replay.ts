/** Feeds a golden fixture's samples through a registry and a store, as a run would, and sums them up. */

import { MetricStore, parseThresholds, Registry, ThresholdSet } from "../../../src/metrics/mod.ts";
import { buildSummary, type Summary, summaryViews } from "../../../src/report/mod.ts";
import type { Fixture } from "./fixture.ts";

/** The summary of the run that a fixture holds. */
export function replay(fixture: Fixture): Summary {
  const { thresholds, submetrics } = parseThresholds(fixture.thresholds);
  const views = [...submetrics, ...summaryViews(fixture.mode)];
  const registry = new Registry({ views });
  for (const { name, kind, contains } of fixture.metrics) registry.define(name, kind, contains);
  for (const { metric, tags, values } of fixture.series) {
    const series = registry.series(registry.metric(metric)!, registry.tags(tags));
    for (const value of values) series.add(value);
  }
  const store = new MetricStore(views);
  store.merge(0, registry.drain()!);
  const set = new ThresholdSet(thresholds);
  const durationMs = fixture.data.state.testRunDurationMs;
  set.evaluate(store, { elapsedMs: durationMs, final: true });
  return buildSummary({
    store,
    mode: fixture.mode,
    submetrics,
    thresholds: set,
    durationMs,
    trendStats: fixture.trendStats,
    timeUnit: fixture.timeUnit,
    setupData: fixture.data.setup_data,
  });
}
