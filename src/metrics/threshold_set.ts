/** Judges metrics by thresholds. Evaluation only; parsing is done before. */

import type { MetricDefinition } from "./metric.ts";
import type { MetricStore } from "./metric_store.ts";
import type { Sink } from "./sink.ts";
import { METHODS_OF_KIND, type ThresholdExpression } from "./threshold_expression.ts";
import { plainTrendStat } from "./trend_stat.ts";
import type { ThresholdCriterion, ThresholdDefinition, ThresholdProblem } from "./threshold_option.ts";

/** When an evaluation takes place. */
export interface EvaluationMoment {
  /** Milliseconds of the run so far. */
  readonly elapsedMs: number;
  /** `true` for the last evaluation of a run, which also judges metrics without samples. */
  readonly final: boolean;
}

/** What an evaluation found. */
export interface ThresholdVerdict {
  /** Names of the metrics and submetrics that were judged, in the order of the option. */
  readonly judged: readonly string[];
  /** Names of the metrics and submetrics with a failed threshold, sorted. */
  readonly crossed: readonly string[];
  /** `true` when one of the failures is to end the run. */
  readonly abort: boolean;
}

/** The state of one threshold, as the summary shows it. */
export interface ThresholdResult {
  /** What is to hold. */
  readonly expression: ThresholdExpression;
  /** `false` when the latest evaluation failed; `true` while there was none. */
  readonly ok: boolean;
}

/** All thresholds of a run. */
export class ThresholdSet {
  readonly #definitions: readonly ThresholdDefinition[];
  readonly #failed = new Set<ThresholdCriterion>();

  /**
   * Makes a set of thresholds that all hold as yet.
   *
   * @param definitions From {@linkcode parseThresholds}.
   */
  constructor(definitions: readonly ThresholdDefinition[]) {
    this.#definitions = definitions;
  }

  /**
   * Checks the thresholds against the metrics that the script has defined.
   *
   * @param metric Finds a metric by name.
   * @returns All problems, in k6's words: unknown metrics, methods that do not suit a metric's kind.
   */
  check(metric: (name: string) => MetricDefinition | undefined): ThresholdProblem[] {
    const problems: ThresholdProblem[] = [];
    for (const definition of this.#definitions) {
      const kind = metric(definition.metric)?.kind;
      if (kind === undefined) {
        const { name, selector } = definition;
        const message = `invalid threshold defined on ${name}; reason: no metric name "${name}" found`;
        problems.push({ message, keys: [selector] });
        continue;
      }
      const methods = METHODS_OF_KIND[kind];
      for (const { expression: { source, method }, keys } of definition.criteria) {
        if (methods.includes(method)) continue;
        const message =
          `invalid threshold ${JSON.stringify(source)} applied on metric ${definition.name}; reason: unsupported ` +
          `aggregation method ${method} on metric of type ${kind}. supported aggregation methods for this metric ` +
          `are: ${methods.join(", ")}`;
        problems.push({ message, keys });
      }
    }
    return problems;
  }

  /**
   * Judges everything that was measured so far.
   *
   * @param store The sums of all threads.
   * @param moment Before the end metrics without samples are left out. At the end they read 0, only a rate without
   * samples passes whatever is asked of it, as in k6.
   */
  evaluate(store: MetricStore, moment: EvaluationMoment): ThresholdVerdict {
    const judged: string[] = [];
    const crossed = new Set<string>();
    let abort = false;
    for (const { name, isSubmetric, criteria } of this.#definitions) {
      const sink = isSubmetric ? store.submetric(name) : store.total(name);
      if (sink === undefined || (sink.count === 0 && (!moment.final || sink.kind === "rate"))) continue;
      judged.push(name);
      for (const criterion of criteria) {
        if (holds(criterion.expression, measure(criterion.expression, sink, moment.elapsedMs))) {
          this.#failed.delete(criterion);
          continue;
        }
        this.#failed.add(criterion);
        crossed.add(name);
        const { abortOnFail, delayAbortEval } = criterion;
        abort ||= abortOnFail && (delayAbortEval === 0 || moment.elapsedMs > delayAbortEval);
      }
    }
    return { judged, crossed: [...crossed].sort(), abort };
  }

  /** The state of all thresholds, by the name of their metric or submetric, in the order of the option. */
  results(): ReadonlyMap<string, readonly ThresholdResult[]> {
    return new Map(this.#definitions.map(({ name, criteria }) => [
      name,
      criteria.map((criterion) => ({ expression: criterion.expression, ok: !this.#failed.has(criterion) })),
    ]));
  }
}

/**
 * The sentence that ends a run whose thresholds have failed, in k6's words.
 *
 * @param crossed Names of the metrics.
 * @param aborted `true` when the failure has ended the run.
 */
export function crossedMessage({ crossed, abort }: Pick<ThresholdVerdict, "crossed" | "abort">): string {
  const names = `thresholds on metrics '${crossed.join(", ")}'`;
  return abort
    ? `${names} were crossed; at least one has abortOnFail enabled, stopping test prematurely`
    : `${names} have been crossed`;
}

/**
 * The number that a threshold compares with its limit.
 *
 * @param expression Its method suits the sink's kind.
 * @param sink What the metric has added up to.
 * @param elapsedMs Milliseconds that a counter's rate per second refers to.
 * @returns The number; `NaN` when the method does not suit the sink.
 */
export function measure({ method, percent }: ThresholdExpression, sink: Sink, elapsedMs: number): number {
  switch (sink.kind) {
    case "counter":
      return method === "count" ? sink.sum : method === "rate" ? perSecond(sink.sum, elapsedMs) : NaN;
    case "gauge":
      return method === "value" ? sink.value : NaN;
    case "rate":
      return method === "rate" ? sink.rate : NaN;
    case "trend":
      return method === "p" ? sink.percentile(percent) : plainTrendStat(method, sink);
  }
}

/** A sum per second of a run; 0 while no time has passed, as in k6, which counts whole nanoseconds. */
export function perSecond(sum: number, elapsedMs: number): number {
  const seconds = Math.round(elapsedMs * 1e6) / 1e9;
  return seconds > 0 ? sum / seconds : 0;
}

function holds({ operator, limit }: ThresholdExpression, value: number): boolean {
  switch (operator) {
    case "<":
      return value < limit;
    case "<=":
      return value <= limit;
    case ">":
      return value > limit;
    case ">=":
      return value >= limit;
    case "==":
    case "===":
      return value === limit;
    case "!=":
      return value !== limit;
  }
}
