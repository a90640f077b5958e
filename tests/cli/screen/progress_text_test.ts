import { renderProgress } from "../../../src/cli/screen/progress_text.ts";
import { describeRun } from "../../../src/cli/screen/run_description.ts";
import type { RunStatus } from "../../../src/engine/mod.ts";
import { planOf } from "../../scenario/scenarios.ts";
import { assertEquals } from "../../support/assert.ts";

const OPTIONS = {
  scenarios: {
    chat: { executor: "constant-vus", vus: 10, duration: "1m30s" },
    a_scenario_with_a_very_long_name_indeed: {
      executor: "shared-iterations",
      vus: 2,
      iterations: 30,
      startTime: "30s",
    },
  },
};

/** The status of a run, as far as a case says something about it. */
function statusOf(status: Partial<RunStatus>): RunStatus {
  return {
    phase: "running",
    isPaused: false,
    end: undefined,
    elapsed: 45_300,
    vusActive: 12,
    vusInitialized: 12,
    iterationsCompleted: 57,
    iterationsInterrupted: 3,
    plan: planOf(OPTIONS),
    scenarios: [
      { elapsed: 45_300, iterations: 50, activeVus: 10, lentVus: 10, finished: false },
      { elapsed: 15_300, iterations: 7, activeVus: 2, lentVus: 2, finished: false },
    ],
    ...status,
  };
}

Deno.test("describeRun says what is going to happen, as k6 does", () => {
  assertEquals(describeRun("dir/s.js", planOf(OPTIONS)).split("\n"), [
    "     execution: local",
    "        script: dir/s.js",
    "        output: -",
    "",
    "     scenarios: (100.00%) 2 scenarios, 12 max VUs, 11m0s max duration (incl. graceful stop):",
    "              * chat: 10 looping VUs for 1m30s (gracefulStop: 30s)",
    "              * a_scenario_with_a_very_long_name_indeed: 30 iterations shared among 2 VUs " +
    "(maxDuration: 10m0s, startTime: 30s, gracefulStop: 30s)",
    "",
    "",
  ]);
});

Deno.test("renderProgress shows every phase", async (t) => {
  const cases: [name: string, status: Partial<RunStatus>, lines: string[]][] = [
    ["before there is a plan", { plan: undefined, phase: "loading" }, []],
    ["VUs", { phase: "initialising", vusInitialized: 3 }, ["Init   [  25% ] 3/12 VUs initialized"]],
    ["a run that waits", { phase: "paused", isPaused: true }, ["Run    [ 100% ] paused"]],
    ["setup", { phase: "setup" }, ["Run    [   0% ] setup()"]],
    ["teardown", { phase: "teardown" }, ["Run    [ 100% ] teardown()"]],
    ["scenarios", {}, [
      "running (00m45.3s), 12/12 VUs, 57 complete and 3 interrupted iterations",
      "chat                             [  50% ] 10 VUs  0m45.3s/1m30s",
      "a_scenario_with_a_very_long...   [  23% ] 2 VUs   00m15.3s/10m0s  07/30 shared iters",
    ]],
  ];
  for (const [name, status, lines] of cases) {
    await t.step(name, () => assertEquals(renderProgress(statusOf(status), undefined), lines));
  }
});

Deno.test("on a terminal there are bars as wide as fit, else percentages", async (t) => {
  const plan = planOf({ vus: 10, duration: "10s" });
  const scenarios = [{ elapsed: 5000, iterations: 5, activeVus: 10, lentVus: 10, finished: false }];
  const cases: [width: number, line: string][] = [
    [120, `default   [==================>-------------------] 10 VUs  05.0s/10s`],
    [50, "default   [=========>----------] 10 VUs  05.0s/10s"],
    [30, "default   [  50% ] 10 VUs  05.0s/10s"],
  ];
  for (const [width, line] of cases) {
    await t.step(String(width), () => {
      assertEquals(renderProgress(statusOf({ plan, scenarios }), width)[1], line);
    });
  }
});
