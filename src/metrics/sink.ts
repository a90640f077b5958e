/** What a metric's samples add up to, for each kind of metric. */

import { CounterSink } from "./counter_sink.ts";
import { GaugeSink } from "./gauge_sink.ts";
import type { MetricKind } from "./metric.ts";
import { NumberReader, NumberWriter } from "./number_stream.ts";
import { RateSink } from "./rate_sink.ts";
import { TrendSink } from "./trend_sink.ts";

/** What samples add up to. `kind` tells which. */
export type Sink = CounterSink | GaugeSink | RateSink | TrendSink;

/** Makes an empty sink for metrics of a kind. */
export function createSink(kind: MetricKind): Sink {
  switch (kind) {
    case "counter":
      return new CounterSink();
    case "gauge":
      return new GaugeSink();
    case "rate":
      return new RateSink();
    case "trend":
      return new TrendSink();
  }
}

/**
 * What several sinks of one kind add up to.
 *
 * @param kind The kind of the result; sinks of other kinds do not belong here.
 * @param sinks Left as they are.
 * @returns A new sink.
 */
export function sumOfSinks(kind: MetricKind, sinks: Iterable<Sink>): Sink {
  const sum = createSink(kind);
  const writer = new NumberWriter();
  for (const sink of sinks) {
    if (sink.count === 0) continue;
    sink.write(writer);
    sum.merge(new NumberReader(writer.take()));
  }
  return sum;
}
