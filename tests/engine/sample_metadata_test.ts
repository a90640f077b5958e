/** What samples carry besides their tags, and their time, as the output `json` has it. */

import { assertEquals } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";

interface Point {
  readonly metric: string;
  readonly data: {
    readonly time: string;
    readonly value: number;
    readonly tags: Readonly<Record<string, string>>;
    readonly metadata?: Readonly<Record<string, string>>;
  };
}

/** The samples that a script makes of one metric. */
async function samples(
  script: string,
  metric: string,
  options: Record<string, unknown> = {},
): Promise<Point["data"][]> {
  const path = await Deno.makeTempFile();
  try {
    const { errors } = await runScript(script, { options, settings: { outputs: [`json=${path}`] } });
    assertEquals(errors, []);
    const lines = (await Deno.readTextFile(path)).trimEnd().split("\n").map((line) => JSON.parse(line));
    return lines.filter((line) => line.type === "Point" && line.metric === metric).map(({ data }: Point) => data);
  } finally {
    await Deno.remove(path);
  }
}

const SCRIPT = `
  import exec from "k6/execution";
  import { Counter, Gauge, Rate, Trend } from "k6/metrics";
  const seen = new Counter("seen");
  const metrics = [new Gauge("g1"), new Rate("r1"), new Trend("t1")];
  export default function () {
    const { metadata } = exec.vu.metrics;
    seen.add(1);
    if (__ITER === 0) { metadata.trace = "abc"; metadata.gone = 1; }
    else delete metadata.gone;
    seen.add(2);
    for (const metric of metrics) metric.add(1);
  }
`;

Deno.test("metadata that a script sets is on all later samples of its VU, and is no tag", async () => {
  const found = await samples(SCRIPT, "seen", { iterations: 2 });
  assertEquals(found.map(({ value, tags, metadata }) => [value, tags, metadata]), [
    [1, { group: "", scenario: "default" }, undefined],
    [2, { group: "", scenario: "default" }, { gone: "1", trace: "abc" }],
    [1, { group: "", scenario: "default" }, { gone: "1", trace: "abc" }],
    [2, { group: "", scenario: "default" }, { trace: "abc" }],
  ]);
});

Deno.test("the system tags vu and iter are metadata", async () => {
  const options = { iterations: 2, systemTags: ["vu", "iter", "scenario"] };
  assertEquals((await samples(SCRIPT, "iterations", options)).map(({ tags, metadata }) => [tags, metadata]), [
    [{ scenario: "default" }, { gone: "1", iter: "0", trace: "abc", vu: "1" }],
    [{ scenario: "default" }, { iter: "1", trace: "abc", vu: "1" }],
  ]);
});

Deno.test("samples of every kind of custom metric have the time at which they were taken", async (t) => {
  for (const metric of ["seen", "g1", "r1", "t1"]) {
    await t.step(metric, async () => {
      const before = Date.now() - 1;
      const times = (await samples(SCRIPT, metric)).map(({ time }) => Date.parse(time));
      assertEquals(times.length > 0 && times.every((time) => time >= before && time <= Date.now() + 1), true);
    });
  }
});

Deno.test("metadata does not take samples out of thresholds", async () => {
  const { summary } = await runScript(SCRIPT, {
    options: { iterations: 2, thresholds: { "seen{scenario:default}": ["count==6"] } },
  });
  assertEquals(summary!.metrics["seen{scenario:default}"]!.values.count, 6);
});
