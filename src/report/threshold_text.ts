/** The text of the thresholds of a run: what was asked for and what was measured. */

import { formatPerSecond, formatShare, formatValue, type SummaryTimeUnit } from "./number_format.ts";
import { byName, type TextStyle, titleLine } from "./section_text.ts";
import { metricName, type MetricSummary, type ThresholdSummary } from "./summary.ts";

/** The lines of the section, two blank ones at its end; none when there are no thresholds. */
export function thresholdLines(metrics: readonly MetricSummary[], style: TextStyle): string[] {
  const judged = metrics.filter(({ thresholds }) => thresholds.length > 0).sort(byName);
  if (judged.length === 0) return [];
  const parents = new Set(judged.filter(({ suffix }) => suffix === undefined).map(({ metric }) => metric));
  return [
    titleLine("THRESHOLDS", style.paint),
    "",
    ...judged.flatMap((metric) => metricLines(metric, parents.has(metric.metric), style)),
    "",
  ];
}

/** A submetric is set below its metric, if that has thresholds of its own, and stands for itself otherwise. */
function metricLines(metric: MetricSummary, isParentJudged: boolean, style: TextStyle): string[] {
  const isBelow = metric.suffix !== undefined && isParentJudged;
  const indent = isBelow ? "      " : "    ";
  return [
    indent + (isBelow ? `{${metric.suffix}}` : metricName(metric)),
    ...metric.thresholds.map((threshold) => indent + thresholdLine(threshold, metric, style)),
    "",
  ];
}

function thresholdLine(threshold: ThresholdSummary, metric: MetricSummary, { paint, timeUnit }: TextStyle): string {
  const { source, label, ok } = threshold;
  const mark = ok ? paint("pass", "✓") : paint("fail", "✗");
  const measured = paint("value", measuredText(threshold, metric, timeUnit));
  return `${mark} ${paint("term", `'${source.trim()}'`)} ${paint("term", label)}=${measured}`;
}

function measuredText(threshold: ThresholdSummary, { kind, contains }: MetricSummary, unit: SummaryTimeUnit): string {
  const { method, measured } = threshold;
  if (kind === "rate") return formatShare(measured);
  return method === "rate" ? formatPerSecond(measured, contains, unit) : formatValue(measured, contains, unit);
}
