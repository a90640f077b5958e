/** A metric with one set of tags: what the hot path holds and adds numbers to. */

import { CounterSink } from "./counter_sink.ts";
import { GaugeSink } from "./gauge_sink.ts";
import type { Metric } from "./metric.ts";
import { RateSink } from "./rate_sink.ts";
import type { Sink } from "./sink.ts";
import type { TagSet } from "./tag_set.ts";
import { TrendSink } from "./trend_sink.ts";

/** A metric with one set of tags: to be kept, so that adding a sample needs no look-up. */
export abstract class Series {
  /** What is measured. */
  readonly metric: Metric;
  /** What every sample carries. */
  readonly tags: TagSet;

  /** Series are made by {@linkcode Registry.series}. */
  constructor(metric: Metric, tags: TagSet) {
    this.metric = metric;
    this.tags = tags;
  }

  /**
   * Adds one sample.
   *
   * @param value The number. A trend ignores `NaN`.
   * @param time When it was taken, in milliseconds since the epoch. Only gauges ask: the latest of all threads wins.
   */
  abstract add(value: number, time?: number): void;
}

/** A series whose samples go into sinks. */
abstract class SinkSeries<S extends Sink> extends Series {
  /** What the metric as a whole adds up to. */
  protected readonly total: S;
  /** Sinks of the views that cover this series; usually none. */
  protected readonly views: readonly S[];

  constructor(metric: Metric, tags: TagSet, total: S, views: readonly S[]) {
    super(metric, tags);
    this.total = total;
    this.views = views;
  }
}

// One class for each kind, each with loops of its own: so every call in them has one target, the compiler pulls it in
// and the number never becomes an object on the heap. A trend sample costs half of what it costs through shared code.

class CounterSeries extends SinkSeries<CounterSink> {
  override add(value: number): void {
    this.total.add(value);
    for (let i = 0; i < this.views.length; i++) this.views[i]!.add(value);
  }
}

class GaugeSeries extends SinkSeries<GaugeSink> {
  override add(value: number, time?: number): void {
    this.total.add(value, time);
    for (let i = 0; i < this.views.length; i++) this.views[i]!.add(value, time);
  }
}

class RateSeries extends SinkSeries<RateSink> {
  override add(value: number): void {
    this.total.add(value);
    for (let i = 0; i < this.views.length; i++) this.views[i]!.add(value);
  }
}

class TrendSeries extends SinkSeries<TrendSink> {
  override add(value: number): void {
    this.total.add(value);
    for (let i = 0; i < this.views.length; i++) this.views[i]!.add(value);
  }
}

/**
 * Makes the series of a metric.
 *
 * @param metric The metric.
 * @param tags Its tags.
 * @param sinks The metric's total first, then the sinks of the views that cover the series, all of the metric's kind.
 */
export function createSeries(metric: Metric, tags: TagSet, [total, ...views]: readonly [Sink, ...Sink[]]): Series {
  if (total instanceof CounterSink) return new CounterSeries(metric, tags, total, only(views, CounterSink));
  if (total instanceof GaugeSink) return new GaugeSeries(metric, tags, total, only(views, GaugeSink));
  if (total instanceof RateSink) return new RateSeries(metric, tags, total, only(views, RateSink));
  return new TrendSeries(metric, tags, total, only(views, TrendSink));
}

function only<S extends Sink>(sinks: readonly Sink[], kind: new () => S): S[] {
  return sinks.filter((sink): sink is S => sink instanceof kind);
}
