import { assertEquals } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";

Deno.test("shared iterations are counted exactly across threads", async (t) => {
  for (const threads of [1, 2, 3]) {
    await t.step(`${threads} threads`, async () => {
      const { summary, exitCode } = await runScript(
        `
          import { Counter } from "k6/metrics";
          const mine = new Counter("mine");
          export default function () { mine.add(1); }
        `,
        { options: { vus: 7, iterations: 1001 }, settings: { threads } },
      );
      const { mine, iterations, dropped_iterations } = summary!.metrics;
      assertEquals([exitCode, mine?.values.count, iterations?.values.count], [0, 1001, 1001]);
      assertEquals(dropped_iterations, undefined);
    });
  }
});

Deno.test("VU numbers have no gaps across threads", async () => {
  const { lines } = await runScript(`export default function () { console.log(__VU, __ITER); }`, {
    options: { scenarios: { it: { executor: "per-vu-iterations", vus: 5, iterations: 2 } } },
    settings: { threads: 2 },
  });
  assertEquals(lines.toSorted(), [1, 2, 3, 4, 5].flatMap((vu) => [`${vu} 0`, `${vu} 1`]));
});

Deno.test("every scenario has its own function, environment, tags and start", async () => {
  const scenarios = {
    early: { executor: "per-vu-iterations", vus: 2, iterations: 2, exec: "one", env: { A: "early" }, tags: { t: "1" } },
    late: {
      executor: "shared-iterations",
      iterations: 3,
      exec: "two",
      startTime: "200ms",
      env: { A: "late", B: "b" },
      tags: { t: "2" },
    },
  };
  const { lines, exitCode, errors } = await runScript(
    `
      import { Counter } from "k6/metrics";
      const mine = new Counter("mine");
      export function one() { mine.add(1); console.log("one", __ENV.A, __ENV.B, __ENV.C); }
      export function two() { mine.add(1); console.log("two", __ENV.A, __ENV.B, __ENV.C); }
    `,
    {
      env: { A: "run", C: "c" },
      options: {
        scenarios,
        tags: { all: "yes", t: "0" },
        thresholds: {
          "mine{t:1}": ["count==4"],
          "mine{t:2}": ["count==3"],
          "mine{t:0}": ["count==0"],
          "mine{all:yes}": ["count==7"],
          "mine{scenario:early}": ["count==4"],
          "iterations{scenario:late}": ["count==3"],
        },
      },
    },
  );
  assertEquals([exitCode, errors], [0, []]);
  const early = "one early undefined c";
  assertEquals(lines, [early, early, early, early, "two late b c", "two late b c", "two late b c"]);
});

Deno.test("a VU keeps counting in its next scenario, but its environment is made anew", async () => {
  const scenario = { executor: "per-vu-iterations", iterations: 2, maxDuration: "1s", gracefulStop: "0s" };
  const { lines } = await runScript(
    `
      __ENV.SEEN = "in init";
      export default function () {
        console.log(__VU, __ITER, __ENV.A, __ENV.SEEN);
        __ENV.SEEN = "yes";
      }
    `,
    {
      env: { A: "run" },
      options: { scenarios: { a: { ...scenario, env: { A: "a" } }, b: { ...scenario, startTime: "1s" } } },
    },
  );
  assertEquals(lines, ["1 0 a undefined", "1 1 a yes", "1 2 run undefined", "1 3 run yes"]);
});

Deno.test("minIterationDuration pads the loop, not what is measured", async () => {
  const { summary } = await runScript("export default function () {}", {
    options: { iterations: 3, minIterationDuration: "100ms" },
  });
  const { iteration_duration, iterations } = summary!.metrics;
  assertEquals([iterations?.values.count, iteration_duration!.values.max! < 100], [3, true]);
  assertEquals(summary!.state.testRunDurationMs >= 200, true);
});

Deno.test("iterations that were not begun in time are dropped", async (t) => {
  const cases: [executor: string, dropped: number][] = [["shared-iterations", 8], ["per-vu-iterations", 18]];
  for (const [executor, dropped] of cases) {
    await t.step(executor, async () => {
      const { summary } = await runScript('import { sleep } from "k6"; export default function () { sleep(1.1); }', {
        options: { scenarios: { it: { executor, vus: 2, iterations: 10, maxDuration: "1s" } } },
        settings: { threads: 2 },
      });
      const { iterations, dropped_iterations } = summary!.metrics;
      assertEquals([iterations?.values.count, dropped_iterations?.values.count], [2, dropped]);
    });
  }
});

Deno.test("an iteration lasts until everything that it has set going is over", async () => {
  const { lines, summary } = await runScript(
    `
      export default function () {
        let left = 3;
        const interval = setInterval(() => {
          console.log(__ITER, left);
          if (--left === 0) clearInterval(interval);
        }, 2);
      }
    `,
    { options: { iterations: 2 } },
  );
  assertEquals(lines, ["0 3", "0 2", "0 1", "1 3", "1 2", "1 1"]);
  assertEquals(summary!.metrics.iterations?.values.count, 2);
});

Deno.test("__VU and __ITER are what they are in each phase", async () => {
  const { lines } = await runScript(`
    console.log("init", __VU, typeof __ITER);
    export function setup() { console.log("setup", __VU, typeof __ITER); }
    export default function () { console.log("iteration", __VU, typeof __ITER); }
  `);
  assertEquals(lines, [
    "init 0 undefined",
    "init 1 undefined",
    "init 0 undefined",
    "setup 0 undefined",
    "iteration 1 number",
  ]);
});

Deno.test("an async function that pauses again and again is waited for to its end", async () => {
  const { lines } = await runScript(`
    import { sleep } from "k6";
    export default async function () {
      for (const name of ["a", "b", "c"]) {
        await null;
        sleep(0.001);
        await null;
        await null;
        console.log(name);
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
      console.log("end");
    }`);
  assertEquals(lines, ["a", "b", "c", "end"]);
});
