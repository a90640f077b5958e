/** The statistics that a summary can show of a trend: `avg`, `min`, `med`, `max`, `count` and `p(N)`. */

import { readGoFloat } from "./go_float.ts";
import type { TrendSink } from "./trend_sink.ts";

/** A statistic of a trend. */
export interface TrendStat {
  /** As it was asked for, for example `p(99.9)`. */
  readonly name: string;
  /** The statistic of one trend. */
  read(trend: TrendSink): number;
}

const PLAIN_STATS = new Map<string, TrendStat["read"]>([
  ["avg", (trend) => trend.avg],
  ["min", (trend) => trend.min],
  ["med", (trend) => trend.percentile(50)],
  ["max", (trend) => trend.max],
  ["count", (trend) => trend.count],
]);

/** What a summary shows of a trend unless it is told otherwise. */
export const DEFAULT_TREND_STATS: readonly string[] = ["avg", "min", "med", "max", "p(90)", "p(95)"];

/**
 * Reads the name of a statistic.
 *
 * @param name `avg`, `min`, `med`, `max`, `count`, or `p(N)` with N from 0 to 100.
 * @returns The statistic.
 * @throws {SyntaxError} With k6's text, when there is no such statistic.
 */
export function parseTrendStat(name: string): TrendStat {
  const read = PLAIN_STATS.get(name);
  if (read !== undefined) return { name, read };
  if (!name.startsWith("p(") || !name.endsWith(")")) {
    throw new SyntaxError(`invalid trend stat '${name}', unknown format`);
  }
  const percent = readGoFloat(name.slice(2, -1)) ?? NaN;
  if (percent >= 0 && percent <= 100) return { name, read: (trend) => trend.percentile(percent) };
  throw new SyntaxError(`invalid percentile trend stat value '${name}', provide a number between 0 and 100`);
}

/** A statistic that has no parameter; `NaN` when there is none of that name. */
export function plainTrendStat(name: string, trend: TrendSink): number {
  return PLAIN_STATS.get(name)?.(trend) ?? NaN;
}
