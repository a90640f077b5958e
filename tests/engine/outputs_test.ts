/** Outputs of whole runs: what they get, and what their failures do to a run. */

import { runScript } from "../support/run_script.ts";
import { assertEquals, assertStringIncludes } from "../support/assert.ts";

const SCRIPT = `
  import { Counter, Trend } from "k6/metrics";
  const trend = new Trend("numbers", true);
  const count = new Counter("things");
  export const options = {
    scenarios: { s: { executor: "per-vu-iterations", vus: 2, iterations: 3 } },
    tags: { run: "one" },
    thresholds: { numbers: ["max<9", { threshold: "min>=0", abortOnFail: true, delayAbortEval: "5s" }], "numbers{odd:yes}": ["max>0"] },
  };
  export default function () {
    trend.add(__ITER, { odd: __ITER % 2 === 1 ? "yes" : "no" });
    count.add(1);
  }`;

interface Point {
  readonly metric: string;
  readonly type: "Metric" | "Point";
  readonly data: {
    readonly time: string;
    readonly value: number;
    readonly tags: Readonly<Record<string, string>>;
    readonly thresholds: unknown;
    readonly submetrics: unknown;
  };
}

async function withFile(use: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile();
  try {
    await use(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("an output gets every sample of every thread, with its tags, and what is known of the metric", () =>
  withFile(async (path) => {
    const { exitCode } = await runScript(SCRIPT, { options: {}, settings: { outputs: [`json=${path}`], threads: 2 } });
    assertEquals(exitCode, 0);
    const lines = (await Deno.readTextFile(path)).trimEnd().split("\n").map((line) => JSON.parse(line) as Point);
    const points = lines.filter(({ type, metric }) => type === "Point" && metric === "numbers");
    const values = points.map(({ data }) => `${data.value} ${data.tags.odd} ${data.tags.scenario} ${data.tags.run}`);
    assertEquals(values.sort(), ["0 no", "0 no", "1 yes", "1 yes", "2 no", "2 no"].map((text) => `${text} s one`));
    assertEquals(lines.filter(({ type, metric }) => type === "Point" && metric === "things").length, 6);
    assertEquals(lines.filter(({ type, metric }) => type === "Point" && metric === "iterations").length, 6);
    const { data } = lines.find(({ type, metric }) => type === "Metric" && metric === "numbers")!;
    assertEquals(data.thresholds, ["max<9", { threshold: "min>=0", abortOnFail: true, delayAbortEval: "5s" }]);
    assertEquals(data.submetrics, [{ name: "numbers{odd:yes}", suffix: "odd:yes", tags: { odd: "yes" } }]);
  }));

Deno.test("an output that is not there ends the run before it begins", async () => {
  const { exitCode, errors, summary } = await runScript(SCRIPT, { options: {}, settings: { outputs: ["kafka=x"] } });
  assertEquals([exitCode, summary], [255, undefined]);
  assertEquals(errors, ["invalid output type 'kafka', available types are: csv, json"]);
});

Deno.test("a file that cannot be made ends the run before it begins", async () => {
  const { exitCode, errors } = await runScript(SCRIPT, { options: {}, settings: { outputs: ["csv=/nonexistent/x"] } });
  assertEquals(exitCode, 255);
  assertStringIncludes(errors.join(), "Cannot write the output file /nonexistent/x: ");
});

Deno.test({
  name: "a full disk ends the output with one warning and the run with a code, but not before its time",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withFile(async (path) => {
      const settings = { outputs: ["json=/dev/full", `csv=${path}`] };
      const { exitCode, error, warnings, summary } = await runScript(SCRIPT, { options: {}, settings });
      assertEquals(warnings.length, 1);
      assertStringIncludes(warnings[0]!, "The output json=/dev/full has ended, and gets no more samples: ");
      assertStringIncludes(warnings[0]!, "No space left on device");
      assertEquals([exitCode, error], [255, "not everything was written to json=/dev/full"]);
      assertEquals(summary?.metrics.iterations?.values.count, 6);
      // The other output is whole.
      assertEquals((await Deno.readTextFile(path)).match(/^things,/gm)?.length, 6);
    }),
});

Deno.test("an output whose first line does not fit ends as any other, and leaves the run alone", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  const settings = { outputs: ["csv=/dev/full"] };
  const { exitCode, error, errors, warnings, summary } = await runScript(SCRIPT, { options: {}, settings });
  assertEquals(warnings, [
    "The output csv=/dev/full has ended, and gets no more samples: No space left on device (os error 28)",
  ]);
  assertEquals([exitCode, error], [255, "not everything was written to csv=/dev/full"]);
  assertEquals([errors, summary?.metrics.iterations?.values.count], [[], 6]);
});

Deno.test("a crossed threshold counts more than an output that failed", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  const options = { thresholds: { iterations: ["count>100"] } };
  const { exitCode } = await runScript(SCRIPT, { options, settings: { outputs: ["json=/dev/full"] } });
  assertEquals(exitCode, 99);
});

Deno.test("an output to standard output comes before the summary", async () => {
  const { stdout } = await runScript(SCRIPT, { options: {}, settings: { outputs: ["json"] } });
  const summaryAt = stdout.indexOf("TOTAL RESULTS");
  assertEquals(summaryAt > 0 && stdout.lastIndexOf('"type":"Point"') < summaryAt, true);
});
