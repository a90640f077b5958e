/** Lines of metrics with aligned columns: `name.....: values`. */

import { formatPerSecond, formatPlain, formatShare, formatValue, type SummaryTimeUnit } from "./number_format.ts";
import type { Painter } from "./painter.ts";
import type { MetricSummary } from "./summary.ts";
import { padding, textWidth } from "./text_width.ts";

/** One value of a row. */
interface Cell {
  /** What stands in front of the value: `avg=`, or nothing. */
  readonly lead: string;
  readonly text: string;
  readonly role: "value" | "detail";
}

/** One line of a table. Lines of one shape share their columns. */
export interface Row {
  readonly label: string;
  readonly shape: "trend" | "plain";
  readonly cells: readonly Cell[];
}

/** How the numbers of a table are written. */
export interface NumberStyle {
  readonly timeUnit: SummaryTimeUnit;
  readonly trendStats: readonly string[];
}

/** At least so many dots follow a label. */
const MINIMUM_DOTS = 3;

/** The row of a metric or submetric. */
export function metricRow({ metric, suffix, kind, contains, values }: MetricSummary, style: NumberStyle): Row {
  const label = suffix === undefined ? metric : `  { ${suffix} }`;
  const text = (name: string) => formatValue(values[name]!, contains, style.timeUnit);
  switch (kind) {
    case "counter":
      return plainRow(label, text("count"), formatPerSecond(values["rate"]!, contains, style.timeUnit));
    case "gauge":
      return plainRow(label, text("value"), `min=${text("min")}`, `max=${text("max")}`);
    case "rate":
      return shareRow(label, values["passes"]!, values["passes"]! + values["fails"]!);
    case "trend": {
      const texts = style.trendStats.map((stat) => stat === "count" ? formatPlain(values[stat]!) : text(stat));
      const cells = texts.map((text, i): Cell => ({ lead: `${style.trendStats[i]}=`, text, role: "value" }));
      return { label, shape: "trend", cells };
    }
  }
}

/** The row of a part of a whole: as a percentage and in numbers. */
export function shareRow(label: string, part: number, whole: number): Row {
  return plainRow(label, formatShare(whole === 0 ? 0 : part / whole), `${part} out of ${whole}`);
}

/** The row of something that is not a trend: a main value and some details. */
export function plainRow(label: string, main: string, ...details: string[]): Row {
  const cells = details.map((text): Cell => ({ lead: "", text, role: "detail" }));
  return { label, shape: "plain", cells: [{ lead: "", text: main, role: "value" }, ...cells] };
}

/** Aligns rows: knows the widths of all columns. */
export class MetricTable {
  readonly #paint: Painter;
  readonly #labelWidth: number;
  readonly #widths: Readonly<Record<Row["shape"], readonly number[]>>;

  constructor(rows: readonly Row[], paint: Painter) {
    this.#paint = paint;
    this.#labelWidth = Math.max(0, ...rows.map((row) => textWidth(row.label)));
    this.#widths = { trend: columnWidths(rows, "trend"), plain: columnWidths(rows, "plain") };
  }

  /** The line of one of the rows. */
  line(row: Row): string {
    const dots = ".".repeat(this.#labelWidth - textWidth(row.label) + MINIMUM_DOTS);
    const cells = row.cells.map((cell, column) => {
      const text = cell.lead + this.#paint(cell.role, cell.text);
      return this.#isPadded(row, column) ? text + padding(cell.text, this.#widths[row.shape][column]!) : text;
    });
    return `${row.label}${this.#paint("leader", `${dots}:`)} ${cells.join(" ")}`;
  }

  /** A single detail ends its line; everything else fills its column, at the end of a line too. */
  #isPadded(row: Row, column: number): boolean {
    return row.shape === "trend" || column === 0 || row.cells.length > 2;
  }
}

function columnWidths(rows: readonly Row[], shape: Row["shape"]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    if (row.shape !== shape) continue;
    for (const [column, { text }] of row.cells.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, textWidth(text));
    }
  }
  return widths;
}
