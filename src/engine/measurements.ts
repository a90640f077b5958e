/** Everything that a run measures, as it comes in from its threads, and the verdict of its thresholds. */

import { type Clock, ExitCode, formatDuration } from "../base/mod.ts";
import {
  crossedMessage,
  type MetricDefinition,
  type MetricsDelta,
  MetricStore,
  type ParsedThresholds,
  parseThresholds,
  Registry,
  type Series,
  type ThresholdCriterion,
  ThresholdSet,
  type ViewRequest,
} from "../metrics/mod.ts";
import type { OutputMetric, OutputThreshold } from "../output/mod.ts";
import { summaryViews } from "../report/mod.ts";
import type { SharedCounters } from "../runtime/mod.ts";
import { Pulse } from "./pulse.ts";
import type { EndReason } from "./run_end.ts";

/** How often `vus` and `vus_max` are sampled, and thresholds judged, in milliseconds. */
const SAMPLE_MS = 1000;
const JUDGE_MS = 2000;

/** The numbers under which the main thread's own samples are merged. */
const MAIN_THREAD = -1;
const OWN_SOURCE = -2;

/** What {@linkcode Measurements} goes by. */
export interface MeasurementsOptions {
  /** The option as given. */
  readonly thresholds: Readonly<Record<string, unknown>>;
  readonly noThresholds: boolean;
  readonly summaryMode: "compact" | "full" | "legacy" | "disabled";
  /** Whether groups and checks are kept even where no summary shows them. */
  readonly keepsGroups: boolean;
  /** Tags of all samples. */
  readonly tags: Readonly<Record<string, string>>;
  /** The system tags that samples carry. */
  readonly systemTags: readonly string[];
  /** Whether an output wants every single sample. */
  readonly keepsSamples: boolean;
}

/** What judging thresholds while the run goes on needs. */
export interface JudgeOptions {
  /** Milliseconds since the run began. */
  elapsed(): number;
  /** Has the threads report what they have measured; never fails. */
  refresh(): Promise<void>;
  /** Ends the run. */
  stop(reason: EndReason): void;
}

/** See the top of this file. */
export class Measurements {
  /** What all registries of the run keep besides totals. */
  readonly views: readonly ViewRequest[];
  readonly store: MetricStore;
  readonly submetrics: ParsedThresholds["submetrics"];
  /** `undefined` where thresholds are switched off. */
  readonly thresholds: ThresholdSet | undefined;
  readonly #definitions: ParsedThresholds["thresholds"];
  /** Whether a threshold may end the run. */
  readonly #mayAbort: boolean;
  /** Takes what is measured beside the store, once there are outputs. */
  #also: ((thread: number, delta: MetricsDelta) => void) | undefined;
  /** What is shown while the run goes on, and how late its threads are. */
  readonly pulse: Pulse;
  readonly #registry: Registry;
  /** Holds what no output is told of. */
  readonly #ownRegistry: Registry;
  readonly #vus: Series;
  readonly #vusMax: Series;
  readonly #tickers: ReturnType<typeof setInterval>[] = [];

  constructor(options: MeasurementsOptions) {
    const parsed = parseThresholds(options.thresholds);
    this.#definitions = parsed.thresholds;
    this.submetrics = options.systemTags.includes("expected_response")
      ? withExpectedDuration(parsed.submetrics)
      : parsed.submetrics;
    this.thresholds = options.noThresholds ? undefined : new ThresholdSet(parsed.thresholds);
    this.#mayAbort = parsed.thresholds.some(({ criteria }) => criteria.some(({ abortOnFail }) => abortOnFail));
    this.views = [
      ...this.submetrics,
      ...options.summaryMode !== "disabled"
        ? summaryViews(options.summaryMode)
        : options.keepsGroups
        ? summaryViews("compact")
        : [],
    ];
    this.store = new MetricStore(this.views);
    this.#registry = new Registry({
      views: this.views,
      samples: options.keepsSamples ? { now: () => Date.now(), full: () => this.#drain() } : undefined,
    });
    this.#ownRegistry = new Registry({ views: this.views });
    const namesLag = parsed.thresholds.some(({ metric }) => metric === "generator_lag");
    this.pulse = new Pulse(this.store, lagSeries(namesLag ? this.#registry : this.#ownRegistry, options.tags));
    const tags = this.#registry.tags(options.tags);
    this.#vus = this.#registry.series(this.#registry.builtIn("vus"), tags);
    this.#vusMax = this.#registry.series(this.#registry.builtIn("vus_max"), tags);
  }

  /** Adds what a thread has measured. */
  merge(thread: number, delta: MetricsDelta): void {
    this.store.merge(thread, delta);
    this.#also?.(thread, delta);
  }

  /** Has everything that is measured from now on go to outputs as well. */
  passOn(to: (thread: number, delta: MetricsDelta) => void): void {
    this.#also = to;
  }

  /** What outputs are told of a metric. */
  describe({ name, kind, contains }: MetricDefinition): OutputMetric {
    const own = this.#definitions.filter((each) => each.metric === name);
    return {
      name,
      kind,
      contains,
      thresholds: own.filter(({ isSubmetric }) => !isSubmetric).flatMap(({ criteria }) =>
        criteria.map(describeCriterion)
      ),
      submetrics: this.submetrics.filter(({ metric }) => metric === name),
    };
  }

  /** Samples `vus` and `vus_max` once a second until {@linkcode Measurements.stop}. */
  sampleVus(counters: SharedCounters, clock: Clock): void {
    this.#tickers.push(setInterval(() => {
      const time = clock.epoch();
      this.#vus.add(counters.vusActive, time);
      this.#vusMax.add(counters.vusInitialized, time);
      this.#drain();
      this.pulse.sample(clock.now());
    }, SAMPLE_MS));
  }

  /** Judges the thresholds every two seconds, and stops the run where one of them asks for it. */
  judge({ elapsed, refresh, stop }: JudgeOptions): void {
    const { thresholds } = this;
    if (thresholds === undefined || !this.#mayAbort) return;
    this.#tickers.push(setInterval(async () => {
      await refresh();
      const verdict = thresholds.evaluate(this.store, { elapsedMs: elapsed(), final: false });
      if (verdict.abort) stop({ exitCode: ExitCode.ThresholdsHaveFailed, message: crossedMessage(verdict) });
    }, JUDGE_MS));
  }

  /**
   * Judges the thresholds for whoever looks at the run.
   *
   * @param elapsedMs How long the run has taken so far.
   * @returns Whether some fail, by the name of each metric or submetric that was judged.
   */
  taint(elapsedMs: number): ReadonlyMap<string, boolean> {
    const verdict = this.thresholds?.evaluate(this.store, { elapsedMs, final: false });
    return new Map(verdict?.judged.map((name) => [name, verdict.crossed.includes(name)]));
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
    return crossedMessage({ ...verdict, abort: false });
  }

  #drain(): void {
    const delta = this.#registry.drain();
    if (delta !== undefined) this.merge(MAIN_THREAD, delta);
    const own = this.#ownRegistry.drain();
    if (own !== undefined) this.store.merge(OWN_SOURCE, own);
  }
}

function lagSeries(registry: Registry, tags: Readonly<Record<string, string>>): Series {
  return registry.series(registry.builtIn("generator_lag"), registry.tags(tags));
}

function describeCriterion({ expression, abortOnFail, delayAbortEval }: ThresholdCriterion): OutputThreshold {
  return {
    threshold: expression.source,
    abortOnFail,
    delayAbortEval: delayAbortEval === 0 ? "" : formatDuration(delayAbortEval),
  };
}

/** How long the requests took that went as expected is always told, as in k6. */
function withExpectedDuration(submetrics: ParsedThresholds["submetrics"]): ParsedThresholds["submetrics"] {
  const parsed = parseThresholds({ "http_req_duration{expected_response:true}": [] }).submetrics;
  const isThere = submetrics.some(({ metric, tags }) =>
    metric === "http_req_duration" && Object.keys(tags).length === 1 && tags.expected_response === "true"
  );
  return isThere ? submetrics : [...submetrics, ...parsed];
}
