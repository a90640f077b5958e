/** What the metrics of all threads add up to. */

import { BUILT_IN_METRICS } from "./built_in_metrics.ts";
import { checkDefinition, type MetricDefinition } from "./metric.ts";
import { type MetricsDelta, type SinkDefinition, TOTAL } from "./metrics_delta.ts";
import { NumberReader } from "./number_stream.ts";
import { createSink, type Sink } from "./sink.ts";
import { type BreakdownRequest, distinctViews, viewKey, type ViewRequest } from "./view.ts";

/** One entry of a breakdown. */
export interface BreakdownEntry {
  /** The metric's name. */
  readonly metric: string;
  /** The tags' values, in the order of the request; `undefined` where the tag is absent. */
  readonly values: readonly (string | undefined)[];
  /** Position in the order in which the store first saw the entries of all its views. */
  readonly order: number;
  /** What the samples add up to. */
  readonly sink: Sink;
}

/** What the store knows of one metric. */
interface StoredMetric {
  readonly definition: MetricDefinition;
  readonly total: Sink;
}

/** How the indices in one source's deltas are to be read. */
interface Source {
  readonly metrics: StoredMetric[];
  readonly sinks: Sink[];
}

/** Adds up the deltas of many registries. Sinks that it hands out go on growing as deltas are merged. */
export class MetricStore {
  readonly #views: readonly ViewRequest[];
  readonly #viewIndex: ReadonlyMap<string, number>;
  readonly #metrics = new Map<string, StoredMetric>();
  readonly #sources = new Map<number, Source>();
  /** The sinks of each view, by metric and tag values, in the order in which they were first seen. */
  readonly #viewSinks: readonly Map<string, BreakdownEntry>[];
  #entries = 0;

  /**
   * Makes an empty store.
   *
   * @param views What the registries keep besides totals: the same requests in the same order.
   */
  constructor(views: readonly ViewRequest[] = []) {
    this.#views = distinctViews(views);
    this.#viewIndex = new Map(this.#views.map((view, index) => [viewKey(view), index]));
    this.#viewSinks = this.#views.map(() => new Map());
    for (const definition of BUILT_IN_METRICS) this.#define(definition);
  }

  /**
   * Adds what one registry has gained.
   *
   * @param source Which registry: any number, the same for all its deltas.
   * @param delta The next delta of that registry. Left as it is.
   * @throws {SquallError} `INVALID_METRIC` when two registries define a metric of one name in different ways.
   */
  merge(source: number, delta: MetricsDelta): void {
    const known = this.#source(source);
    for (const definition of delta.metrics) known.metrics.push(this.#define(definition));
    for (const definition of delta.sinks) known.sinks.push(this.#sink(known, definition));
    const numbers = new NumberReader(delta.numbers);
    for (const id of delta.touched) known.sinks[id]!.merge(numbers);
  }

  /** Makes metrics known that nothing was measured for as yet. */
  define(definitions: readonly MetricDefinition[]): void {
    for (const definition of definitions) this.#define(definition);
  }

  /** All metrics in the order in which they were first seen, built-in ones first. */
  metrics(): readonly MetricDefinition[] {
    return Array.from(this.#metrics.values(), (metric) => metric.definition);
  }

  /** The metric of that name, if it is defined. */
  metric(name: string): MetricDefinition | undefined {
    return this.#metrics.get(name)?.definition;
  }

  /** Everything that was added to a metric; `undefined` when no such metric is defined. */
  total(name: string): Sink | undefined {
    return this.#metrics.get(name)?.total;
  }

  /**
   * The sink of a submetric.
   *
   * @param name The name that its request gave it.
   * @returns Its sink, empty while no sample has matched; `undefined` when nobody asked for it or its metric is not defined.
   */
  submetric(name: string): Sink | undefined {
    const index = this.#views.findIndex((view) => view.kind === "submetric" && view.name === name);
    const metric = this.#metrics.get(this.#views[index]?.metric ?? "");
    return metric && this.#viewSink(metric, index, []);
  }

  /**
   * The sinks of a breakdown.
   *
   * @param request One of the requests that the store was made with, or an equal one.
   * @returns Its entries in the order in which they were first seen.
   * @throws {RangeError} When the store was made without it.
   */
  breakdown(request: BreakdownRequest): Iterable<BreakdownEntry> {
    const key = viewKey(request);
    const index = this.#viewIndex.get(key);
    if (index === undefined) throw new RangeError(`Cannot read a breakdown that nobody asked for: ${key}`);
    return this.#viewSinks[index]!.values();
  }

  #source(source: number): Source {
    const known = this.#sources.get(source);
    if (known !== undefined) return known;
    const made: Source = { metrics: [], sinks: [] };
    this.#sources.set(source, made);
    return made;
  }

  #define(definition: MetricDefinition): StoredMetric {
    const known = this.#metrics.get(definition.name);
    checkDefinition(definition, known?.definition);
    if (known !== undefined) return known;
    const made: StoredMetric = { definition, total: createSink(definition.kind) };
    this.#metrics.set(definition.name, made);
    return made;
  }

  #sink(source: Source, { metric, view, values }: SinkDefinition): Sink {
    const owner = source.metrics[metric]!;
    return view === TOTAL ? owner.total : this.#viewSink(owner, view, values);
  }

  #viewSink(metric: StoredMetric, view: number, values: SinkDefinition["values"]): Sink {
    const { name, kind } = metric.definition;
    const key = JSON.stringify([name, values]);
    const known = this.#viewSinks[view]!.get(key);
    if (known !== undefined) return known.sink;
    const entry: BreakdownEntry = { metric: name, values, order: this.#entries++, sink: createSink(kind) };
    this.#viewSinks[view]!.set(key, entry);
    return entry.sink;
  }
}
