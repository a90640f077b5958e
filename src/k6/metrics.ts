/**
 * The module `k6/metrics` as scripts see it: types, for editors and for `deno check`.
 *
 * @module
 */

import type { Tags } from "./k6.ts";
import { outsideRunner } from "./outside_runner.ts";

/** A custom metric. */
export interface Metric {
  /** Its name, unique in a run. */
  readonly name: string;
  /**
   * Adds a sample.
   *
   * @param value The number; `true` counts as 1. Anything else is refused with a warning.
   * @param tags Tags of the sample, besides those of the VU.
   * @returns Whether the value was taken.
   * @throws {Error} In the init context, for bad tags, and with the option `throw` for a bad value.
   */
  add(value: number | boolean, tags?: Tags): boolean;
}

/** Adds its samples up. */
export type Counter = Metric;
/** Keeps the latest sample, the smallest and the largest. */
export type Gauge = Metric;
/** Counts how many samples are not 0. */
export type Rate = Metric;
/** Keeps the distribution of its samples: averages, percentiles, extremes. */
export type Trend = Metric;

/** Defines metrics of one kind; without `new`, too. */
export interface MetricConstructor {
  /**
   * Defines a metric, or finds the one that was defined in the same way before. Init context only.
   *
   * @param name 2 to 129 ASCII letters, digits and underscores, not beginning with a digit.
   * @param isTime Whether its values are times, in milliseconds.
   * @throws {Error} For a bad name, one that is taken in another way, and outside the init context.
   */
  new (name: string, isTime?: boolean): Metric;
}

/** What the module exports. */
export interface Metrics {
  /** Defines counters. */
  readonly Counter: MetricConstructor;
  /** Defines gauges. */
  readonly Gauge: MetricConstructor;
  /** Defines rates. */
  readonly Rate: MetricConstructor;
  /** Defines trends. */
  readonly Trend: MetricConstructor;
}

/** All exports in one object. */
const metrics: Metrics = outsideRunner("k6/metrics", 'import { Metrics } from "@squall/squall"');

/** Defines counters. */
export const Counter: MetricConstructor = metrics.Counter;
/** Defines gauges. */
export const Gauge: MetricConstructor = metrics.Gauge;
/** Defines rates. */
export const Rate: MetricConstructor = metrics.Rate;
/** Defines trends. */
export const Trend: MetricConstructor = metrics.Trend;

export default metrics;
