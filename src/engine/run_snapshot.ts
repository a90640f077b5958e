/** What a run has measured so far, for whoever looks at it while it goes on. */

import { buildSummary, handleSummaryData, type SummaryData } from "../report/mod.ts";
import type { Measurements } from "./measurements.ts";

/** The statistics of trends, as k6's REST API has them whatever the summary shows. */
const TREND_STATS: readonly string[] = ["avg", "max", "med", "min", "p(90)", "p(95)"];

/** See the top of this file. */
export interface RunSnapshot {
  /** The metrics and groups. Submetrics follow their metric. */
  readonly data: Pick<SummaryData, "metrics" | "root_group">;
  /** Whether thresholds fail, by the name of each metric or submetric that has some and was judged. */
  readonly tainted: ReadonlyMap<string, boolean>;
}

/**
 * Looks at what was measured.
 *
 * @param measurements Of a run whose groups are kept.
 * @param elapsed Milliseconds that rates refer to.
 */
export function takeSnapshot(measurements: Measurements, elapsed: number): RunSnapshot {
  const tainted = measurements.taint(elapsed);
  const summary = buildSummary({
    store: measurements.store,
    mode: "compact",
    submetrics: measurements.submetrics,
    thresholds: measurements.thresholds,
    durationMs: elapsed,
    trendStats: TREND_STATS,
    timeUnit: "",
  });
  return { data: handleSummaryData(summary, { noColor: true, isStdOutTty: false, isStdErrTty: false }), tainted };
}
