/** The text of one section of a summary: checks, metrics by class, and the sections of the groups inside. */

import { perSecond } from "../metrics/mod.ts";
import { CLASS_TITLES, classTitle, isListed } from "./metric_class.ts";
import { metricRow, MetricTable, type NumberStyle, plainRow, shareRow } from "./metric_table.ts";
import { formatPerSecond } from "./number_format.ts";
import type { Painter } from "./painter.ts";
import { type CheckSummary, metricName, type MetricSummary, type SectionSummary, type SummaryMode } from "./summary.ts";

/** How a text is written. */
export interface TextStyle extends NumberStyle {
  readonly mode: SummaryMode;
  readonly paint: Painter;
  /** How long the run took, in milliseconds. */
  readonly durationMs: number;
}

/** One step of indentation. */
const STEP = "  ";

/** The lines of a top-level section, two blank ones at its end. */
export function sectionLines(title: string, section: SectionSummary, style: TextStyle): string[] {
  return [titleLine(title, style.paint), "", ...bodyLines(section, STEP + STEP, style), ""];
}

/** The line above a top-level section. */
export function titleLine(title: string, paint: Painter): string {
  return `${STEP}█ ${paint("title", title)} `;
}

/** By metric, the metric itself before its submetrics, those by their whole names. */
export function byName(a: MetricSummary, b: MetricSummary): number {
  return a.metric.localeCompare(b.metric, "en") || metricName(a).localeCompare(metricName(b), "en");
}

/** What stands below a title. Every block ends with a blank line. */
function bodyLines(section: SectionSummary, indent: string, style: TextStyle): string[] {
  const lines = [...checkBlock(section, indent, style), ...metricBlocks(section.metrics, indent, style)];
  for (const group of section.groups) {
    lines.push(`${indent}↳ ${style.paint("title", `GROUP: ${group.name}`)} `, "");
    lines.push(...bodyLines(group, indent + STEP, style));
  }
  return lines;
}

function checkBlock({ metrics, checks }: SectionSummary, indent: string, style: TextStyle): string[] {
  const values = metrics.find(({ metric, suffix }) => metric === "checks" && suffix === undefined)?.values;
  if (values === undefined) return [];
  const total = values["passes"]! + values["fails"]!;
  const rows = [
    plainRow("checks_total", String(total), formatPerSecond(perSecond(total, style.durationMs), "default", "")),
    shareRow("checks_succeeded", values["passes"]!, total),
    shareRow("checks_failed", values["fails"]!, total),
  ];
  const table = new MetricTable(rows, style.paint);
  return [
    ...rows.map((row) => indent + table.line(row)),
    "",
    ...checks.flatMap((check) => checkLines(check, indent, style.paint)),
    "",
  ];
}

function checkLines({ name, passes, fails }: CheckSummary, indent: string, paint: Painter): string[] {
  if (fails === 0) return [indent + paint("pass", `✓ ${name}`)];
  const percent = Math.floor((100 * passes) / (passes + fails));
  // k6 adds the indentation of nested groups a second time here: 6, 10, 14, … columns.
  const detailIndent = indent + indent.slice(STEP.length);
  return [
    indent + paint("fail", `✗ ${name}`),
    detailIndent + paint("fail", `↳  ${percent}% — ✓ ${passes} / ✗ ${fails}`),
  ];
}

function metricBlocks(metrics: readonly MetricSummary[], indent: string, style: TextStyle): string[] {
  const listed = metrics.filter(({ metric }) => isListed(metric, style.mode)).sort(byName)
    .map((metric) => ({ title: classTitle(metric.metric), row: metricRow(metric, style) }));
  const table = new MetricTable(listed.map(({ row }) => row), style.paint);
  return CLASS_TITLES.flatMap((title) => {
    const lines = listed.filter((entry) => entry.title === title).map(({ row }) => indent + table.line(row));
    return lines.length === 0 ? [] : [indent + style.paint("title", title), ...lines, ""];
  });
}
