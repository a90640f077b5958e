/** What differs between two runs of a script, as far as it does not depend on time. */

import type { ObservedRecord, ObservedRun, ObservedSeries } from "./observed_run.ts";

/** One thing that differs. */
export interface RunDifference {
  readonly kind: "exit code" | "metric" | "samples" | "printed" | "logged" | "summary" | "export";
  /** What it is about: a metric with its tags, a line. */
  readonly subject: string;
  readonly k6: string;
  readonly here: string;
}

/** Sampled by the clock, or counting bytes that depend on the client: there are such samples or not, no more. */
const UNEVEN = ["vus", "vus_max", "data_sent", "data_received"];

/** Messages that leave in one moment are one sample here, whose value is their number. */
const SUMMED = ["ws_msgs_sent"];

/** How closely runs are compared. */
export interface ComparisonOptions {
  /** The numbers depend on time or chance: neither they nor what was printed are compared. */
  readonly isUneven?: boolean;
}

/**
 * Compares two runs.
 *
 * @param k6 The run of k6.
 * @param here The run of squall.
 * @param options How closely.
 */
export function compareRuns(
  k6: ObservedRun,
  here: ObservedRun,
  { isUneven = false }: ComparisonOptions = {},
): RunDifference[] {
  const differences: RunDifference[] = [];
  if (k6.exitCode !== here.exitCode) {
    differences.push({ kind: "exit code", subject: "", k6: String(k6.exitCode), here: String(here.exitCode) });
  }
  const numberless = (line: string) => isUneven ? line.replaceAll(/\d+/g, "N") : line;
  const tables: [RunDifference["kind"], (run: ObservedRun) => ReadonlyMap<string, string>][] = [
    ["metric", describeMetrics],
    ["samples", (run) => isUneven ? new Map() : describeSeries(run)],
    ["printed", ({ log }) => isUneven ? new Map() : countLines(printedLines(log))],
    ["logged", ({ log }) => countLines(loggedLines(log))],
    ["export", ({ exported }) => describeExport(exported, isUneven)],
    ["summary", ({ stdout }) => countLines(summaryLines(stdout).map(numberless))],
  ];
  for (const [kind, describe] of tables) {
    const [theirs, ours] = [describe(k6), describe(here)];
    for (const subject of new Set([...theirs.keys(), ...ours.keys()])) {
      const [a, b] = [theirs.get(subject) ?? "none", ours.get(subject) ?? "none"];
      if (a !== b) differences.push({ kind, subject, k6: a, here: b });
    }
  }
  return differences;
}

/** Only what has samples: k6 tells of some metrics that have none. */
function describeMetrics({ metrics, series }: ObservedRun): ReadonlyMap<string, string> {
  const sampled = new Set(series.map(({ metric }) => metric));
  return new Map(
    metrics.filter(({ name }) => sampled.has(name) && !UNEVEN.includes(name))
      .map(({ name, kind, contains }) => [name, `${kind} of ${contains}`]),
  );
}

/** All series with their values, but for those that are sampled by the clock. */
export function describeSeries({ metrics, series }: ObservedRun): ReadonlyMap<string, string> {
  const kinds = new Map(metrics.map(({ name, kind, contains }) => [name, { kind, contains }]));
  return new Map(
    series.filter(({ metric }) => !UNEVEN.includes(metric)).map((each) => {
      const { kind = "", contains = "" } = kinds.get(each.metric) ?? {};
      return [seriesName(each), describeValues(each, kind, contains)];
    }),
  );
}

/** A metric with its tags: `ws_sessions{scenario:default,url:…}`. */
export function seriesName({ metric, tags }: Pick<ObservedSeries, "metric" | "tags">): string {
  return `${metric}{${Object.entries(tags).map(([name, value]) => `${name}:${value}`).join(",")}}`;
}

/** How many there are, and what they add up to, unless they are times. */
function describeValues({ metric, values }: ObservedSeries, kind: string, contains: string): string {
  const count = `${values.length} samples`;
  if (SUMMED.includes(metric)) return `in sum ${sum(values)}`;
  if (kind === "gauge") return `${count}, the last ${values.at(-1)}`;
  if (contains === "time") return count;
  return `${count}, in sum ${sum(values)}`;
}

function sum(values: readonly number[]): number {
  return Number(values.reduce((total, value) => total + value, 0).toFixed(6));
}

/** What the script has printed. */
export function printedLines(log: readonly ObservedRecord[]): string[] {
  return log.filter(({ isPrinted }) => isPrinted).map(({ level, message }) => `${level}: ${message}`);
}

/** Warnings and errors, without their stacks. */
export function loggedLines(log: readonly ObservedRecord[]): string[] {
  return log.filter(({ isPrinted, level }) => !isPrinted && (level === "warning" || level === "error"))
    .map(({ level, message }) => `${level}: ${message.replace(/\n\s+at [^]*$/, "").trim()}`);
}

/** The lines of standard output without what depends on time: durations, rates, widths, what the clock samples. */
export function summaryLines(stdout: string): string[] {
  return stdout.split("\n")
    .filter((line) => !/^ *(?:(?:vus|vus_max|data_sent|data_received)\.*:|EXECUTION$)/.test(line))
    .map((line) =>
      line.replaceAll(/-?[\d.]+(?:h[\d]+m|m)?[\d.]*(?:ns|µs|ms|s)\b/g, "TIME")
        .replaceAll(/[\d.]+\/s/g, "RATE")
        .replaceAll(/\.{3,}/g, "...")
        .replaceAll(/ +/g, " ").trimEnd()
    )
    .filter((line) => line !== "");
}

/** Members of the exported summary that do not depend on time. */
const STEADY = /\.(?:count|passes|fails|name|path|id|ok|type|contains|version|execution)$|\.thresholds\.|^setup_data/;

/** All members of the exported summary by their paths, and the values of those that do not depend on time. */
function describeExport(exported: unknown, isUneven: boolean): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  function visit(value: unknown, path: string): void {
    if (UNEVEN.some((name) => path === `metrics.${name}`)) return;
    if (typeof value === "object" && value !== null) {
      for (const [name, member] of Object.entries(value)) visit(member, path === "" ? name : `${path}.${name}`);
    } else members.set(path, STEADY.test(path) && !isUneven ? JSON.stringify(value) : typeof value);
  }
  visit(exported ?? {}, "");
  return members;
}

/** How often there is each line. */
function countLines(lines: readonly string[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return new Map(Array.from(counts, ([line, count]) => [line, `${count}×`]));
}
