/** The table of the comparison: medians, spreads, and ratios to k6 and to the limit. */

import type { Work } from "./works.ts";

/** The figures at one work by contender, one for each round. */
export type Figures = Map<string, number[]>;

const UNITS = { rate: "per CPU second", memory: "KB per VU", time: "ms", peak: "MB" } as const;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** Half the distance between the quartiles, as a share of the median. */
function spread(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  return (at(0.75) - at(0.25)) / 2 / median(values);
}

function figure(values: readonly number[] | undefined): string {
  if (values === undefined) return "–";
  return `${Math.round(median(values)).toLocaleString("en")} ±${(100 * spread(values)).toFixed(0)} %`;
}

/** How many times better than k6, and which part of the limit. */
function ratios({ measure }: Work, figures: Figures): string {
  const ours = median(figures.get("squall wire") ?? []);
  const better = (other: number): number => measure.kind === "rate" ? ours / other : other / ours;
  const parts: string[] = [];
  const k6 = figures.get("k6");
  if (k6 !== undefined) parts.push(`${better(median(k6)).toPrecision(2)} × k6`);
  const limit = figures.get("limit");
  if (limit !== undefined) parts.push(`${Math.round(100 * better(median(limit)))} % of limit`);
  return parts.join(", ");
}

const COLUMNS = ["squall wire", "squall native", "k6", "artillery", "limit"];

/** The first two lines. */
export function tableHead(): string[] {
  const cells = ["Work", "Measured in", ...COLUMNS, "squall wire is"];
  return [`| ${cells.join(" | ")} |`, `| ${cells.map(() => "---").join(" | ")} |`];
}

/**
 * One line.
 *
 * @param name The work's name.
 * @param work The work.
 * @param figures What was measured.
 */
export function tableRow(name: string, work: Work, figures: Figures): string {
  const cells = COLUMNS.map((contender) => figure(figures.get(contender)));
  return `| ${[`\`${name}\`: ${work.doc}`, UNITS[work.measure.kind], ...cells, ratios(work, figures)].join(" | ")} |`;
}
