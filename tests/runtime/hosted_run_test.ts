import { assertEquals } from "../support/assert.ts";
import { ManualCrew } from "./manual_thread.ts";

const SLEEPER = `
  import { sleep } from "k6";
  export default function () { console.log("begin", __VU, __ITER); sleep(0.1); }
`;

Deno.test("constant-vus begins no iteration after its duration, and counts exactly", async () => {
  using crew = await ManualCrew.start({ source: SLEEPER, options: { vus: 3, duration: "1s" } });
  crew.begin();
  await crew.advance(999);
  assertEquals([crew.counts.activeVus, crew.isOver], [3, false]);
  await crew.advance(101);
  assertEquals([crew.counts, crew.isOver], [{ completed: 30, interrupted: 0, activeVus: 0 }, true]);
  assertEquals([crew.measured("iterations"), crew.measured("iteration_duration")], [30, 30]);
  assertEquals(crew.lines.filter((line) => line.endsWith("begin 1 9")), ["900 begin 1 9"]);
});

Deno.test("gracefulStop lets running iterations finish, and interrupts them at its very end", async (t) => {
  const cases: [gracefulStop: string, completed: number, end: number][] = [["50ms", 20, 1050], ["100ms", 22, 1100]];
  for (const [gracefulStop, completed, end] of cases) {
    await t.step(gracefulStop, async () => {
      const scenario = { executor: "constant-vus", vus: 2, duration: "1040ms", gracefulStop };
      using crew = await ManualCrew.start({ source: SLEEPER, options: { scenarios: { it: scenario } } });
      crew.begin();
      await crew.advance(end - 1);
      assertEquals([crew.counts.completed, crew.isOver], [20, false]);
      await crew.advance(41);
      assertEquals([crew.counts, crew.isOver], [{ completed, interrupted: 22 - completed, activeVus: 0 }, true]);
      assertEquals(crew.measured("iterations"), completed);
      assertEquals(crew.complaints, []);
    });
  }
});

Deno.test("an interrupted sleep never comes back", async () => {
  const source = `
    import { sleep } from "k6";
    export default function () { try { sleep(10); console.log("woke"); } catch { console.log("caught"); } finally { console.log("finally"); } }
  `;
  const scenario = { executor: "constant-vus", vus: 1, duration: "1s", gracefulStop: "0s" };
  using crew = await ManualCrew.start({ source, options: { scenarios: { it: scenario } } });
  crew.begin();
  await crew.advance(1000);
  assertEquals([crew.counts.interrupted, crew.isOver], [1, true]);
  await crew.advance(10_000);
  assertEquals([crew.lines, crew.complaints], [[], []]);
});

Deno.test("timers of an interrupted iteration are dropped with a warning each", async () => {
  const source = `export default function () {
    setTimeout(() => console.log("early"), 400);
    setTimeout(() => console.log("late"), 5000);
    setInterval(() => console.log("tick"), 300);
  }`;
  const scenario = { executor: "per-vu-iterations", maxDuration: "1s", gracefulStop: "0s" };
  using crew = await ManualCrew.start({ source, options: { scenarios: { it: scenario } } });
  crew.begin();
  await crew.advance(9000);
  assertEquals(crew.lines, ["300 tick", "400 early", "600 tick", "900 tick"]);
  assertEquals(crew.complaints, [
    "1000 setTimeout 2 was stopped because the VU iteration was interrupted",
    "1000 setInterval 3 was stopped because the VU iteration was interrupted",
  ]);
  assertEquals([crew.counts, crew.measured("iterations")], [{ completed: 0, interrupted: 1, activeVus: 0 }, 0]);
});

Deno.test("stop interrupts at once and drops nothing", async () => {
  using crew = await ManualCrew.start({
    source: SLEEPER,
    options: { scenarios: { it: { executor: "shared-iterations", vus: 2, iterations: 100 } } },
  });
  crew.begin();
  await crew.advance(250);
  crew.threads[0]!.run.stop();
  await crew.advance(0);
  assertEquals([crew.counts, crew.isOver], [{ completed: 4, interrupted: 2, activeVus: 0 }, true]);
  assertEquals([crew.measured("iterations"), crew.measured("dropped_iterations")], [4, 0]);
});

Deno.test("a stop in shared memory is seen before the next iteration, without a message", async () => {
  const source = 'import { sleep } from "k6"; export default function () { sleep(__VU === 1 ? 0.1 : 10); }';
  const scenario = { executor: "shared-iterations", vus: 2, iterations: 100 };
  using crew = await ManualCrew.start({ source, options: { scenarios: { it: scenario } } });
  crew.begin();
  await crew.advance(250);
  crew.counters.stop();
  await crew.advance(49);
  assertEquals([crew.counts, crew.isOver], [{ completed: 2, interrupted: 0, activeVus: 2 }, false]);
  await crew.advance(1);
  assertEquals([crew.counts, crew.isOver], [{ completed: 3, interrupted: 1, activeVus: 0 }, true]);
  assertEquals(crew.measured("dropped_iterations"), 0);
});

Deno.test("threads take shared iterations from one count, and drop the rest once", async () => {
  const scenario = { executor: "shared-iterations", vus: 4, iterations: 103, maxDuration: "1s" };
  using crew = await ManualCrew.start({ source: SLEEPER, options: { scenarios: { it: scenario } }, threads: 2 });
  crew.begin();
  await crew.advance(1100);
  assertEquals([crew.counts, crew.isOver], [{ completed: 40, interrupted: 0, activeVus: 0 }, true]);
  assertEquals([crew.measured("iterations"), crew.measured("dropped_iterations")], [40, 63]);
});

Deno.test("per-vu-iterations gives each VU its own number", async () => {
  const source =
    'import { sleep } from "k6"; export default function () { console.log(__VU, __ITER); sleep(__VU / 10); }';
  const scenario = { executor: "per-vu-iterations", vus: 3, iterations: 2 };
  using crew = await ManualCrew.start({ source, options: { scenarios: { it: scenario } }, threads: 2 });
  crew.begin();
  await crew.advance(600);
  assertEquals(crew.lines.toSorted(), ["0 1 0", "0 2 0", "0 3 0", "100 1 1", "200 2 1", "300 3 1"]);
  assertEquals([crew.counts.completed, crew.isOver], [6, true]);
});

Deno.test("scenarios begin at their startTime, with their function, environment and tags", async () => {
  using crew = await ManualCrew.start({
    source: `
      export function one() { console.log("one", __ENV.A, __ENV.B); }
      export function two() { console.log("two", __ENV.A, __ENV.B); }
    `,
    env: { A: "run", B: "b" },
    options: {
      tags: { t: "0" },
      scenarios: {
        a: {
          executor: "per-vu-iterations",
          exec: "one",
          env: { A: "a" },
          tags: { t: "1" },
          maxDuration: "1s",
          gracefulStop: "0s",
        },
        b: { executor: "per-vu-iterations", exec: "two", startTime: "1500ms", iterations: 2 },
      },
    },
    submetrics: ["iterations{t:1}", "iterations{t:0}", "iterations{scenario:b}"],
  });
  assertEquals(crew.plan.plannedVus, 1, "one VU serves both");
  crew.begin();
  await crew.advance(1500);
  assertEquals(crew.lines, ["0 one a b", "1500 two run b", "1500 two run b"]);
  const names = ["iterations{t:1}", "iterations{t:0}", "iterations{scenario:b}"];
  assertEquals(names.map((name) => crew.measured(name)), [1, 2, 2]);
});

Deno.test("minIterationDuration pads the loop: not measured, and cut short without being an interruption", async () => {
  const source = 'export default function () { console.log("begin"); setTimeout(() => {}, 30); }';
  using crew = await ManualCrew.start({
    source,
    options: {
      minIterationDuration: "400ms",
      scenarios: { it: { executor: "constant-vus", duration: "1s", gracefulStop: "0s" } },
    },
  });
  crew.begin();
  await crew.advance(1000);
  assertEquals(crew.lines, ["0 begin", "400 begin", "800 begin"]);
  assertEquals([crew.counts, crew.isOver], [{ completed: 3, interrupted: 0, activeVus: 0 }, true]);
  const sink = (crew.measured("iteration_duration"), crew.store.total("iteration_duration"));
  assertEquals(sink?.kind === "trend" && [sink.min, sink.max], [30, 30]);
});

Deno.test("an iteration longer than minIterationDuration is not padded", async () => {
  using crew = await ManualCrew.start({
    source: 'import { sleep } from "k6"; export default function () { console.log("begin"); sleep(0.5); }',
    options: { iterations: 3, minIterationDuration: "400ms" },
  });
  crew.begin();
  await crew.advance(1500);
  assertEquals(crew.lines, ["0 begin", "500 begin", "1000 begin"]);
});

Deno.test("an iteration that throws is counted, and what it has set going is not waited for", async () => {
  using crew = await ManualCrew.start({
    source: 'export default function () { setTimeout(() => console.log("never"), 50); throw new Error("boo"); }',
    options: { iterations: 2 },
  });
  crew.begin();
  await crew.advance(200);
  assertEquals(crew.lines, []);
  assertEquals(crew.complaints, [
    "0 setTimeout 1 was stopped because the VU iteration was interrupted",
    "0 Error: boo",
    "0 setTimeout 2 was stopped because the VU iteration was interrupted",
    "0 Error: boo",
  ]);
  assertEquals([crew.counts.completed, crew.counts.interrupted, crew.measured("iterations")], [2, 0, 2]);
});

Deno.test("while a VU sleeps, its own timers wait and other VUs go on", async () => {
  using crew = await ManualCrew.start({
    source: `
      import { sleep } from "k6";
      export default function () {
        setTimeout(() => console.log(__VU, "timer"), 100);
        if (__VU === 1) { sleep(1); console.log(1, "woke"); }
      }
    `,
    options: { scenarios: { it: { executor: "per-vu-iterations", vus: 2 } } },
  });
  crew.begin();
  await crew.advance(1000);
  assertEquals(crew.lines, ["100 2 timer", "1000 1 woke", "1000 1 timer"]);
});

Deno.test("promise jobs run between two events, and an awaited timer holds the iteration", async () => {
  using crew = await ManualCrew.start({
    source: `
      const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
      export default async function () {
        Promise.resolve().then(() => console.log("job"));
        console.log("body");
        await after(50);
        console.log("awaited");
      }
    `,
    options: { iterations: 2 },
  });
  crew.begin();
  await crew.advance(200);
  const texts = crew.lines.map((line) => line.split(" ")[1]);
  assertEquals(texts, ["body", "job", "awaited", "body", "job", "awaited"]);
  assertEquals([crew.counts.completed, crew.complaints], [2, []]);
});

Deno.test("setup data is parsed once per VU", async () => {
  using crew = await ManualCrew.start({
    source: "export default function (data) { data.push(__ITER); console.log(__VU, data.join()); }",
    options: { scenarios: { it: { executor: "per-vu-iterations", vus: 2, iterations: 2 } } },
  });
  crew.begin('["x"]');
  await crew.advance(10);
  assertEquals(crew.lines.toSorted(), ["0 1 x,0", "0 1 x,0,1", "0 2 x,0", "0 2 x,0,1"]);
});

Deno.test("a late VU whose init code throws leaves no scenario that begins later without its VUs", async () => {
  const arrivals = { executor: "constant-arrival-rate", rate: 1, preAllocatedVUs: 1, maxVUs: 2 } as const;
  using crew = await ManualCrew.start({
    source: `import { sleep } from "k6";
      if (__VU === 5) throw new Error("no");
      export default function () { sleep(1.5); }
      export function late() { console.log("late"); }`,
    options: {
      scenarios: {
        // Both ask for one more VU at the same moment; the first of these fails.
        a: { ...arrivals, duration: "2s", gracefulStop: "0s" },
        b: { ...arrivals, duration: "12s", gracefulStop: "0s" },
        c: { executor: "per-vu-iterations", vus: 3, iterations: 1, startTime: "8s", maxDuration: "3s", exec: "late" },
      },
    },
  });
  crew.begin();
  await crew.advance(14_000);
  assertEquals([crew.isOver, crew.lines], [true, ["8000 late", "8000 late", "8000 late"]]);
  const failed = "Error while allocating unplanned VU: Error: no";
  assertEquals(crew.complaints.filter((text) => text.includes("allocating")), [`1000 ${failed}`]);
});
