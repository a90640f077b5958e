/** Golden fixtures: what k6 measured in a run, and what it printed about it. */

import type { MetricDefinition } from "../../../src/metrics/mod.ts";
import type { SummaryData, SummaryMode, SummaryTimeUnit } from "../../../src/report/mod.ts";

/** All samples of one metric with one set of tags, in order. */
export interface FixtureSeries {
  metric: string;
  tags: Record<string, string>;
  values: number[];
}

/** One run of k6. */
export interface Fixture {
  mode: SummaryMode;
  colors: boolean;
  timeUnit: SummaryTimeUnit;
  trendStats: string[];
  /** The script's option. */
  thresholds: Record<string, unknown>;
  /** The script's own metrics. */
  metrics: MetricDefinition[];
  /** In the order of their first samples. */
  series: FixtureSeries[];
  /** What `handleSummary` was called with. */
  data: SummaryData;
  /** The file of `--summary-export`. */
  exported: unknown;
  /** Standard output. */
  text: string;
}

const FOLDER = new URL("fixtures/", import.meta.url);
const SUFFIX = ".jsonl";

/** The names of all fixtures. */
export function fixtureNames(): string[] {
  return Array.from(Deno.readDirSync(FOLDER), ({ name }) => name)
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => name.slice(0, -SUFFIX.length))
    .sort();
}

/** Reads a fixture: one line for the run, one for each series, and the text in a file of its own. */
export function readFixture(name: string): Fixture {
  const [run = "", ...series] = Deno.readTextFileSync(new URL(name + SUFFIX, FOLDER)).trimEnd().split("\n");
  const text = Deno.readTextFileSync(new URL(`${name}.txt`, FOLDER));
  return { ...JSON.parse(run), series: series.map((line) => JSON.parse(line)), text };
}

/** Writes a fixture in the form that {@linkcode readFixture} reads. */
export function writeFixture(name: string, { text, series, ...run }: Fixture): void {
  const lines = [run, ...series].map((line) => JSON.stringify(line));
  Deno.mkdirSync(FOLDER, { recursive: true });
  Deno.writeTextFileSync(new URL(name + SUFFIX, FOLDER), `${lines.join("\n")}\n`);
  Deno.writeTextFileSync(new URL(`${name}.txt`, FOLDER), text);
}
