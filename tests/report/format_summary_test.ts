import { formatSummary } from "../../src/report/mod.ts";
import { assertEquals } from "../support/assert.ts";
import { fixtureNames, readFixture } from "./golden/fixture.ts";
import { replay } from "./golden/replay.ts";
import { summaryOf } from "./summary_of_samples.ts";

Deno.test("formatSummary writes what k6 writes about the same samples", async (t) => {
  for (const name of fixtureNames()) {
    await t.step(name, () => {
      const fixture = readFixture(name);
      assertEquals(formatSummary(replay(fixture), fixture), fixture.text);
    });
  }
});

Deno.test("formatSummary leaves the sections of a full summary out of a compact one", () => {
  const { colors, text } = readFixture("everything_compact");
  const full = replay({ ...readFixture("everything_compact"), mode: "full" });
  assertEquals(formatSummary(full, { mode: "compact", colors }), text);
});

Deno.test("formatSummary shows what a threshold measured, whatever statistics and operators it uses", () => {
  const summary = summaryOf((registry) => {
    const hits = registry.series(registry.define("hits", "counter"), registry.noTags);
    const rtt = registry.series(registry.define("rtt", "trend", "time"), registry.noTags);
    for (const value of [10, 20, 30]) rtt.add(value);
    hits.add(7);
  }, { trendStats: ["count"], thresholds: { rtt: ["p(+50) <= 20", "max!=30"], hits: ["rate!=7", "count===7"] } });
  assertEquals(
    formatSummary(summary, { mode: "compact", colors: false }),
    `

  █ THRESHOLDS${" "}

    hits
    ✗ 'rate!=7' rate=7/s
    ✓ 'count===7' count=7

    rtt
    ✓ 'p(+50) <= 20' p(+50)=20ms
    ✗ 'max!=30' max=30ms


  █ TOTAL RESULTS${" "}

    CUSTOM
    hits...: 7 7/s
    rtt....: count=3



`,
  );
});

Deno.test("formatSummary has a title even when nothing was measured", () => {
  const text = formatSummary(summaryOf(() => {}), { mode: "full", colors: false });
  assertEquals(text, "\n\n  █ TOTAL RESULTS \n\n\n\n");
});
