import { metadataTag } from "../../src/metrics/mod.ts";
import { SquallError } from "../../src/base/mod.ts";
import { CSV_OUTPUT } from "../../src/output/csv_output.ts";
import { assertEquals, assertRejects } from "../support/assert.ts";
import { RecordingHost, samplesOf } from "./samples_of.ts";

const TIME = Date.UTC(2026, 0, 2, 3, 4, 5, 123) + 0.456;

async function rowsOf(
  argument: string,
  host: RecordingHost,
  given: Parameters<typeof samplesOf>[0],
): Promise<string[]> {
  const output = await CSV_OUTPUT.start(argument, host);
  await output.add(samplesOf(given));
  await output.stop();
  return host.stdout.trimEnd().split("\n");
}

Deno.test("csv has a column for every system tag, and puts other tags and metadata behind them", async () => {
  const rows = await rowsOf("fileName=-", new RecordingHost(), [
    { metric: "rtt", tags: { group: "::a", room: "x", kind: "y", [metadataTag("vu")]: "1" }, value: 12.5, time: TIME },
    { metric: "checks", kind: "rate", tags: { check: 'a, "b"', status: "101" }, value: 1, time: TIME },
  ]);
  assertEquals(rows, [
    "metric_name,timestamp,metric_value,check,group,status,url,extra_tags,metadata",
    "rtt,1767323045,12.500000,,::a,,,kind=y&room=x,vu=1",
    'checks,1767323045,1.000000,"a, ""b""",,101,,,',
  ]);
});

Deno.test("csv writes times as it is told", async (t) => {
  const cases: [format: string, expected: RegExp][] = [
    ["unix", /^rtt,1767323045,/],
    ["unix_milli", /^rtt,1767323045123,/],
    ["unix_micro", /^rtt,1767323045123456,/],
    ["unix_nano", /^rtt,1767323045123456000,/],
    ["rfc3339", /^rtt,2026-01-0\dT\d\d:\d\d:05(Z|[+-]\d\d:\d\d),/],
    ["rfc3339_nano", /^rtt,2026-01-0\dT\d\d:\d\d:05\.123456(Z|[+-]\d\d:\d\d),/],
  ];
  for (const [format, expected] of cases) {
    await t.step(format, async () => {
      const given = [{ metric: "rtt", value: 1, time: TIME }];
      const [, row = ""] = await rowsOf(`fileName=-,timeFormat=${format}`, new RecordingHost(), given);
      assertEquals(expected.test(row), true, row);
      const host = new RecordingHost();
      Object.assign(host.environment, { K6_CSV_FILENAME: "-", K6_CSV_TIME_FORMAT: format });
      assertEquals((await rowsOf("", host, given))[1], row);
    });
  }
});

Deno.test("csv refuses settings that there are not, and formats", async (t) => {
  const cases: [argument: string, message: string][] = [
    ["fileName=-,timeFormat=stardate", "unknown CSV timestamp format: stardate"],
    ["fileName=-,colour=red", "couldn't parse colour=red as a setting of csv"],
    ["fileName=-,x", "couldn't parse x as a setting of csv"],
  ];
  for (const [argument, message] of cases) {
    await t.step(argument, async () => {
      const error = await assertRejects(() => CSV_OUTPUT.start(argument, new RecordingHost()), SquallError);
      assertEquals(error.message, message);
    });
  }
});
