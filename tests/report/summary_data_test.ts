import { exportSummary, handleSummaryData } from "../../src/report/mod.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { fixtureNames, readFixture } from "./golden/fixture.ts";
import { replay } from "./golden/replay.ts";
import { differences } from "./near_equality.ts";

Deno.test("handleSummaryData is what k6 calls handleSummary with", async (t) => {
  for (const name of fixtureNames()) {
    await t.step(name, () => {
      const fixture = readFixture(name);
      const { options: { noColor }, state: { isStdOutTTY, isStdErrTTY } } = fixture.data;
      const terminal = { noColor, isStdOutTty: isStdOutTTY, isStdErrTty: isStdErrTTY };
      assertEquals(differences(handleSummaryData(replay(fixture), terminal), fixture.data), []);
    });
  }
});

Deno.test("handleSummaryData can be cloned, and changing it changes nothing else", () => {
  const summary = replay(readFixture("everything_full"));
  const terminal = { noColor: true, isStdOutTty: false, isStdErrTty: true };
  const data = handleSummaryData(summary, terminal);
  assertEquals(structuredClone(data), data);
  data.metrics["rtt"]!.values["avg"] = -1;
  data.root_group.groups.length = 0;
  data.options.summaryTrendStats.length = 0;
  assertEquals(differences(handleSummaryData(summary, terminal), data).length > 2, true);
  assertEquals(handleSummaryData(summary, terminal).state, {
    isStdOutTTY: false,
    isStdErrTTY: true,
    testRunDurationMs: summary.durationMs,
  });
});

Deno.test("exportSummary writes what --summary-export of k6 holds", async (t) => {
  for (const name of fixtureNames()) {
    await t.step(name, () => {
      const fixture = readFixture(name);
      assertEquals(differences(JSON.parse(exportSummary(replay(fixture))), fixture.exported), []);
    });
  }
});

Deno.test("exportSummary indents by four spaces", () => {
  const lines = exportSummary(replay(readFixture("minimal_compact"))).split("\n");
  assertEquals(lines.slice(0, 3), ["{", '    "root_group": {', '        "name": "",']);
  assert(lines.includes('    "metrics": {'));
});
