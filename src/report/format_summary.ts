/** The summary that a run prints at its end. */

import { legacyText } from "./legacy_text.ts";
import { createPainter } from "./painter.ts";
import { sectionLines, type TextStyle } from "./section_text.ts";
import type { Summary, SummaryMode } from "./summary.ts";
import { thresholdLines } from "./threshold_text.ts";

/** How a summary is printed. */
export interface FormatOptions {
  /** `full` shows groups and scenarios, if the summary was built with them; `legacy` is another layout. */
  readonly mode: SummaryMode;
  /** Use the colours of a terminal. */
  readonly colors: boolean;
}

/**
 * Writes a summary as text, character for character as k6 does.
 *
 * @returns What goes to standard output: with blank lines around, line feeds at the end of lines.
 */
export function formatSummary(summary: Summary, { mode, colors }: FormatOptions): string {
  const { total, scenarios, durationMs, timeUnit, trendStats, bottleneck } = summary;
  const paint = createPainter(colors, mode === "legacy");
  if (mode === "legacy") return legacyText(summary, paint);
  const style: TextStyle = { mode, paint, durationMs, timeUnit, trendStats };
  const isFull = mode === "full";
  const lines = [
    "",
    "",
    ...thresholdLines(total.metrics, style),
    ...sectionLines("TOTAL RESULTS", { ...total, groups: [] }, style),
    ...(isFull ? total.groups.flatMap((group) => sectionLines(`GROUP: ${group.name}`, group, style)) : []),
    ...(isFull ? scenarios.flatMap((scenario) => sectionLines(`SCENARIO: ${scenario.name}`, scenario, style)) : []),
    ...(bottleneck === undefined ? [] : [`  ${style.paint("fail", bottleneck)}`, ""]),
    "",
  ];
  return `${lines.join("\n")}\n`;
}
