import { Conductor, type ThreadPlan } from "../../src/scenario/mod.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { assertEquals } from "../support/assert.ts";
import { FakeThread, type FakeThreadOptions } from "./fake_thread.ts";
import { onlyThreadOf, planOf } from "./scenarios.ts";

function conduct(plan: ThreadPlan, options: Omit<FakeThreadOptions, "vus">) {
  const thread = new FakeThread({ vus: plan.idsInInstance.length, ...options });
  const { clock, timers, finished } = thread;
  const hosted: string[] = [];
  const conductor = new Conductor({
    plan,
    clock,
    timers,
    finished,
    host({ scenario }) {
      hosted.push(scenario.name);
      return thread;
    },
  });
  return { thread, conductor, hosted };
}

function everySecond(): number {
  return 1000;
}

Deno.test("Conductor starts each scenario at its start time and finishes with the last", () => {
  const { thread, conductor, hosted } = conduct(
    onlyThreadOf({
      scenarios: {
        late: { executor: "constant-vus", duration: "2s", startTime: "5s" },
        early: { executor: "per-vu-iterations", iterations: 2 },
      },
    }),
    { behaviour: everySecond },
  );
  assertEquals(hosted, ["early", "late"]);
  conductor.start();
  thread.clock.advance(60_000);
  assertEquals(thread.begun, ["0@0", "0@1000", "1@5000", "1@6000"]);
  assertEquals(thread.events.at(-1), "finish@7000");
  assertEquals(thread.finishes, 1);
  assertEquals(thread.clock.pending, 0);
});

Deno.test("Conductor runs scenarios at the same time on VUs of their own", () => {
  const { thread, conductor } = conduct(
    onlyThreadOf({
      scenarios: {
        a: { executor: "constant-vus", vus: 2, duration: "3s" },
        b: { executor: "shared-iterations", vus: 2, iterations: 3 },
        c: { executor: "per-vu-iterations", vus: 1, iterations: 2 },
      },
    }),
    { behaviour: everySecond },
  );
  conductor.start();
  assertEquals(thread.idleVus, 5);
  thread.clock.advance(1);
  assertEquals(thread.idleVus, 0);
  thread.clock.advance(60_000);
  assertEquals(thread.completed, 6 + 3 + 2);
  assertEquals(thread.idleVus, 5);
});

Deno.test("Conductor ends a scenario before it starts another one that needs its VUs at the same moment", () => {
  const plan = onlyThreadOf({
    scenarios: {
      first: { executor: "constant-vus", vus: 3, duration: "2s", gracefulStop: "1s" },
      second: { executor: "constant-vus", vus: 3, duration: "2s", startTime: "3s" },
    },
  });
  const { thread, conductor } = conduct(plan, { behaviour: (_, iteration) => iteration === 0 ? "never" : 1000 });
  assertEquals(plan.idsInInstance, [1, 2, 3]);
  conductor.start();
  thread.clock.advance(60_000);
  assertEquals(thread.interrupted, 3);
  assertEquals(thread.completed, 6);
  assertEquals(thread.events.at(-1), "finish@5000");
});

Deno.test("Conductor catches up in order when its thread was busy over several ends and starts", () => {
  const plan = onlyThreadOf({
    scenarios: {
      first: { executor: "constant-vus", duration: "1s", gracefulStop: 0 },
      second: { executor: "constant-vus", duration: "1s", startTime: "1s", gracefulStop: 0 },
      third: { executor: "constant-vus", duration: "10s", startTime: "2s", gracefulStop: 0 },
    },
  });
  assertEquals(plan.idsInInstance, [1]);
  const { thread, conductor } = conduct(plan, { behaviour: everySecond });
  // As if everything had been due 2.5 s ago: only the third scenario still has time left.
  thread.clock.advance(2500);
  conductor.start(0);
  thread.clock.advance(60_000);
  assertEquals(thread.begun.slice(0, 2), ["0@2500", "0@3500"]);
  assertEquals(thread.events.at(-1), "finish@12000");
});

Deno.test("Conductor.stop interrupts what runs and never starts what waits", () => {
  const { thread, conductor } = conduct(
    onlyThreadOf({
      scenarios: {
        now: { executor: "constant-vus", vus: 2, duration: "10s" },
        later: { executor: "constant-vus", duration: "10s", startTime: "5s" },
      },
    }),
    { behaviour: everySecond },
  );
  conductor.start();
  thread.clock.advance(2500);
  conductor.stop();
  assertEquals([thread.completed, thread.interrupted, thread.finishes], [4, 2, 1]);
  assertEquals(conductor.executors.map(({ state }) => state), ["finished", "finished"]);
  thread.clock.advance(60_000);
  conductor.stop();
  assertEquals([thread.begun.length, thread.finishes, thread.clock.pending], [6, 1, 0]);
});

Deno.test("Conductor.stop before the first turn begins no iteration", () => {
  const { thread, conductor } = conduct(onlyThreadOf({ vus: 2, duration: "10s" }), { behaviour: everySecond });
  conductor.start();
  conductor.stop();
  thread.clock.advance(60_000);
  assertEquals(thread.events, ["finish@0"]);
});

Deno.test("Conductor without scenarios is through at its start", () => {
  const { thread, conductor } = conduct(
    { idsInInstance: [], idsInTest: [], maxVus: 0, vuNumbering: [], scenarios: [] },
    {
      behaviour: everySecond,
    },
  );
  conductor.start();
  assertEquals(thread.events, ["finish@0"]);
});

Deno.test("threads take shared iterations from one count and drop what is left exactly once", async (t) => {
  const cases = [
    { name: "all done", maxDuration: "60s", completed: 20, dropped: 0 },
    { name: "out of time", maxDuration: "2s", completed: 3 * 4, dropped: 8 },
  ];
  for (const { name, maxDuration, completed, dropped } of cases) {
    await t.step(name, () => {
      const scenario = { executor: "shared-iterations", vus: 3, iterations: 20, maxDuration };
      const plan = planOf({ scenarios: { only: scenario } }, 2);
      const clock = new ManualClock();
      const claims = { count: 0 };
      const threads = plan.threads.map((thread) => conduct(thread, { behaviour: () => 500, clock, claims }));
      for (const { conductor } of threads) conductor.start();
      clock.advance(600_000);
      assertEquals(threads.map(({ thread }) => thread.finishes), [1, 1]);
      assertEquals(sum(threads.map(({ thread }) => thread.completed)), completed);
      assertEquals(sum(threads.map(({ thread }) => thread.droppedIterations)), dropped);
    });
  }
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
