/** The summary as k6 printed it before 1.0, and until 2.0 on request: the tree of checks, then one list of metrics. */

import { metricRow, MetricTable } from "./metric_table.ts";
import type { Painter } from "./painter.ts";
import { byName } from "./section_text.ts";
import type { CheckSummary, GroupNode, MetricSummary, Summary } from "./summary.ts";

/** What stands in front of the names of metrics: room for a mark and its distance. */
const MARGIN = "   ";
const STEP = "  ";

/**
 * Writes a summary in the oldest layout.
 *
 * @param summary The summary.
 * @param paint Paints with the colours of that layout.
 * @returns What goes to standard output.
 */
export function legacyText(summary: Summary, paint: Painter): string {
  const { rootGroup, total, timeUnit, trendStats, bottleneck } = summary;
  const metrics = [...total.metrics].sort(byName);
  const rows = metrics.map((metric) => metricRow(metric, { timeUnit, trendStats }));
  const table = new MetricTable(rows, paint);
  const lines = [
    ...groupLines(rootGroup, MARGIN + STEP, paint),
    ...metrics.map((metric, i) => metricLine(metric, table.line(rows[i]!), paint)),
    ...(bottleneck === undefined ? [] : ["", MARGIN + STEP + paint("fail", bottleneck)]),
  ];
  return `\n${lines.join("\n")}\n\n`;
}

/** A group's checks, then the groups inside. A blank line follows the title and the checks. */
function groupLines({ name, checks, groups }: GroupNode, indent: string, paint: Painter): string[] {
  const isRoot = name === "";
  const inner = isRoot ? indent : indent + STEP;
  return [
    ...(isRoot ? [] : [`${indent}█ ${name}`, ""]),
    ...checks.map((check) => checkText(check, inner, paint)),
    ...(checks.length === 0 ? [] : [""]),
    ...groups.flatMap((group) => groupLines(group, inner, paint)),
  ];
}

/** The colour covers the indentation, and both lines of a failed check, as in k6. */
function checkText({ name, passes, fails }: CheckSummary, indent: string, paint: Painter): string {
  if (fails === 0) return paint("pass", `${indent}✓ ${name}`);
  const percent = Math.floor((100 * passes) / (passes + fails));
  return paint("fail", `${indent}✗ ${name}\n${indent} ↳  ${percent}% — ✓ ${passes} / ✗ ${fails}`);
}

/** The mark tells whether all thresholds hold; what has none has no mark. */
function metricLine({ suffix, thresholds }: MetricSummary, line: string, paint: Painter): string {
  const ok = thresholds.every((threshold) => threshold.ok);
  const mark = thresholds.length === 0 ? " " : ok ? paint("pass", "✓") : paint("fail", "✗");
  // The label of a submetric is indented already: its mark belongs behind that.
  return suffix === undefined ? `${MARGIN}${mark} ${line}` : `${MARGIN}${STEP}${mark} ${line.slice(STEP.length)}`;
}
