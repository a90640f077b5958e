/** Everything that a run measures, as it comes in from its threads, and the verdict of its thresholds. */

import { type Clock, ExitCode } from "../base/mod.ts";
import {
  crossedMessage,
  type MetricDefinition,
  type MetricsDelta,
  MetricStore,
  type ParsedThresholds,
  parseThresholds,
  Registry,
  type Series,
  ThresholdSet,
  type ViewRequest,
} from "../metrics/mod.ts";
import { summaryViews } from "../report/mod.ts";
import type { SharedCounters } from "../runtime/mod.ts";
import type { RunEnd } from "./run_end.ts";

/** How often `vus` and `vus_max` are sampled, and thresholds judged, in milliseconds. */
const SAMPLE_MS = 1000;
const JUDGE_MS = 2000;

/** The number under which the main thread's own samples are merged. */
const MAIN_THREAD = -1;

/** What {@linkcode Measurements} goes by. */
export interface MeasurementsOptions {
  /** The option as given. */
  readonly thresholds: Readonly<Record<string, unknown>>;
  readonly noThresholds: boolean;
  readonly summaryMode: "compact" | "full" | "disabled";
  /** Tags of all samples. */
  readonly tags: Readonly<Record<string, string>>;
}

/** See the top of this file. */
export class Measurements {
  /** What all registries of the run keep besides totals. */
  readonly views: readonly ViewRequest[];
  readonly store: MetricStore;
  readonly submetrics: ParsedThresholds["submetrics"];
  /** `undefined` where thresholds are switched off. */
  readonly thresholds: ThresholdSet | undefined;
  readonly #registry: Registry;
  readonly #vus: Series;
  readonly #vusMax: Series;
  readonly #tickers: ReturnType<typeof setInterval>[] = [];

  constructor(options: MeasurementsOptions) {
    const parsed = parseThresholds(options.thresholds);
    this.submetrics = parsed.submetrics;
    this.thresholds = options.noThresholds ? undefined : new ThresholdSet(parsed.thresholds);
    this.views = [
      ...parsed.submetrics,
      ...options.summaryMode === "disabled" ? [] : summaryViews(options.summaryMode),
    ];
    this.store = new MetricStore(this.views);
    this.#registry = new Registry({ views: this.views });
    const tags = this.#registry.tags(options.tags);
    this.#vus = this.#registry.series(this.#registry.builtIn("vus"), tags);
    this.#vusMax = this.#registry.series(this.#registry.builtIn("vus_max"), tags);
  }

  /**
   * Checks the thresholds against the metrics that there are.
   *
   * @param metrics What the script has defined, and what is built in.
   * @returns What is wrong, in k6's words.
   */
  checkThresholds(metrics: readonly MetricDefinition[]): string[] {
    const byName = new Map(metrics.map((metric) => [metric.name, metric]));
    return this.thresholds?.check((name) => byName.get(name)) ?? [];
  }

  /** Adds what a thread has measured. */
  merge(thread: number, delta: MetricsDelta): void {
    this.store.merge(thread, delta);
  }

  /** Samples `vus` and `vus_max` once a second until {@linkcode Measurements.stop}. */
  sampleVus(counters: SharedCounters, clock: Clock): void {
    this.#tickers.push(setInterval(() => {
      const time = clock.epoch();
      this.#vus.add(counters.vusActive, time);
      this.#vusMax.add(counters.vusInitialized, time);
      this.#drain();
    }, SAMPLE_MS));
  }

  /** Judges the thresholds every two seconds, and ends the run where one of them asks for it. */
  judge(elapsed: () => number, end: RunEnd): void {
    const { thresholds } = this;
    if (thresholds === undefined) return;
    this.#tickers.push(setInterval(() => {
      const verdict = thresholds.evaluate(this.store, { elapsedMs: elapsed(), final: false });
      if (verdict.abort) end.because({ exitCode: ExitCode.ThresholdsHaveFailed, message: crossedMessage(verdict) });
    }, JUDGE_MS));
  }

  /** No sample comes any more. */
  stop(): void {
    for (const ticker of this.#tickers) clearInterval(ticker);
    this.#drain();
  }

  /**
   * The last judgment, over everything.
   *
   * @param elapsedMs How long the run took.
   * @returns What to say of crossed thresholds; `undefined` when all hold.
   */
  verdict(elapsedMs: number): string | undefined {
    const verdict = this.thresholds?.evaluate(this.store, { elapsedMs, final: true });
    if (verdict === undefined || verdict.crossed.length === 0) return undefined;
    return crossedMessage({ crossed: verdict.crossed, abort: false });
  }

  #drain(): void {
    const delta = this.#registry.drain();
    if (delta !== undefined) this.store.merge(MAIN_THREAD, delta);
  }
}
