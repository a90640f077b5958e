/** The sinks of one thread: which of them a series adds to, and what they have gained since they were last drained. */

import type { Metric } from "./metric.ts";
import { type SinkDefinition, TOTAL } from "./metrics_delta.ts";
import { NumberWriter } from "./number_stream.ts";
import { createSink, type Sink } from "./sink.ts";
import type { TagSet } from "./tag_set.ts";
import { type BreakdownRequest, distinctViews, viewCovers, type ViewRequest } from "./view.ts";

/** What a {@linkcode SinkBook} keeps. */
export interface SinkBookOptions {
  /** What to keep besides totals. */
  readonly views: readonly ViewRequest[];
  /** How many sinks one breakdown makes, over all its metrics. */
  readonly breakdownLimit: number;
  /** Called once for each breakdown that would need more. */
  readonly onBreakdownFull: (breakdown: BreakdownRequest) => void;
}

/** What sinks have gained. */
export interface DrainedSinks {
  /** Definitions of the sinks that have gained something for the first time. */
  readonly announced: readonly SinkDefinition[];
  /** Numbers of the sinks that have gained something. */
  readonly touched: Uint32Array<ArrayBuffer>;
  /** What they have gained, in the same order. */
  readonly numbers: Float64Array<ArrayBuffer>;
}

/** A sink and how deltas refer to it. */
interface Entry {
  readonly sink: Sink;
  readonly definition: SinkDefinition;
  /** Its number in deltas, given when it first has something to tell. */
  id: number | undefined;
}

/** A view and how much of it there is. */
interface View {
  readonly index: number;
  readonly request: ViewRequest;
  size: number;
  isFull: boolean;
}

/** Makes sinks as series need them, one for each metric's total and for each part of a view. */
export class SinkBook {
  readonly #options: SinkBookOptions;
  readonly #views: readonly View[];
  readonly #entries = new Map<string, Entry>();
  readonly #writer = new NumberWriter();
  #announced = 0;

  constructor(options: SinkBookOptions) {
    this.#options = options;
    this.#views = distinctViews(options.views).map((request, index) => ({ index, request, size: 0, isFull: false }));
  }

  /** The sinks that a series adds to: its metric's total first, then those of the views that cover it. */
  sinksOf(metric: Metric, tags: TagSet): [total: Sink, ...views: Sink[]] {
    const sinks: [Sink, ...Sink[]] = [this.#sink({ metric: metric.index, view: TOTAL, values: [] }, metric)];
    for (const view of this.#views) {
      if (!viewCovers(view.request, metric.name, tags)) continue;
      const sink = this.#viewSink(view, metric, tags);
      if (sink !== undefined) sinks.push(sink);
    }
    return sinks;
  }

  /** Takes what was added since the last time, and empties the sinks. */
  drain(): DrainedSinks {
    const touched: number[] = [];
    const announced: SinkDefinition[] = [];
    for (const entry of this.#entries.values()) {
      if (entry.sink.count === 0) continue;
      if (entry.id === undefined) {
        entry.id = this.#announced++;
        announced.push(entry.definition);
      }
      touched.push(entry.id);
      entry.sink.write(this.#writer);
      entry.sink.reset();
    }
    return { announced, touched: Uint32Array.from(touched), numbers: this.#writer.take() };
  }

  #viewSink(view: View, metric: Metric, tags: TagSet): Sink | undefined {
    const { index, request } = view;
    const values = request.kind === "breakdown" ? request.by.map((name) => tags.get(name)) : [];
    const definition: SinkDefinition = { metric: metric.index, view: index, values };
    const known = this.#entries.get(keyOf(definition));
    if (known !== undefined) return known.sink;
    if (request.kind === "breakdown" && view.size === this.#options.breakdownLimit) {
      if (!view.isFull) this.#options.onBreakdownFull(request);
      view.isFull = true;
      return undefined;
    }
    view.size++;
    return this.#sink(definition, metric);
  }

  #sink(definition: SinkDefinition, { kind }: Metric): Sink {
    const key = keyOf(definition);
    const known = this.#entries.get(key);
    if (known !== undefined) return known.sink;
    const sink = createSink(kind);
    this.#entries.set(key, { sink, definition, id: undefined });
    return sink;
  }
}

function keyOf({ metric, view, values }: SinkDefinition): string {
  return JSON.stringify([metric, view, values]);
}
