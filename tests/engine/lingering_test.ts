/** Runs that stay after their test, and what is measured of runs that were paused. */

import { assert, assertEquals } from "../support/assert.ts";
import { delay } from "@std/async/delay";
import { ExitCode } from "../../src/base/mod.ts";
import type { RunPhase, TestRun } from "../../src/engine/mod.ts";
import { runScript } from "../support/run_script.ts";

Deno.test("a run that lingers keeps its summary until it is let go, and measures no more", async () => {
  const order: string[] = [];
  const run = await runScript(
    `export default function () {} export function teardown() { console.log("teardown"); }
     export const handleSummary = () => ({ stdout: "summary" });`,
    {
      settings: { linger: true },
      started: (run) => {
        const look = setInterval(() => {
          if (run.status.phase !== "lingering") return;
          clearInterval(look);
          order.push(`lingering after ${run.status.iterationsCompleted}`);
          // Nothing is left to be stopped.
          run.stop({ exitCode: ExitCode.ScriptStoppedFromRestApi, message: "too late" });
          run.control.leave();
        }, 5);
      },
      onLog: ({ fields, message }) => fields?.source === "console" && order.push(message),
    },
  );
  assertEquals([run.exitCode, order, run.stdout, run.errors], [
    0,
    ["teardown", "lingering after 1"],
    "summary",
    [],
  ]);
});

Deno.test("what follows the lingering can be stopped like that of any other run", async () => {
  const run = await runScript(
    `export default function () {}
     export function handleSummary() { console.log("summary"); return { stdout: "" }; }`,
    {
      settings: { linger: true },
      started: (run) => void untilPhase(run, "lingering").then(() => run.control.leave()),
      onLog: ({ message }, run) => {
        if (message === "summary") run.stop({ exitCode: ExitCode.ExternalAbort, message: "stopped" });
      },
    },
  );
  assertEquals(run.exitCode, ExitCode.ExternalAbort);
});

Deno.test("a run that is aborted from outside does not linger, one that ends by itself in another way does", async (t) => {
  const ends: [name: string, script: string, exitCode: number, lingers: boolean][] = [
    ["setup throws", "export function setup() { throw new Error('no'); } export default function () {}", 107, true],
    ["aborted", "import { sleep } from 'k6'; export default function () { console.log('x'); sleep(60); }", 105, false],
  ];
  for (const [name, script, exitCode, lingers] of ends) {
    await t.step(name, async () => {
      let lingered = false;
      const run = await runScript(script, {
        settings: { linger: true },
        started: (run) => {
          const look = setInterval(() => {
            if (run.status.phase === "lingering") lingered = true;
            if (lingered || run.status.phase === "finished") clearInterval(look);
            if (lingered) run.control.leave();
          }, 5);
        },
        onLog: ({ fields }, run) => {
          if (fields?.source === "console") run.stop({ exitCode: ExitCode.ExternalAbort, message: "aborted" });
        },
      });
      assertEquals([run.exitCode, lingered], [exitCode, lingers]);
      // Lets the last look see the end.
      await new Promise((resolve) => setTimeout(resolve, 20));
    });
  }
});

/** Waits until a run is in a phase. */
async function untilPhase(run: TestRun, phase: RunPhase): Promise<void> {
  while (run.status.phase !== phase) await delay(5);
}

Deno.test("the time of a run has neither the wait for its start nor its pauses nor its lingering in it", async () => {
  const script = 'import { sleep } from "k6"; export default function () { sleep(0.01); }';
  const load = { executor: "externally-controlled", vus: 1, maxVUs: 1, duration: "300ms" };
  let [waited, most] = [0, 0];
  /** Waits where the time must not count; what is waited for besides is on the safe side. */
  async function wait(): Promise<void> {
    const began = performance.now();
    await delay(600);
    waited += performance.now() - began;
  }
  async function steer(run: TestRun): Promise<void> {
    await untilPhase(run, "paused");
    const began = performance.now();
    await wait();
    await run.control.setPaused(false);
    await untilPhase(run, "running");
    await run.control.setPaused(true);
    await wait();
    await run.control.setPaused(false);
    await untilPhase(run, "lingering");
    await wait();
    most = performance.now() - began - waited;
    run.control.leave();
  }
  let steering: Promise<void> | undefined;
  const { exitCode, summary } = await runScript(script, {
    options: { paused: true, scenarios: { load } },
    settings: { linger: true, remoteControl: true },
    started: (run) => steering = steer(run),
  });
  await steering;
  const { count = 0, rate = 0 } = summary?.metrics.iterations?.values ?? {};
  const taken = 1000 * count / rate;
  assert(taken <= most, `${taken} ms of at most ${most} ms`);
  assertEquals(exitCode, 0);
});
