import { SquallError } from "../../src/base/mod.ts";
import { describeOutput, startOutputs } from "../../src/output/mod.ts";
import { assertEquals, assertRejects, assertThrows } from "../support/assert.ts";
import { RecordingHost, samplesOf } from "./samples_of.ts";

Deno.test("several outputs run at once", async () => {
  const host = new RecordingHost();
  const outputs = await startOutputs(["json", "csv=-"], host);
  const samples = samplesOf([{ metric: "rtt", value: 1, time: 1000 }]);
  for (const { output } of outputs) await output.add(samples);
  for (const { output } of outputs) await output.stop();
  assertEquals(outputs.map(({ name }) => name), ["json", "csv=-"]);
  assertEquals(host.stdout.includes('{"metric":"rtt",') && host.stdout.includes("\nrtt,1,1.000000,"), true);
});

Deno.test("outputs are described with what they write to", () => {
  assertEquals(["json=a=b.json", "csv", "csv=x.csv"].map(describeOutput), [
    "json (a=b.json)",
    "csv (file.csv)",
    "csv (x.csv)",
  ]);
});

Deno.test("an output that there is not is refused, and tells those that there are", async () => {
  const message = "invalid output type 'statsd', available types are: csv, json";
  assertThrows(() => describeOutput("statsd=x"), SquallError, message);
  await assertRejects(() => startOutputs(["json=-", "statsd"], new RecordingHost()), SquallError, message);
});

Deno.test("where one output cannot be started, none is left open", async () => {
  const path = await Deno.makeTempFile();
  try {
    await assertRejects(() => startOutputs([`json=${path}`, "csv=/nonexistent/x"], new RecordingHost()), SquallError);
  } finally {
    await Deno.remove(path);
  }
});
