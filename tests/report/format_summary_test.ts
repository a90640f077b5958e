import type { MetricKind, Registry, ValueKind } from "../../src/metrics/mod.ts";
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

/** Worked out by hand: nested groups, checks that fail, marks, submetrics, narrow values, wide characters. */
const LEGACY = `
     ✓ at the root
     ✗ 漢字
      ↳  66% — ✓ 2 / ✗ 1

     █ outer

       █ innér

         ✓ deep

     bytes..........: 1.5 kB 1.5 kB/s
     checks.........: 80.00% 4 out of 5
   ✗ hits...........: 7      7/s
     ✓ { room:a }...: 7      7/s
     level..........: -2     min=-2     max=1
   ✓ rtt............: avg=2ms min=1ms max=3ms
   ✗ unsampled......: avg=0   min=0   max=0${"  "}

`;

Deno.test("formatSummary writes the legacy layout: a tree of checks, one list of metrics", () => {
  const summary = summaryOf((registry) => {
    const add = (name: string, kind: MetricKind, values: number[], tags = {}, contains: ValueKind = "default") => {
      const series = registry.series(
        registry.metric(name) ?? registry.define(name, kind, contains),
        registry.tags(tags),
      );
      for (const value of values) series.add(value);
    };
    add("checks", "rate", [1], { group: "", check: "at the root" });
    add("checks", "rate", [1, 0, 1], { group: "", check: "漢字" });
    add("checks", "rate", [1], { group: "::outer::innér", check: "deep" });
    add("rtt", "trend", [1, 3], {}, "time");
    add("hits", "counter", [7], { room: "a" });
    add("level", "gauge", [1, -2]);
    add("bytes", "counter", [1500], {}, "data");
    registry.define("unsampled", "trend");
  }, {
    mode: "legacy",
    trendStats: ["avg", "min", "max"],
    thresholds: {
      rtt: ["avg<3"],
      hits: ["count>1", "count>10"],
      "hits{room:a}": ["count==7"],
      unsampled: ["max>0"],
    },
  });
  assertEquals(formatSummary(summary, { mode: "legacy", colors: false }), LEGACY);
});

Deno.test("formatSummary writes nothing but blank lines in the legacy layout when nothing was measured", () => {
  const text = formatSummary(summaryOf(() => {}, { mode: "legacy" }), { mode: "legacy", colors: true });
  assertEquals(text, "\n\n\n");
});

/** Worked out by hand: a group in the default scenario, one in another, a group inside, one column for each block. */
const FULL = `

  █ TOTAL RESULTS${" "}

    checks_total.......: 3      1.5/s
    checks_succeeded...: 66.66% 2 out of 3
    checks_failed......: 33.33% 1 out of 3

    ✓ ok
    ✗ bad
      ↳  0% — ✓ 0 / ✗ 1

    CUSTOM
    hits...: 6 3/s


  █ GROUP: läuft${" "}

    checks_total.......: 1       0.5/s
    checks_succeeded...: 100.00% 1 out of 1
    checks_failed......: 0.00%   0 out of 1

    ✓ ok

    CUSTOM
    hits...: 1 0.5/s


  █ SCENARIO: busy${" "}

    checks_total.......: 2      1/s
    checks_succeeded...: 50.00% 1 out of 2
    checks_failed......: 50.00% 1 out of 2

    ✓ ok
    ✗ bad
      ↳  0% — ✓ 0 / ✗ 1

    CUSTOM
    hits...: 5 2.5/s

    ↳ GROUP: outer${" "}

      checks_total.......: 1       0.5/s
      checks_succeeded...: 100.00% 1 out of 1
      checks_failed......: 0.00%   0 out of 1

      ✓ ok

      CUSTOM
      hits...: 2 1/s

      ↳ GROUP: inner${" "}

        checks_total.......: 1       0.5/s
        checks_succeeded...: 0.00%   0 out of 1
        checks_failed......: 100.00% 1 out of 1

        ✗ bad
              ↳  0% — ✓ 0 / ✗ 1

        CUSTOM
        hits...: 3 1.5/s



`;

Deno.test("formatSummary gives each scenario and each group a section of its own in full mode", () => {
  const summary = summaryOf((registry) => {
    const checks = registry.builtIn("checks");
    const hits = registry.define("hits", "counter");
    const add = (scenario: string, group: string, check: string, passes: 0 | 1, count: number) => {
      registry.series(checks, registry.tags({ scenario, group, check })).add(passes);
      registry.series(hits, registry.tags({ scenario, group })).add(count);
    };
    add("default", "::läuft", "ok", 1, 1);
    add("busy", "::outer", "ok", 1, 2);
    add("busy", "::outer::inner", "bad", 0, 3);
  }, { mode: "full", durationMs: 2000 });
  assertEquals(formatSummary(summary, { mode: "full", colors: false }), FULL);
});

Deno.test("formatSummary tells at the end of every layout that the load generator was the bottleneck", () => {
  const emit = (registry: Registry) => registry.series(registry.define("hits", "counter"), registry.noTags).add(1);
  const summary = summaryOf(emit, { bottleneck: "It was us." });
  assertEquals(
    [
      formatSummary(summary, { mode: "compact", colors: false }),
      formatSummary(summary, { mode: "legacy", colors: true }),
    ].map((text) => text.split("hits")[1]),
    [
      "...: 1 1/s\n\n\n  It was us.\n\n\n",
      "\x1b[2m...:\x1b[0m \x1b[36m1\x1b[0m \x1b[36;2m1/s\x1b[0m\n\n     \x1b[31mIt was us.\x1b[0m\n\n",
    ],
  );
});
