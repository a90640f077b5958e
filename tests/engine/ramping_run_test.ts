/** Real scripts under the executors whose load changes: counts, VU numbers, what is logged. */

import { ExitCode, SquallError } from "../../src/base/mod.ts";
import type { ControlChange, TestRun } from "../../src/engine/mod.ts";
import { assert, assertEquals, assertRejects } from "../support/assert.ts";
import { runScript, type ScriptRun } from "../support/run_script.ts";

/** Runs one scenario. */
function runScenario(source: string, scenario: Record<string, unknown>, threads = 1): Promise<ScriptRun> {
  return runScript(source, { options: { scenarios: { load: scenario } }, settings: { threads } });
}

/** What a metric that counts has come to; 0 where nothing was counted. */
function countOf({ summary }: ScriptRun, metric: string): number {
  return summary?.metrics[metric]?.values.count ?? 0;
}

function numbers({ lines }: ScriptRun): number[] {
  return lines.map(Number).sort((a, b) => a - b);
}

const SECOND_AT_20 = { executor: "constant-arrival-rate", rate: 20, duration: "1s", gracefulStop: 0 };

Deno.test("stages ramp VUs up: each one comes, by the numbers from 1", async () => {
  // Each VU is in its only iteration until gracefulStop, which is zero, cuts it off.
  const script = `
    import { sleep } from "k6";
    export default function () { console.log(__VU); sleep(60); }`;
  const stages = [{ duration: "600ms", target: 4 }, { duration: "400ms", target: 4 }];
  const ramp = { executor: "ramping-vus", startVUs: 1, stages, gracefulStop: 0 };
  for (const threads of [1, 3]) {
    const run = await runScenario(script, ramp, threads);
    assertEquals([run.exitCode, numbers(run), run.errors], [0, [1, 2, 3, 4], []]);
    assertEquals(countOf(run, "iterations"), 0);
  }
  const shortcut = await runScript("export default function () {}", { options: { vus: 2, stages } });
  assert(countOf(shortcut, "iterations") > 4);
});

Deno.test("a constant rate starts as many iterations as it should, on one thread or several", async () => {
  for (const threads of [1, 2, 3]) {
    const run = await runScenario("export default function () {}", { ...SECOND_AT_20, preAllocatedVUs: 6 }, threads);
    assertEquals([run.exitCode, countOf(run, "iterations"), countOf(run, "dropped_iterations")], [0, 21, 0]);
  }
});

Deno.test("every start of a fast rate is accounted for, also where iterations await something", async () => {
  const script = "export default async function () { await null; await Promise.resolve(); }";
  const run = await runScenario(script, { ...SECOND_AT_20, rate: 2000, preAllocatedVUs: 40 });
  assertEquals([run.exitCode, countOf(run, "iterations") + countOf(run, "dropped_iterations")], [0, 2001]);
});

Deno.test("machines with a segment each start the iterations of the whole together", async () => {
  const counts: number[] = [];
  for (const executionSegment of ["0:1/2", "1/2:1"]) {
    const run = await runScript("export default function () {}", {
      options: {
        executionSegment,
        executionSegmentSequence: "0,1/2,1",
        scenarios: { load: { ...SECOND_AT_20, preAllocatedVUs: 4 } },
      },
      settings: { threads: 2 },
    });
    counts.push(countOf(run, "iterations"));
  }
  assertEquals(counts, [11, 10]);
});

Deno.test("a rate makes the VUs that it lacks, with numbers without gaps and with the data of setup", async () => {
  const script = `
    import { sleep } from "k6";
    export const options = { thresholds: { "dropped_iterations{scenario:load}": ["count==16"] } };
    export function setup() { return { base: 100 }; }
    export default function ({ base }) { console.log(base + __VU); sleep(60); }`;
  for (const threads of [1, 2]) {
    const scenario = { ...SECOND_AT_20, preAllocatedVUs: 2, maxVUs: 5 };
    const run = await runScenario(script, scenario, threads);
    assertEquals([run.exitCode, numbers(run), run.errors], [0, [101, 102, 103, 104, 105], []]);
    assertEquals(countOf(run, "dropped_iterations"), 16);
    assertEquals(run.warnings.filter((text) => text.startsWith("Insufficient")), [
      "Insufficient VUs, reached 5 active VUs and cannot initialize more",
    ]);
  }
});

Deno.test("a rate goes on when the init code of a further VU throws, and says so", async () => {
  const script = `
    import { sleep } from "k6";
    if (__VU > 1) throw new Error("no more");
    export default function () { console.log(__VU); sleep(60); }`;
  const run = await runScenario(script, { ...SECOND_AT_20, preAllocatedVUs: 1, maxVUs: 3 });
  assertEquals([run.exitCode, numbers(run), countOf(run, "dropped_iterations")], [0, [1], 20]);
  const [first] = run.errors;
  assert(first?.startsWith("Error while allocating unplanned VU: Error: no more"), first);
  const record = run.records.find(({ level }) => level === "error");
  assertEquals(record?.fields, { executor: "constant-arrival-rate", scenario: "load" });
});

Deno.test("scenarios one after the other use the same VUs, those that came late, too", async () => {
  const script = `
    import { sleep } from "k6";
    export default function () { console.log(__VU); sleep(60); }`;
  const run = await runScript(script, {
    options: {
      scenarios: {
        first: { ...SECOND_AT_20, preAllocatedVUs: 1, maxVUs: 3 },
        second: { executor: "constant-vus", vus: 1, duration: "1s", startTime: "1s", gracefulStop: 0 },
        third: { ...SECOND_AT_20, preAllocatedVUs: 1, maxVUs: 3, startTime: "2s" },
      },
    },
  });
  assertEquals([run.exitCode, run.lines.length, new Set(run.lines)], [0, 7, new Set(["1", "2", "3"])]);
  assertEquals(countOf(run, "dropped_iterations"), 2 * 18);
});

Deno.test("k6-utils knows the stage that a scenario with stages is in", async (t) => {
  const script = `
    import { getCurrentStageIndex, tagWithCurrentStageProfile } from "https://jslib.k6.io/k6-utils/1.4.0/index.js";
    import { Counter } from "k6/metrics";
    import { sleep } from "k6";
    const seen = new Counter("seen");
    export const options = {
      thresholds: {
        "seen{stage_profile:ramp-up}": ["count>0"],
        "seen{stage_profile:steady}": ["count>0"],
        "seen{stage_profile:ramp-down}": ["count>0"],
      },
    };
    export default function () {
      tagWithCurrentStageProfile();
      seen.add(1);
      console.log(getCurrentStageIndex());
      sleep(0.05);
    }`;
  const stages = [["700ms", 20], ["700ms", 20], ["700ms", 10]].map(([duration, target]) => ({ duration, target }));
  const loads = [
    { executor: "ramping-vus", startVUs: 5, stages },
    { executor: "ramping-arrival-rate", startRate: 20, stages, preAllocatedVUs: 20 },
  ];
  for (const load of loads) {
    await t.step(load.executor, async () => {
      const run = await runScenario(script, load);
      assertEquals([run.exitCode, new Set(run.lines)], [0, new Set(["0", "1", "2"])]);
    });
  }
});

/** Runs a script under the control of whoever sees its lines. */
function runControlled(onLine: (line: string, run: TestRun) => void, threads: number): Promise<ScriptRun> {
  const script = `
    import { sleep } from "k6";
    export default function () { console.log(__VU); sleep(0.02); }`;
  const load = { executor: "externally-controlled", vus: 1, maxVUs: 2, duration: 0 };
  return runScript(script, {
    options: { scenarios: { load } },
    settings: { threads },
    onLog: ({ fields, message }, run) => {
      if (fields?.source === "console") onLine(message, run);
    },
  });
}

Deno.test("an operator raises the VUs of a run beyond what was planned, pauses it, and ends it", async () => {
  for (const threads of [1, 2]) {
    const seen = new Set<string>();
    const loads: unknown[] = [];
    let step = 0;
    const run = await runControlled((line, run) => {
      seen.add(line);
      if (step === 0) {
        step = 1;
        void run.control.change({ vus: 4, maxVUs: 4 });
      } else if (step === 1 && seen.size === 4) {
        step = 2;
        void run.control.change({ paused: true }).then(async () => {
          loads.push(run.control.load);
          await run.control.change({ vus: 3, paused: false });
          loads.push(run.control.load);
          run.stop({ exitCode: ExitCode.ExternalAbort, message: "stopped" });
        });
      }
    }, threads);
    assertEquals([run.exitCode, [...seen].sort()], [105, ["1", "2", "3", "4"]]);
    assertEquals(loads, [{ vus: 4, maxVUs: 4, paused: true }, { vus: 3, maxVUs: 4, paused: false }]);
  }
});

Deno.test("a load that makes no sense is refused, and the run goes on as it was", async () => {
  const cases: [ControlChange, string][] = [
    [{ vus: -1 }, "the number of VUs can't be negative: -1"],
    [{ vus: 1.5 }, "the numbers of VUs must be whole: 1.5, 2"],
    [{ vus: 3 }, "the number of active VUs (3) must be less than or equal to the number of maxVUs (2)"],
    [{ maxVUs: 1 }, "the new number of max VUs cannot be lower than the starting number of max VUs (2)"],
  ];
  const messages: string[] = [];
  let asked: Promise<void> | undefined;
  const run = await runControlled((_line, run) => {
    asked ??= (async () => {
      for (const [change] of cases) {
        messages.push((await assertRejects(() => run.control.change(change), SquallError)).message);
      }
      messages.push(JSON.stringify(run.control.load));
      run.stop({ exitCode: ExitCode.ExternalAbort, message: "stopped" });
    })();
  }, 1);
  await asked;
  assertEquals(messages, [...cases.map(([, message]) => message), '{"vus":1,"maxVUs":2,"paused":false}']);
  assertEquals(run.exitCode, 105);
});

Deno.test("a run without a scenario that can be controlled, or that is not running, says so", async () => {
  let before: Promise<Error> | undefined;
  let during: Promise<Error> | undefined;
  await runScript('export default function () { console.log("x"); }', {
    started: (run) => before = assertRejects(() => run.control.change({ vus: 2 }), SquallError),
    onLog: ({ fields }, run) => {
      if (fields?.source === "console") during ??= assertRejects(() => run.control.change({ vus: 2 }), SquallError);
    },
  });
  assertEquals((await before)?.message, "The load can only be changed while the test runs: it is loading");
  assertEquals(
    (await during)?.message,
    "an externally-controlled executor needs to be configured for live configuration updates",
  );
});
