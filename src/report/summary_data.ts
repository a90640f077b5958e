/** The summary as scripts get it in `handleSummary(data)`. */

import type { MetricKind, ValueKind } from "../metrics/mod.ts";
import { childPath } from "./group_path.ts";
import type { SummaryTimeUnit } from "./number_format.ts";
import { type CheckSummary, type GroupNode, metricName, type MetricSummary, type Summary } from "./summary.ts";

/** A check in a script's data. */
export interface CheckData {
  /** As the script gave it to `check`. */
  name: string;
  /** The path of its group, `::` and its name. */
  path: string;
  /** The MD5 digest of the path, in hexadecimal. */
  id: string;
  /** How often it held. */
  passes: number;
  /** How often it did not. */
  fails: number;
}

/** A group in a script's data. */
export interface GroupData {
  /** As the script gave it to `group`; empty for the root. */
  name: string;
  /** The names of the groups around it and its own, each behind `::`; empty for the root. */
  path: string;
  /** The MD5 digest of the path, in hexadecimal. */
  id: string;
  /** The groups inside, in the order in which they were first entered. */
  groups: GroupData[];
  /** The checks inside, in the order in which they were first made. */
  checks: CheckData[];
}

/** A metric or submetric in a script's data. */
export interface MetricData {
  /** What its samples add up to. */
  type: MetricKind;
  /** What its values are: milliseconds for `time`, bytes for `data`. */
  contains: ValueKind;
  /** The aggregates, by the names that thresholds know: `count`, `rate`, `avg`, `p(95)`. */
  values: Record<string, number>;
  /** What came of each threshold, by its expression. */
  thresholds?: Record<string, { ok: boolean }>;
}

/** What `handleSummary` is called with. */
export interface SummaryData {
  /** The checks outside of any group, and the groups. */
  root_group: GroupData;
  /** The options that shape the summary's text. */
  options: { summaryTrendStats: string[]; summaryTimeUnit: SummaryTimeUnit; noColor: boolean };
  /** Where the output goes, and how long the run took, in milliseconds. */
  state: { isStdOutTTY: boolean; isStdErrTTY: boolean; testRunDurationMs: number };
  /** The metrics and submetrics that have samples or thresholds, by name. */
  metrics: Record<string, MetricData>;
  /** Only if `setup()` returned something. */
  setup_data?: unknown;
}

/** What a script is told about the process, besides the summary. */
export interface TerminalState {
  readonly noColor: boolean;
  readonly isStdOutTty: boolean;
  readonly isStdErrTty: boolean;
}

/**
 * The argument of `handleSummary`, in the shape that k6 has given it for years.
 *
 * @param summary The summary.
 * @param terminal What is known of the process's terminal.
 * @returns A new object that the script may change.
 */
export function handleSummaryData(summary: Summary, terminal: TerminalState): SummaryData {
  const { trendStats, timeUnit, durationMs, total, rootGroup, setupData } = summary;
  return {
    root_group: groupData(rootGroup),
    options: { summaryTrendStats: [...trendStats], summaryTimeUnit: timeUnit, noColor: terminal.noColor },
    /** Where the output goes, and how long the run took, in milliseconds. */
    state: {
      isStdOutTTY: terminal.isStdOutTty,
      isStdErrTTY: terminal.isStdErrTty,
      testRunDurationMs: durationMs,
    },
    metrics: Object.fromEntries(total.metrics.map((metric) => [metricName(metric), metricData(metric)])),
    ...(setupData === undefined ? {} : { setup_data: setupData }),
  };
}

function metricData({ kind, contains, values, thresholds }: MetricSummary): MetricData {
  const data: MetricData = { type: kind, contains, values: { ...values } };
  if (thresholds.length > 0) data.thresholds = Object.fromEntries(thresholds.map(({ source, ok }) => [source, { ok }]));
  return data;
}

function groupData({ name, path, groups, checks }: GroupNode): GroupData {
  return {
    name,
    path,
    id: digest(path),
    groups: groups.map(groupData),
    checks: checks.map((check) => checkData(check, path)),
  };
}

function checkData({ name, passes, fails }: CheckSummary, group: string): CheckData {
  const path = childPath(group, name);
  return { name, path, id: digest(path), passes, fails };
}

function digest(path: string): string {
  // Got hold of when it is needed: importing it would add a tenth to the time of the shortest runs.
  // deno-lint-ignore no-process-global
  const { createHash } = process.getBuiltinModule("node:crypto");
  return createHash("md5").update(path).digest("hex");
}
