/**
 * Captures the golden fixtures: runs the scripts of this folder with a real k6, and keeps what it measured next to what
 * it printed. By hand, where k6 and script(1) are installed:
 *
 *     deno run -A tests/report/golden/capture.ts /path/to/k6 [name …]
 *
 * A run in which two different samples of a built-in trend are so near each other that a histogram may mix them up is
 * repeated: the fixtures are about the text, the histogram's error has its own tests.
 */

import { BUILT_IN_METRICS, DEFAULT_TREND_STATS, type MetricDefinition } from "../../../src/metrics/mod.ts";
import type { SummaryData, SummaryMode, SummaryTimeUnit } from "../../../src/report/mod.ts";
import { type Fixture, type FixtureSeries, writeFixture } from "./fixture.ts";

/** A run to capture. */
interface Capture {
  script: string;
  mode?: SummaryMode;
  colors?: boolean;
  timeUnit?: SummaryTimeUnit;
  trendStats?: string[];
}

const CAPTURES: Readonly<Record<string, Capture>> = {
  everything_compact: { script: "everything" },
  everything_full: { script: "everything", mode: "full" },
  everything_full_colors: { script: "everything", mode: "full", colors: true },
  everything_compact_s: { script: "everything", timeUnit: "s" },
  everything_full_ms: { script: "everything", mode: "full", timeUnit: "ms" },
  everything_compact_us_colors: { script: "everything", timeUnit: "us", colors: true },
  everything_full_stats: {
    script: "everything",
    mode: "full",
    trendStats: ["count", "p(99.9)", "med", "max", "p(0)", "avg"],
  },
  names_compact: { script: "names" },
  names_full: { script: "names", mode: "full" },
  minimal_compact: { script: "minimal" },
  minimal_full_colors: { script: "minimal", mode: "full", colors: true },
  passing_compact: { script: "passing", colors: true },
  passing_compact_count: { script: "passing", trendStats: ["count"], timeUnit: "ms" },
  failing_compact: { script: "failing" },
  unsampled_full: { script: "unsampled", mode: "full" },
  aborted_full: { script: "aborted", mode: "full" },
  everything_legacy: { script: "everything", mode: "legacy" },
  everything_legacy_colors: { script: "everything", mode: "legacy", colors: true },
  everything_legacy_stats: {
    script: "everything",
    mode: "legacy",
    trendStats: ["count", "p(99.9)", "med"],
    timeUnit: "us",
  },
  names_legacy: { script: "names", mode: "legacy" },
  failing_legacy_colors: { script: "failing", mode: "legacy", colors: true },
  minimal_legacy: { script: "minimal", mode: "legacy" },
  unsampled_legacy: { script: "unsampled", mode: "legacy" },
  aborted_legacy: { script: "aborted", mode: "legacy" },
};

/** Buckets are at most 1/128 of their number wide. */
const TOO_NEAR = 1 / 127;
const ATTEMPTS = 50;

const [k6, ...wanted] = Deno.args;
if (k6 === undefined) throw new Error("Cannot capture without k6: give its path as the first argument");
for (const [name, capture] of Object.entries(CAPTURES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  writeFixture(name, await captureClearRun(k6, capture));
  console.log(name);
}

async function captureClearRun(k6: string, capture: Capture): Promise<Fixture> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const fixture = await captureRun(k6, capture);
    if (!hasNearSamples(fixture)) return fixture;
  }
  throw new Error(`Cannot get a run with clearly different samples: ${capture.script}`);
}

async function captureRun(k6: string, capture: Capture): Promise<Fixture> {
  const folder = await Deno.makeTempDir();
  try {
    const stats = capture.trendStats;
    const flags = [
      "--quiet",
      "--no-usage-report",
      "--log-format=raw",
      `--log-output=file=${folder}/log`,
      `--console-output=${folder}/console`,
      `--summary-export=${folder}/export.json`,
      `--out=json=${folder}/samples`,
      `--summary-mode=${capture.mode ?? "compact"}`,
      ...(capture.timeUnit ? [`--summary-time-unit=${capture.timeUnit}`] : []),
      ...(stats ? [`--summary-trend-stats=${stats.join(",")}`] : []),
    ];
    const script = new URL(`scripts/${capture.script}.js`, import.meta.url).pathname;
    const text = await run([k6, "run", ...flags, script], capture.colors ?? false);
    const read = (file: string) => Deno.readTextFileSync(`${folder}/${file}`);
    const { data, thresholds }: { data: SummaryData; thresholds?: Record<string, unknown> } = JSON.parse(
      read("console"),
    );
    return {
      mode: capture.mode ?? "compact",
      colors: capture.colors ?? false,
      timeUnit: capture.timeUnit ?? "",
      trendStats: stats ?? [...DEFAULT_TREND_STATS],
      thresholds: thresholds ?? {},
      metrics: customMetrics(data),
      series: readSeries(read("samples")),
      data,
      exported: JSON.parse(read("export.json")),
      text,
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Standard output of a command; with a terminal around it, without what that terminal adds. */
async function run(command: string[], inTerminal: boolean): Promise<string> {
  const words = inTerminal
    ? ["script", "--quiet", "--command", command.map((word) => `'${word}'`).join(" "), "/dev/null"]
    : command;
  const { stdout } = await new Deno.Command(words[0]!, { args: words.slice(1), stderr: "inherit" }).output();
  // A terminal's output has carriage returns, and k6 clears the rest of each line.
  return new TextDecoder().decode(stdout).replaceAll("\x1b[0K", "").replaceAll("\r\n", "\n");
}

function readSeries(samples: string): FixtureSeries[] {
  const series = new Map<string, FixtureSeries>();
  for (const line of samples.trim().split("\n")) {
    const { type, metric, data } = JSON.parse(line);
    if (type !== "Point") continue;
    const key = JSON.stringify([metric, data.tags]);
    const known = series.get(key);
    if (known === undefined) series.set(key, { metric, tags: data.tags, values: [data.value] });
    else known.values.push(data.value);
  }
  return [...series.values()];
}

function customMetrics(data: SummaryData): MetricDefinition[] {
  const builtIn: readonly string[] = BUILT_IN_METRICS.map(({ name }) => name);
  return Object.entries(data.metrics)
    .filter(([name]) => !name.includes("{") && !builtIn.includes(name))
    .map(([name, { type, contains }]) => ({ name, kind: type, contains }));
}

function hasNearSamples({ series }: Fixture): boolean {
  const durations = series.filter(({ metric }) => metric === "iteration_duration" || metric === "group_duration");
  const all = Object.values(Object.groupBy(durations, ({ metric }) => metric));
  return all.some((list = []) => {
    const values = list.flatMap(({ values }) => values).sort((a, b) => a - b);
    return values.some((value, index) =>
      index > 0 && value !== values[index - 1] && value / values[index - 1]! - 1 < TOO_NEAR
    );
  });
}
