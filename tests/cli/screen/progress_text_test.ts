import { paintProgress, renderProgress } from "../../../src/cli/screen/progress_text.ts";
import { describeRun } from "../../../src/cli/screen/run_description.ts";
import type { LivePulse, RunStatus } from "../../../src/engine/mod.ts";
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
    pulse: undefined,
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
    ["scenarios that are paused", { isPaused: true }, [
      "paused (00m45.3s), 12/12 VUs, 57 complete and 3 interrupted iterations",
      "chat                             [  50% ] 10 VUs  0m45.3s/1m30s",
      "a_scenario_with_a_very_long...   [  23% ] 2 VUs   00m15.3s/10m0s  07/30 shared iters",
    ]],
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
      assertEquals(renderProgress(statusOf({ plan, scenarios }), { columns: width, rows: 24 })[1], line);
    });
  }
});

const PULSE: LivePulse = {
  traffic: {
    open: 1024,
    received: 12_345.4,
    sent: 99.6,
    trend: { name: "rtt", contains: "time", median: 1.234, p95: 1500 },
  },
  generator: {
    lag: 3.4,
    cores: 1.456,
    machineCores: 2,
    openFiles: 1100,
    openFileLimit: 20_000,
    openSockets: 1024,
    waitingSockets: 3,
    waitingBytes: 1_200_000,
  },
};

Deno.test("while executors run, two lines tell of the traffic and of the generator, as far as they fit", async (t) => {
  const sockets = "sockets 1,024 open, 12,345 msgs/s in, 100 msgs/s out, rtt med=1.23ms p(95)=1.5s";
  const generator = "generator 3 ms late, CPU 146 % of 2 cores, 1,100 of 20,000 files, 3 sockets wait to write 1.2 MB";
  const bare = {
    ...PULSE.generator,
    machineCores: 1,
    openFiles: undefined,
    openFileLimit: undefined,
    waitingSockets: 0,
  };
  const cases: [name: string, pulse: LivePulse, columns: number | undefined, lines: string[]][] = [
    ["any width", PULSE, undefined, [sockets, generator]],
    ["just wide enough", PULSE, generator.length, [sockets, generator]],
    ["60 columns", PULSE, 60, [
      "sockets 1,024 open, 12,345 msgs/s in, 100 msgs/s out",
      "generator 3 ms late, CPU 146 % of 2 cores",
    ]],
    ["8 columns, to be cut", PULSE, 8, ["sockets 1,024 open", "generator 3 ms late"]],
    ["no traffic, no files", { traffic: undefined, generator: bare }, 80, ["generator 3 ms late, CPU 146 % of 1 core"]],
  ];
  for (const [name, pulse, columns, lines] of cases) {
    await t.step(name, () => {
      const shown = renderProgress(statusOf({ pulse }), columns === undefined ? undefined : { columns, rows: 24 });
      assertEquals(shown.slice(1, -2), lines);
    });
  }
  await t.step("not when they are through", () => {
    assertEquals(renderProgress(statusOf({ pulse: PULSE, phase: "finished" }), undefined).length, 3);
  });
});

Deno.test("with fewer rows than scenarios, those that run are shown, and how many are not", async (t) => {
  const names = Array.from("abcdef");
  const plan = planOf({
    scenarios: Object.fromEntries(
      names.map((name, i) => [name, { executor: "constant-vus", vus: 1, duration: "10s", startTime: `${i * 10}s` }]),
    ),
  });
  // a and b are over, c and d run, e and f wait.
  const scenarios = names.map((_, i) => {
    const elapsed = 35_000 - i * 10_000 + (i === 2 ? 1 : 0);
    return { elapsed, iterations: 1, activeVus: i === 2 || i === 3 ? 1 : 0, lentVus: 1, finished: false };
  });
  const cases: [rows: number, names: string[]][] = [
    [8, ["a", "b", "c", "d", "e", "f"]],
    [7, ["a", "b", "c", "d", "e", "f"]],
    [6, ["c", "d", "e", "f", "… and 2 more scenarios"]],
    [5, ["c", "d", "e", "… and 3 more scenarios"]],
    [2, ["… and 6 more scenarios"]],
  ];
  for (const [rows, shown] of cases) {
    await t.step(String(rows), () => {
      const lines = renderProgress(statusOf({ plan, scenarios }), { columns: 80, rows });
      assertEquals(lines.slice(1).map((line) => line.startsWith("…") ? line : line[0]), shown);
    });
  }
});

Deno.test("on a narrow terminal names make room for the percentage", () => {
  const shown = (columns: number) =>
    renderProgress(statusOf({}), { columns, rows: 24 }).slice(1).map((line) => line.slice(0, columns).trimEnd());
  assertEquals(
    shown(30),
    ["chat                  [  50% ] 1", "a_scenario_with_...   [  23% ] 2"].map((line) => line.slice(0, 30).trimEnd()),
  );
  assertEquals(shown(16), ["chat    [  50% ]", "a_...   [  23% ]"]);
  assertEquals(shown(8), ["chat   [", "a...   ["]);
});

Deno.test("a line is coloured as in k6, also when it was cut", async (t) => {
  const cases: [line: string, painted: string][] = [
    ["a   [=>--] 1 VUs", "a   [=>\x1b[2m--\x1b[22m] 1 VUs"],
    ["a ✓ [====] 1 VUs", "a \x1b[32m✓\x1b[0m [====] 1 VUs"],
    ["a ✗ [==--", "a \x1b[31m✗\x1b[0m [==\x1b[2m--\x1b[22m"],
    ["a • [----] waiting", "a \x1b[2m•\x1b[0m [\x1b[2m----\x1b[22m] waiting"],
    ["running (1s)", "running (1s)"],
  ];
  for (const [line, painted] of cases) await t.step(line, () => assertEquals(paintProgress(line), painted));
});
