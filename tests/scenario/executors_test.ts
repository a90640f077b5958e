import { Conductor } from "../../src/scenario/mod.ts";
import { assertEquals } from "../support/assert.ts";
import { FakeThread, type FakeThreadOptions } from "./fake_thread.ts";
import { onlyThreadOf } from "./scenarios.ts";

/** Starts one scenario on a thread of its own. */
function start(scenario: Record<string, unknown>, options: Omit<FakeThreadOptions, "vus">) {
  const plan = onlyThreadOf({ scenarios: { only: scenario } });
  const thread = new FakeThread({ vus: plan.idsInInstance.length, ...options });
  const { clock, timers, finished } = thread;
  const conductor = new Conductor({ plan, clock, timers, host: () => thread, finished });
  conductor.start();
  return { thread, conductor, executor: conductor.executors[0]! };
}

/** The numbers that a scenario leaves behind once it is over. */
function tally({ completed, interrupted, droppedIterations, finishes }: FakeThread) {
  return { completed, interrupted, dropped: droppedIterations, finishes };
}

Deno.test("constant-vus begins an iteration whenever the one before it is over", () => {
  const { thread } = start({ executor: "constant-vus", vus: 2, duration: "10s" }, {
    behaviour: (vu) => vu === 0 ? 3000 : 4000,
  });
  thread.clock.advance(60_000);
  assertEquals(thread.begun, ["0@0", "1@0", "0@3000", "1@4000", "0@6000", "1@8000", "0@9000"]);
  assertEquals(tally(thread), { completed: 7, interrupted: 0, dropped: 0, finishes: 1 });
  assertEquals(thread.events.at(-1), "finish@12000");
  assertEquals(thread.clock.pending, 0);
});

Deno.test("constant-vus begins no iteration at the very end of its duration", () => {
  const { thread } = start({ executor: "constant-vus", duration: "10s" }, { behaviour: () => 5000 });
  thread.clock.advance(60_000);
  assertEquals(thread.begun, ["0@0", "0@5000"]);
  assertEquals(thread.events.at(-1), "finish@10000");
});

Deno.test("constant-vus interrupts what is still running when gracefulStop is over", () => {
  const { thread } = start({ executor: "constant-vus", vus: 2, duration: "10s", gracefulStop: "2s" }, {
    behaviour: (vu) => vu === 0 ? 11_000 : "never",
  });
  thread.clock.advance(60_000);
  assertEquals(thread.events, [
    "begin 0@0",
    "begin 1@0",
    "release 0@11000",
    "interrupt 1@12000",
    "release 1@12000",
    "finish@12000",
  ]);
  assertEquals(tally(thread), { completed: 1, interrupted: 1, dropped: 0, finishes: 1 });
});

Deno.test("constant-vus with a zero gracefulStop interrupts at the end of its duration", () => {
  const { thread } = start({ executor: "constant-vus", vus: 3, duration: "1s", gracefulStop: 0 }, {
    behaviour: () => 700,
  });
  thread.clock.advance(999);
  assertEquals(tally(thread), { completed: 3, interrupted: 0, dropped: 0, finishes: 0 });
  thread.clock.advance(1);
  assertEquals(tally(thread), { completed: 3, interrupted: 3, dropped: 0, finishes: 1 });
});

Deno.test("constant-vus gives back a VU whose next iteration is only queued when a zero gracefulStop ends it", () => {
  const { thread } = start({ executor: "constant-vus", duration: "1s", gracefulStop: 0 }, {
    behaviour: () => 990,
    turn: 20,
  });
  thread.clock.advance(5000);
  assertEquals(thread.events, ["begin 0@20", "interrupt 0@1000", "release 0@1000", "finish@1000"]);
  const queued = start({ executor: "constant-vus", duration: "1s", gracefulStop: 0 }, {
    behaviour: () => 970,
    turn: 20,
  });
  queued.thread.clock.advance(5000);
  assertEquals(queued.thread.events, ["begin 0@20", "release 0@1000", "finish@1000"]);
});

Deno.test("constant-vus loops over iterations that are over before they return", () => {
  const { thread } = start({ executor: "constant-vus", vus: 2, duration: "1s" }, {
    behaviour: () => "at once",
    turn: 1,
  });
  thread.clock.advance(5000);
  assertEquals(tally(thread), { completed: 2 * 999, interrupted: 0, dropped: 0, finishes: 1 });
});

Deno.test("per-vu-iterations does the same number of iterations on every VU", () => {
  const { thread } = start({ executor: "per-vu-iterations", vus: 3, iterations: 4 }, {
    behaviour: (vu) => [100, 1000, "at once" as const][vu]!,
  });
  thread.clock.advance(600_000);
  assertEquals(tally(thread), { completed: 12, interrupted: 0, dropped: 0, finishes: 1 });
  assertEquals(thread.begun.filter((begin) => begin.startsWith("1")), ["1@0", "1@1000", "1@2000", "1@3000"]);
  assertEquals(thread.events.filter((event) => event.startsWith("release")), [
    "release 2@0",
    "release 0@400",
    "release 1@4000",
  ]);
  assertEquals(thread.clock.pending, 0);
});

Deno.test("per-vu-iterations drops what its VUs could not begin in time", () => {
  // k6 2.2.0, with 2 VUs, 10 iterations of 700 ms, maxDuration 1 s and 5 s of grace: 4 iterations, 16 dropped.
  const { thread } = start({ executor: "per-vu-iterations", vus: 2, iterations: 10, maxDuration: "1s" }, {
    behaviour: () => 700,
  });
  thread.clock.advance(60_000);
  assertEquals(tally(thread), { completed: 4, interrupted: 0, dropped: 16, finishes: 1 });
  assertEquals(thread.events.slice(-5), [
    "release 0@1400",
    "drop 8@1400",
    "release 1@1400",
    "drop 8@1400",
    "finish@1400",
  ]);
});

Deno.test("per-vu-iterations counts an interrupted iteration neither as complete nor as dropped", () => {
  // k6 2.2.0, the same with a zero gracefulStop: 2 iterations, 16 dropped.
  const { thread } = start({
    executor: "per-vu-iterations",
    vus: 2,
    iterations: 10,
    maxDuration: "1s",
    gracefulStop: 0,
  }, {
    behaviour: () => 700,
  });
  thread.clock.advance(60_000);
  assertEquals(tally(thread), { completed: 2, interrupted: 2, dropped: 16, finishes: 1 });
});

Deno.test("shared-iterations gives each iteration to the VU that is free first", () => {
  const { thread } = start({ executor: "shared-iterations", vus: 2, iterations: 5 }, {
    behaviour: (vu) => vu === 0 ? 100 : 350,
  });
  thread.clock.advance(60_000);
  assertEquals(thread.begun, ["0@0", "1@0", "0@100", "0@200", "0@300"]);
  assertEquals(tally(thread), { completed: 5, interrupted: 0, dropped: 0, finishes: 1 });
  assertEquals(thread.events.at(-1), "finish@400");
});

Deno.test("shared-iterations drops what no VU could begin in time", () => {
  // k6 2.2.0, with 2 VUs, 10 iterations of 700 ms, maxDuration 1 s: 4 iterations, 6 dropped.
  const { thread } = start({ executor: "shared-iterations", vus: 2, iterations: 10, maxDuration: "1s" }, {
    behaviour: () => 700,
  });
  thread.clock.advance(60_000);
  assertEquals(tally(thread), { completed: 4, interrupted: 0, dropped: 6, finishes: 1 });
  assertEquals(thread.events.slice(-2), ["drop 6@1400", "finish@1400"]);
});

Deno.test("shared-iterations accounts for every iteration when gracefulStop cuts some off", () => {
  const { thread } = start({
    executor: "shared-iterations",
    vus: 2,
    iterations: 10,
    maxDuration: "1s",
    gracefulStop: 0,
  }, {
    behaviour: () => 700,
  });
  thread.clock.advance(60_000);
  assertEquals(tally(thread), { completed: 2, interrupted: 2, dropped: 6, finishes: 1 });
});

Deno.test("shared-iterations with VUs that never finish ends after maxDuration and gracefulStop", () => {
  const { thread, executor } = start({ executor: "shared-iterations", vus: 2, iterations: 3, maxDuration: "1s" }, {
    behaviour: () => "never",
  });
  thread.clock.advance(30_999);
  assertEquals([executor.state, executor.activeVus], ["stopping", 2]);
  thread.clock.advance(1);
  assertEquals([executor.state, executor.activeVus], ["finished", 0]);
  assertEquals(tally(thread), { completed: 0, interrupted: 2, dropped: 1, finishes: 1 });
});

Deno.test("stop interrupts at once, without gracefulStop and without dropped iterations", async (t) => {
  for (const executor of ["shared-iterations", "per-vu-iterations", "constant-vus"]) {
    await t.step(executor, () => {
      const limit = executor === "constant-vus" ? { duration: "10s" } : { iterations: 10 };
      const { thread, conductor } = start({ executor, vus: 2, ...limit }, { behaviour: () => 700 });
      thread.clock.advance(1000);
      conductor.stop();
      assertEquals(tally(thread), { completed: 2, interrupted: 2, dropped: 0, finishes: 1 });
      assertEquals(thread.idleVus, 2);
      thread.clock.advance(60_000);
      assertEquals(tally(thread), { completed: 2, interrupted: 2, dropped: 0, finishes: 1 });
      assertEquals(thread.clock.pending, 0);
    });
  }
});

Deno.test("an executor tells its state and its active VUs", () => {
  const { thread, executor } = start({ executor: "constant-vus", vus: 2, duration: "1s" }, {
    behaviour: (vu) => vu === 0 ? 1100 : 1500,
  });
  const seen = [[executor.state, executor.activeVus]];
  for (const step of [1, 999, 100, 400]) {
    thread.clock.advance(step);
    seen.push([executor.state, executor.activeVus]);
  }
  assertEquals(seen, [["waiting", 0], ["running", 2], ["stopping", 2], ["stopping", 1], ["finished", 0]]);
});
