/**
 * What is measured and how it is judged: metrics, tag sets, series, sinks, and thresholds. Knows no clock, no thread
 * and no output.
 *
 * @module
 */

export { BUILT_IN_METRICS, type BuiltInMetricName } from "./built_in_metrics.ts";
export { CounterSink } from "./counter_sink.ts";
export { GaugeSink } from "./gauge_sink.ts";
export { Metric, type MetricDefinition, type MetricKind, type ValueKind } from "./metric.ts";
export { type BreakdownEntry, MetricStore } from "./metric_store.ts";
export { type MetricsDelta, type SinkDefinition, transferList } from "./metrics_delta.ts";
export { RateSink } from "./rate_sink.ts";
export { Registry, type RegistryOptions } from "./registry.ts";
export type { SampleBatch, SampleLogOptions } from "./sample_log.ts";
export { SampleReader, type Samples, type SampleSeries } from "./sample_reader.ts";
export { type Series } from "./series.ts";
export { type Sink, sumOfSinks } from "./sink.ts";
export { metadataName, metadataTag } from "./metadata_tag.ts";
export { TagSet } from "./tag_set.ts";
export {
  parseThresholdExpression,
  type ThresholdExpression,
  type ThresholdMethod,
  type ThresholdOperator,
} from "./threshold_expression.ts";
export {
  type ParsedThresholds,
  parseThresholds,
  type ThresholdCriterion,
  type ThresholdDefinition,
  type ThresholdProblem,
} from "./threshold_option.ts";
export {
  crossedMessage,
  type EvaluationMoment,
  measure,
  perSecond,
  type ThresholdResult,
  ThresholdSet,
  type ThresholdVerdict,
} from "./threshold_set.ts";
export { DEFAULT_TREND_STATS, parseTrendStat, type TrendStat } from "./trend_stat.ts";
export { TrendSink } from "./trend_sink.ts";
export { type BreakdownRequest, type SubmetricRequest, type ViewRequest } from "./view.ts";
