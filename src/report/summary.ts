/** What a run amounts to, as plain data: everything that texts, exports and `handleSummary` are made from. */

import type { MetricKind, ThresholdMethod, ValueKind } from "../metrics/mod.ts";
import type { SummaryTimeUnit } from "./number_format.ts";

/**
 * How much a summary shows. `full` adds a section for each group and each scenario; `legacy` is the layout of k6 before
 * 1.0: the tree of groups and checks, then one list of metrics.
 */
export type SummaryMode = "compact" | "full" | "legacy";

/** One threshold and what became of it. */
export interface ThresholdSummary {
  /** The expression as it was written. */
  readonly source: string;
  /** What it looks at, as it was written: `p(95)`. */
  readonly label: string;
  /** What kind of thing that is. */
  readonly method: ThresholdMethod;
  /** The number that was compared at the end of the run. */
  readonly measured: number;
  /** Did it hold? */
  readonly ok: boolean;
}

/** A metric or a submetric and its numbers. */
export interface MetricSummary {
  /** The metric's name. */
  readonly metric: string;
  /** What a submetric adds to the name, for example `room:a`; `undefined` for the metric itself. */
  readonly suffix: string | undefined;
  /** How its samples add up. */
  readonly kind: MetricKind;
  /** What its numbers are. */
  readonly contains: ValueKind;
  /**
   * By k6's names. Counter: `count`, `rate`. Gauge: `value`, `min`, `max`. Rate: `rate`, `passes`, `fails`. Trend: the
   * statistics that were asked for.
   */
  readonly values: Readonly<Record<string, number>>;
  /** In the order of the option. */
  readonly thresholds: readonly ThresholdSummary[];
}

/** How often a check passed and failed. */
export interface CheckSummary {
  readonly name: string;
  readonly passes: number;
  readonly fails: number;
}

/** One part of a summary: the whole run, a group or a scenario. */
export interface SectionSummary {
  /** The name of the group or scenario; `""` for the whole run. */
  readonly name: string;
  /** By name, in the order in which they were first seen. */
  readonly checks: readonly CheckSummary[];
  /** Those that were sampled; for the whole run also those that thresholds name. */
  readonly metrics: readonly MetricSummary[];
  /** Sections of the groups inside; only in `full` mode. */
  readonly groups: readonly SectionSummary[];
}

/** A group of the script with the checks directly inside it. */
export interface GroupNode {
  readonly name: string;
  /** Names of the groups from the root to here, each after `::`. */
  readonly path: string;
  readonly groups: readonly GroupNode[];
  readonly checks: readonly CheckSummary[];
}

/** A run, summed up. */
export interface Summary {
  /** How long the run took, in milliseconds. */
  readonly durationMs: number;
  /** Names of the statistics shown of trends, in order. */
  readonly trendStats: readonly string[];
  /** The unit of all durations. */
  readonly timeUnit: SummaryTimeUnit;
  /** The whole run. Its `groups` are those that were entered outside of scenarios or in the one called `default`. */
  readonly total: SectionSummary;
  /** All scenarios but the one called `default`, sorted by name; only in `full` mode. */
  readonly scenarios: readonly SectionSummary[];
  /** All groups and checks of the run as a tree. Its root is the script itself. */
  readonly rootGroup: GroupNode;
  /** What to say of the load generator, where it was the bottleneck itself; `undefined` where it was not. */
  readonly bottleneck: string | undefined;
  /** What `setup()` returned; `undefined` when there was nothing. */
  readonly setupData: unknown;
}

/** What a metric or submetric is called outside of the text: `rtt`, `rtt{room:a}`. */
export function metricName({ metric, suffix }: MetricSummary): string {
  return suffix === undefined ? metric : `${metric}{${suffix}}`;
}
