/** The summary in the form that `--new-machine-readable-summary` asks for: for `handleSummary` and `--summary-export`. */

import type { MetricKind, ValueKind } from "../metrics/mod.ts";
import { isListed } from "./metric_class.ts";
import { type CheckSummary, metricName, type MetricSummary, type Summary, type SummaryMode } from "./summary.ts";

/** A metric or submetric. */
export interface MachineMetric {
  name: string;
  type: MetricKind;
  contains: ValueKind;
  /**
   * Counter: `count`. Gauge: `value`, `min`, `max`. Rate: `matches`, `total`, `rate`. Trend: the statistics that were
   * asked for.
   */
  values: Record<string, number>;
}

/** The whole of it. */
export interface MachineSummary {
  version: "1.0.0";
  /** Seconds; where it ran; the text of the script. */
  config: { duration: number; execution: "local"; script: string };
  metadata: { generatedAt: string; k6Version: string };
  results: {
    checks: { metrics: MachineMetric[]; results: CheckSummary[] };
    metrics: MachineMetric[];
  };
}

/** What the summary does not know itself. */
export interface MachineSummaryContext {
  /** Metrics that the text of this mode hides are not listed. */
  readonly mode: SummaryMode;
  /** The text of the script. */
  readonly script: string;
  /** Which program has made it, and when. */
  readonly version: string;
  readonly now: Date;
}

/**
 * Makes the data.
 *
 * @param summary The summary.
 * @param context What else is in it.
 * @returns A new object that the script may change.
 */
export function machineSummary(summary: Summary, context: MachineSummaryContext): MachineSummary {
  const { metrics, checks } = summary.total;
  return {
    version: "1.0.0",
    config: { duration: summary.durationMs / 1000, execution: "local", script: context.script },
    metadata: { generatedAt: context.now.toISOString(), k6Version: context.version },
    results: {
      checks: { metrics: checkMetrics(metrics), results: checks.map((check) => ({ ...check })) },
      metrics: metrics.filter(({ metric }) => isListed(metric, context.mode)).map(machineMetric),
    },
  };
}

/** All checks together, as metrics of their own; none where nothing was checked. */
function checkMetrics(metrics: readonly MetricSummary[]): MachineMetric[] {
  const values = metrics.find(({ metric, suffix }) => metric === "checks" && suffix === undefined)?.values;
  if (values === undefined) return [];
  const { passes = 0, fails = 0 } = values;
  return [
    { name: "checks_total", type: "counter", contains: "default", values: { count: passes + fails } },
    { name: "checks_failed", type: "rate", contains: "default", values: shares(fails, passes + fails) },
    { name: "checks_succeeded", type: "rate", contains: "default", values: shares(passes, passes + fails) },
  ];
}

function machineMetric(metric: MetricSummary): MachineMetric {
  const { kind, contains } = metric;
  return { name: metricName(metric), type: kind, contains, values: machineValues(metric) };
}

function machineValues({ kind, values }: MetricSummary): Record<string, number> {
  if (kind === "counter") return { count: values["count"]! };
  if (kind === "rate") return shares(values["passes"]!, values["passes"]! + values["fails"]!);
  return { ...values };
}

function shares(matches: number, total: number): Record<string, number> {
  return { matches, total, rate: total === 0 ? 0 : matches / total };
}
