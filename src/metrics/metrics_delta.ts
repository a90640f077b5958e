/** What one thread's metrics have gained since it was last asked: the message between threads. */

import type { MetricDefinition } from "./metric.ts";
import type { SampleBatch } from "./sample_log.ts";

/** A sink that a delta's numbers belong to. */
export interface SinkDefinition {
  /** Index into the metrics that this source has defined so far. */
  readonly metric: number;
  /** Index into the distinct views, or {@linkcode TOTAL} for the metric's total. */
  readonly view: number;
  /** The tag values of a breakdown, in the order of its request; `undefined` where the tag is absent. */
  readonly values: readonly (string | undefined)[];
}

/** The `view` of the sink that holds a metric's total. */
export const TOTAL = -1;

/**
 * Everything added since the last drain, as plain data for `postMessage`. Definitions come once, in the delta that
 * first needs them: the deltas of one source must be merged all and in order.
 */
export interface MetricsDelta {
  /** Metrics defined since the last drain. They continue the source's count from 0. */
  readonly metrics: readonly MetricDefinition[];
  /** Sinks that have gained something for the first time. They continue the source's count from 0. */
  readonly sinks: readonly SinkDefinition[];
  /** Numbers of the sinks that have gained something. */
  readonly touched: Uint32Array<ArrayBuffer>;
  /** What each of them has gained, one after the other, in the form of its kind. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Every single sample, where an output asks for them. */
  readonly samples?: SampleBatch;
}

/**
 * The parts of a delta that `postMessage` can hand over instead of copying.
 *
 * @param delta Unusable on this side once its parts were transferred.
 * @returns The transfer list.
 */
export function transferList(delta: MetricsDelta): ArrayBuffer[] {
  const { touched, numbers, samples } = delta;
  const own = [touched.buffer, numbers.buffer];
  return samples === undefined ? own : [...own, samples.ids.buffer, samples.values.buffer, samples.times.buffer];
}
