/** From sinks to the numbers that a summary shows. */

import {
  measure,
  type MetricDefinition,
  type MetricStore,
  perSecond,
  type Sink,
  type SubmetricRequest,
  type ThresholdResult,
  type TrendStat,
} from "../metrics/mod.ts";
import type { MetricSummary, ThresholdSummary } from "./summary.ts";

/** What the numbers of a summary are worked out from, besides sinks. */
export interface SummaryBasis {
  readonly store: MetricStore;
  readonly submetrics: readonly SubmetricRequest[];
  /** The state of all thresholds, by the name of their metric or submetric. */
  readonly results: ReadonlyMap<string, readonly ThresholdResult[]>;
  readonly trendStats: readonly TrendStat[];
  readonly durationMs: number;
  /** Metrics that are left out unless a threshold names them. */
  readonly hidden: ReadonlySet<string>;
}

/**
 * The metrics and submetrics of the whole run: those with samples, those that a threshold names, and their parents.
 *
 * @returns Metrics in the order of the store, each followed by its submetrics.
 */
export function summariseMetrics(basis: SummaryBasis): MetricSummary[] {
  return basis.store.metrics().flatMap((definition) => {
    const { name } = definition;
    const submetrics = basis.submetrics.filter(({ metric }) => metric === name).flatMap((request) => {
      const sink = basis.store.submetric(request.name);
      if (sink === undefined || !isShown(request.name, sink, basis)) return [];
      const suffix = request.name.slice(name.length + 1, -1);
      const thresholds = summariseThresholds(request.name, sink, basis);
      return [{ ...summariseSink(definition, sink, basis), suffix, thresholds }];
    });
    const total = basis.store.total(name)!;
    if (submetrics.length === 0 && !isShown(name, total, basis)) return [];
    const thresholds = summariseThresholds(name, total, basis);
    return [{ ...summariseSink(definition, total, basis), thresholds }, ...submetrics];
  });
}

/** The numbers of a metric, as one of its sinks has them. */
export function summariseSink(definition: MetricDefinition, sink: Sink, basis: SummaryBasis): MetricSummary {
  const { name, kind, contains } = definition;
  return { metric: name, suffix: undefined, kind, contains, values: valuesOf(sink, basis), thresholds: [] };
}

function isShown(name: string, sink: Sink, { results, hidden }: SummaryBasis): boolean {
  return (sink.count > 0 && !hidden.has(name)) || results.has(name);
}

function summariseThresholds(name: string, sink: Sink, { results, durationMs }: SummaryBasis): ThresholdSummary[] {
  return (results.get(name) ?? []).map(({ expression, ok }) => {
    const { source, label, method } = expression;
    return { source, label, method, measured: measure(expression, sink, durationMs), ok };
  });
}

function valuesOf(sink: Sink, { trendStats, durationMs }: SummaryBasis): Record<string, number> {
  switch (sink.kind) {
    case "counter":
      return { count: sink.sum, rate: perSecond(sink.sum, durationMs) };
    case "gauge":
      return { value: sink.value, min: sink.min, max: sink.max };
    case "rate":
      return { rate: sink.rate, passes: sink.passes, fails: sink.fails };
    case "trend":
      return Object.fromEntries(trendStats.map((stat) => [stat.name, stat.read(sink)]));
  }
}
