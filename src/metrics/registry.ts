/** One thread's metrics: definitions, tag sets and series, and what was added since they were last drained. */

import { BUILT_IN_METRICS, type BuiltInMetricName } from "./built_in_metrics.ts";
import { checkDefinition, Metric, type MetricDefinition, type MetricKind, type ValueKind } from "./metric.ts";
import type { MetricsDelta } from "./metrics_delta.ts";
import { PassingSeries, RecordedSeries, SampleLog, type SampleLogOptions } from "./sample_log.ts";
import { createSeries, type Series } from "./series.ts";
import { SinkBook } from "./sink_book.ts";
import { TagSet } from "./tag_set.ts";
import type { BreakdownRequest, ViewRequest } from "./view.ts";

/** What a {@linkcode Registry} keeps, and whom it warns. */
export interface RegistryOptions {
  /** What to keep besides totals: the same in all registries and in the store that their deltas go to. Default: nothing. */
  readonly views?: readonly ViewRequest[];
  /** How many series are worth a warning. Default: 100,000, as in k6. */
  readonly seriesAlarm?: number;
  /** Called when the number of series passes the alarm, and again at each doubling. */
  readonly onManySeries?: (series: number) => void;
  /**
   * How many series and tag sets are kept for reuse. Beyond it samples count as before, only more slowly, and equal
   * tag sets may be different objects. Default: 250,000.
   */
  readonly seriesLimit?: number;
  /** How many sinks one breakdown makes, over all its metrics; what comes later counts in totals only. Default: 10,000. */
  readonly breakdownLimit?: number;
  /** Called once for each breakdown that would need more. */
  readonly onBreakdownFull?: (breakdown: BreakdownRequest) => void;
  /** Keep every single sample until the next {@linkcode Registry.drain}. Default: they are only added up. */
  readonly samples?: SampleLogOptions | undefined;
}

const DEFAULT_SERIES_ALARM = 100_000;
const DEFAULT_SERIES_LIMIT = 250_000;
const DEFAULT_BREAKDOWN_LIMIT = 10_000;

/**
 * The metrics of one thread. Everything that emits samples asks it once for a {@linkcode Series} and then adds numbers
 * to that. It reads no clock, and keeps no samples unless an output wants them.
 */
export class Registry {
  /** The empty tag set that all others of this registry grow from. */
  readonly noTags: TagSet;
  readonly #metrics: Metric[] = [];
  readonly #byName = new Map<string, Metric>();
  #newMetrics: MetricDefinition[] = [];
  /** The series of each metric, by its index. */
  readonly #series: Map<TagSet, Series>[] = [];
  readonly #seriesLimit: number;
  #seriesCount = 0;
  #nextAlarm: number;
  readonly #onManySeries: ((series: number) => void) | undefined;
  readonly #sinks: SinkBook;
  readonly #samples: SampleLog | undefined;

  /** Makes a registry that knows the built-in metrics. */
  constructor(options: RegistryOptions = {}) {
    this.#seriesLimit = options.seriesLimit ?? DEFAULT_SERIES_LIMIT;
    this.#nextAlarm = options.seriesAlarm ?? DEFAULT_SERIES_ALARM;
    this.#onManySeries = options.onManySeries;
    this.#samples = options.samples && new SampleLog(options.samples);
    this.noTags = TagSet.empty(this.#seriesLimit);
    this.#sinks = new SinkBook({
      views: options.views ?? [],
      breakdownLimit: options.breakdownLimit ?? DEFAULT_BREAKDOWN_LIMIT,
      onBreakdownFull: (breakdown) => options.onBreakdownFull?.(breakdown),
    });
    for (const { name, kind, contains } of BUILT_IN_METRICS) this.define(name, kind, contains);
  }

  /** The interned tag set with these tags. */
  tags(record: Readonly<Record<string, string>>): TagSet {
    let tags = this.noTags;
    for (const [name, value] of Object.entries(record)) tags = tags.with(name, value);
    return tags;
  }

  /**
   * Defines a metric, or finds the one that was defined in the same way before.
   *
   * @param name 2 to 129 ASCII letters, digits and underscores, not beginning with a digit.
   * @param kind How its samples add up.
   * @param contains What its numbers are.
   * @returns The metric, the same object for the same name.
   * @throws {SquallError} `INVALID_METRIC`, with k6's text, for a bad name or one that is taken in another way.
   */
  define(name: string, kind: MetricKind, contains: ValueKind = "default"): Metric {
    const known = this.#byName.get(name);
    const definition: MetricDefinition = { name, kind, contains };
    checkDefinition(definition, known);
    if (known !== undefined) return known;
    const metric = new Metric(definition, this.#metrics.length);
    this.#metrics.push(metric);
    this.#byName.set(name, metric);
    this.#series.push(new Map());
    this.#newMetrics.push(definition);
    return metric;
  }

  /** The metric of that name, if it is defined. */
  metric(name: string): Metric | undefined {
    return this.#byName.get(name);
  }

  /** The built-in metric of that name. */
  builtIn(name: BuiltInMetricName): Metric {
    return this.#byName.get(name)!;
  }

  /** Whether every single sample is kept, and with it what only outputs read. */
  get keepsSamples(): boolean {
    return this.#samples !== undefined;
  }

  /** All metrics in the order of their definition, built-in ones first. */
  metrics(): readonly Metric[] {
    return this.#metrics;
  }

  /** How many series are kept. */
  get seriesCount(): number {
    return this.#seriesCount;
  }

  /**
   * The series of a metric with a set of tags: the same object each time, below the limit.
   *
   * @param metric A metric of this registry.
   * @param tags A tag set of this registry.
   */
  series(metric: Metric, tags: TagSet): Series {
    const known = this.#series[metric.index]!.get(tags);
    return known ?? this.#createSeries(metric, tags);
  }

  /**
   * Takes what was added since the last call.
   *
   * @returns A message for {@linkcode MetricStore.merge}; `undefined` when nothing is new.
   */
  drain(): MetricsDelta | undefined {
    const { announced, touched, numbers } = this.#sinks.drain();
    const metrics = this.#newMetrics;
    if (touched.length === 0 && metrics.length === 0) return undefined;
    this.#newMetrics = [];
    const samples = this.#samples?.take();
    return { metrics, sinks: announced, touched, numbers, ...(samples && { samples }) };
  }

  #createSeries(metric: Metric, tags: TagSet): Series {
    const added = createSeries(metric, tags, this.#sinks.sinksOf(metric, tags));
    const samples = this.#samples;
    if (this.#seriesCount === this.#seriesLimit) {
      return samples === undefined ? added : new PassingSeries(added, samples);
    }
    const series = samples === undefined ? added : new RecordedSeries(added, samples);
    this.#series[metric.index]!.set(tags, series);
    this.#seriesCount++;
    if (this.#seriesCount > this.#nextAlarm) {
      this.#nextAlarm *= 2;
      this.#onManySeries?.(this.#seriesCount);
    }
    return series;
  }
}
