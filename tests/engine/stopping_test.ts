import { ExitCode } from "../../src/base/mod.ts";
import type { TestRun } from "../../src/engine/mod.ts";
import type { LogRecord } from "../../src/runtime/mod.ts";
import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { runScript, type ScriptRun } from "../support/run_script.ts";

const REASON = { exitCode: ExitCode.ExternalAbort, message: "test run was aborted" };

/** Stops the run when the script prints `now`. */
function stopAtNow(record: LogRecord, run: TestRun): void {
  if (record.message === "now") run.stop(REASON);
}

const LOOPING = { scenarios: { it: { executor: "constant-vus", vus: 2, duration: "1h", gracefulStop: "1h" } } };

/** Scripts of which every phase can be the one that is stopped: `P` is where it says `now` and waits. */
async function stopIn(phase: string, options: Record<string, unknown> = {}): Promise<ScriptRun> {
  const wait = (name: string): string => name === phase ? 'console.log("now"); sleep(0.3);' : "";
  return await runScript(
    `
      import { sleep } from "k6";
      export function setup() { ${wait("setup")} console.log("set up"); return 1; }
      export default function () { ${wait("iteration")} console.log("iterated"); }
      export function teardown(data) { ${wait("teardown")} console.log("torn down", data); }
      export function handleSummary() { ${wait("handleSummary")} return { stdout: "summary" }; }
    `,
    { options, onLog: stopAtNow },
  );
}

Deno.test("a run that is stopped interrupts what runs, then tears down and sums up", async (t) => {
  const cases: [phase: string, lines: string[]][] = [
    // What setup would have returned is not there: teardown has nothing to go by.
    ["setup", ["now"]],
    ["iteration", ["set up", "now", "torn down 1"]],
    ["teardown", ["set up", "iterated", "now", "torn down 1"]],
    ["handleSummary", ["set up", "iterated", "torn down 1", "now"]],
  ];
  for (const [phase, lines] of cases) {
    await t.step(`in ${phase}`, async () => {
      const result = await stopIn(phase);
      assertEquals(result.lines, lines);
      assertEquals([result.exitCode, result.error, result.errors], [105, REASON.message, [REASON.message]]);
      assertEquals(result.stdout, "summary");
    });
  }
});

Deno.test("iterations that a stop interrupts are not counted, and gracefulStop does not apply", async () => {
  const result = await runScript(
    `
      import { sleep } from "k6";
      export default function () {
        if (__ITER < 2) return;
        if (__VU === 1) console.log("now");
        sleep(1e6);
      }
    `,
    { options: LOOPING, onLog: stopAtNow },
  );
  const { iterations, iteration_duration } = result.summary!.metrics;
  // The other VU may be anywhere in its first iterations.
  assertEquals(iterations!.values.count! >= 2 && iterations!.values.count! <= 4, true);
  assertEquals(iteration_duration!.values.min! < 1e6, true);
  assertEquals(result.exitCode, 105);
});

Deno.test("a stop while init code never ends does not wait for it", async (t) => {
  const cases: [name: string, condition: string][] = [["of the script", "true"], ["of a VU", "__VU > 0"]];
  for (const [name, condition] of cases) {
    await t.step(name, async () => {
      const stop = Promise.withResolvers<TestRun>();
      const source = `if (${condition}) { console.log("now"); while (true); } export default function () {}`;
      const timer = setTimeout(async () => (await stop.promise).stop(REASON), 300);
      const result = await runScript(source, { started: (run) => stop.resolve(run) });
      clearTimeout(timer);
      assertEquals([result.exitCode, result.errors, result.stdout], [105, [REASON.message], ""]);
    });
  }
});

Deno.test("a run that is stopped before it begins does not begin", async () => {
  const result = await runScript('console.log("init"); export default function () {}', {
    started: (run) => run.stop(REASON),
  });
  assertEquals([result.exitCode, result.summary, result.stdout], [105, undefined, ""]);
});

Deno.test("the first reason to stop counts", async () => {
  const result = await runScript('export default function () { console.log("now"); setTimeout(() => {}, 1e6); }', {
    options: { thresholds: { iterations: ["count>5"] } },
    onLog: (record, run) => {
      stopAtNow(record, run);
      if (record.message === "now") run.stop({ exitCode: ExitCode.InternalError, message: "too late" });
    },
  });
  // Thresholds have failed, too: the summary says so, the exit code does not.
  assertEquals([result.exitCode, result.errors], [105, [REASON.message]]);
  assertStringIncludes(result.stdout, "✗ 'count>5' count=0");
});

Deno.test("iterations may finish within gracefulStop, and are interrupted at its end", async () => {
  const result = await runScript(
    `
      import { sleep } from "k6";
      export default function () { sleep(__VU === 1 ? 1.2 : 60); console.log("finished", __VU); }
    `,
    { options: { scenarios: { it: { executor: "constant-vus", vus: 2, duration: "1s", gracefulStop: "500ms" } } } },
  );
  assertEquals([result.exitCode, result.lines, result.errors, result.warnings], [0, ["finished 1"], [], []]);
  assertEquals(result.summary!.metrics.iterations?.values.count, 1);
});

Deno.test("what an interrupted iteration leaves behind is dropped with a warning for each timer", async () => {
  const result = await runScript(
    `
      import { Counter } from "k6/metrics";
      const mine = new Counter("mine");
      export default function () {
        mine.add(1);
        setTimeout(() => mine.add(1), 1e6);
        setInterval(() => {}, 1e6);
      }
    `,
    { options: { scenarios: { it: { executor: "constant-vus", vus: 1, duration: "1s", gracefulStop: "0s" } } } },
  );
  assertEquals(result.warnings, [
    "setTimeout 1 was stopped because the VU iteration was interrupted",
    "setInterval 2 was stopped because the VU iteration was interrupted",
    "No script iterations fully finished, consider making the test duration longer",
  ]);
  const { mine, iterations, iteration_duration } = result.summary!.metrics;
  assertEquals([mine?.values.count, iterations, iteration_duration], [1, undefined, undefined]);
  assertEquals([result.exitCode, result.errors], [0, []]);
});
