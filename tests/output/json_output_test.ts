import { metadataTag } from "../../src/metrics/mod.ts";
import { JSON_OUTPUT } from "../../src/output/json_output.ts";
import { assertEquals } from "../support/assert.ts";
import { RecordingHost, samplesOf } from "./samples_of.ts";

const TIME = Date.UTC(2026, 0, 2, 3, 4, 5, 123) + 0.456;

/** The time as every line has it, in the time zone of this machine. */
const TIME_TEXT = new RegExp(String.raw`"time":"2026-01-0\dT\d\d:\d\d:05\.123456(Z|[+-]\d\d:\d\d)"`);

/** Writes to standard output, and gives the lines with a stand-in for their times. */
async function linesOf(host: RecordingHost, ...batches: Parameters<typeof samplesOf>[0][]): Promise<string[]> {
  const output = await JSON_OUTPUT.start("-", host);
  for (const batch of batches) await output.add(samplesOf(batch));
  await output.stop();
  return host.stdout.trimEnd().split("\n").map((line) => line.replace(TIME_TEXT, '"time":"T"'));
}

Deno.test("json writes a line for a metric at its first sample, then one for every sample", async () => {
  const host = new RecordingHost();
  const lines = await linesOf(host, [
    { metric: "rtt", contains: "time", tags: { room: "a", group: "" }, value: 12.5, time: TIME },
    { metric: "rtt", contains: "time", tags: { room: "b", group: "" }, value: 0.1, time: TIME },
    { metric: "checks", kind: "rate", tags: { check: 'says "hi"' }, value: 1, time: TIME },
  ]);
  assertEquals(lines, [
    '{"type":"Metric","data":{"name":"rtt","type":"trend","contains":"time","thresholds":[],"submetrics":null},"metric":"rtt"}',
    '{"metric":"rtt","type":"Point","data":{"time":"T","value":12.5,"tags":{"group":"","room":"a"}}}',
    '{"metric":"rtt","type":"Point","data":{"time":"T","value":0.1,"tags":{"group":"","room":"b"}}}',
    '{"type":"Metric","data":{"name":"checks","type":"rate","contains":"default","thresholds":[],"submetrics":null},"metric":"checks"}',
    String.raw`{"metric":"checks","type":"Point","data":{"time":"T","value":1,"tags":{"check":"says \"hi\""}}}`,
  ]);
});

Deno.test("json tells the thresholds and submetrics of a metric, those that abort as objects", async () => {
  const host = new RecordingHost({
    rtt: {
      thresholds: [
        { threshold: "p(95)<100", abortOnFail: false, delayAbortEval: "" },
        { threshold: "max<9", abortOnFail: true, delayAbortEval: "10s" },
      ],
      submetrics: [{ name: "rtt{room:a}", tags: { room: "a" } }],
    },
  });
  const [first = ""] = await linesOf(host, [{ metric: "rtt", value: 1, time: TIME }]);
  const { data } = JSON.parse(first);
  assertEquals(data.thresholds, ["p(95)<100", { threshold: "max<9", abortOnFail: true, delayAbortEval: "10s" }]);
  assertEquals(data.submetrics, [{ name: "rtt{room:a}", suffix: "room:a", tags: { room: "a" } }]);
});

Deno.test("json writes metadata beside the tags", async () => {
  const tags = { [metadataTag("vu")]: "7", [metadataTag("iter")]: "0", group: "" };
  const lines = await linesOf(new RecordingHost(), [{ metric: "rtt", tags, value: 1, time: TIME }]);
  assertEquals(
    lines[1],
    '{"metric":"rtt","type":"Point","data":{"time":"T","value":1,"tags":{"group":""},"metadata":{"iter":"0","vu":"7"}}}',
  );
});

Deno.test("json says what it is writing to", () => {
  assertEquals(["", "-", "out.json"].map((argument) => JSON_OUTPUT.describe(argument)), [
    "json (-)",
    "json (-)",
    "json (out.json)",
  ]);
});
