import { ConstantArrivalTimes, RampingArrivalTimes, rateAt } from "../../src/scenario/arrival_times.ts";
import type { ArrivalTimes } from "../../src/scenario/arrival_times.ts";
import { Share } from "../../src/scenario/mod.ts";
import { assertEquals } from "../support/assert.ts";
import { conduct, runPlan, startOne } from "./conducted.ts";
import { planOf } from "./scenarios.ts";

/** All starts, rounded to the given fraction of a millisecond. */
function allOf(times: ArrivalTimes, perMillisecond = 1): number[] {
  const all: number[] = [];
  for (let time = times.next(); time !== Infinity; time = times.next()) {
    all.push(Math.round(time * perMillisecond) / perMillisecond);
  }
  assertEquals(times.next(), Infinity);
  return all;
}

function constant(rate: number, timeUnit: number, duration: number, share = Share.whole): ArrivalTimes {
  return new ConstantArrivalTimes({ rate, timeUnit }, duration, share);
}

function ramping(startRate: number, stages: readonly (readonly [number, number])[], share = Share.whole): ArrivalTimes {
  const list = stages.map(([duration, target]) => ({ duration, target }));
  return new RampingArrivalTimes({ startRate, timeUnit: 1000, stages: list }, share);
}

Deno.test("a constant rate starts at 0 and every period from there to the end", () => {
  // k6 1.8.1: 21 iterations of 10/s for 2 s.
  assertEquals(allOf(constant(10, 1000, 2000)), Array.from({ length: 21 }, (_, index) => index * 100));
  assertEquals(allOf(constant(1, 60_000, 3000)), [0]);
  assertEquals(allOf(constant(2, 1500, 2000)), [0, 750, 1500]);
});

Deno.test("the period of a constant rate is cut off to whole nanoseconds, and starts are multiples of it", () => {
  const times = allOf(constant(3, 1000, 10_000), 1e6);
  assertEquals(times.slice(0, 4), [0, 333.333333, 666.666666, 999.999999]);
  assertEquals(times.length, 31);
  // A million periods later there is no error that has grown.
  const many = constant(7, 1000, 1_000_000_000);
  for (let count = 0; count < 1_000_000; count++) many.next();
  assertEquals(many.next(), 1_000_000 * 142.857142);
});

Deno.test("a ramp of rates starts iteration i when its integral reaches i", () => {
  const cases: [ArrivalTimes, number[]][] = [
    [ramping(0, [[2000, 10]]), [632, 894, 1095, 1265, 1414, 1549, 1673, 1789, 1897, 2000]],
    [ramping(2, [[3000, 2], [3000, 4]]), [
      ...[500, 1000, 1500, 2000, 2500, 3000],
      ...[3464, 3873, 4243, 4583, 4899, 5196, 5477, 5745, 6000],
    ]],
    // The third of an iteration that is left of the first stage counts in the second one.
    [ramping(1, [[500, 1], [1000, 1]]), [1000]],
    [ramping(10, [[1000, 0], [1000, 0], [1000, 10]]), [106, 225, 368, 553, 1000, 2447, 2632, 2775, 2894, 3000]],
    [ramping(0, [[1000, 0], [0, 4], [1000, 4], [0, 0], [1000, 0]]), [1250, 1500, 1750, 2000]],
    [ramping(0, [[1000, 0]]), []],
  ];
  for (const [times, expected] of cases) assertEquals(allOf(times), expected);
});

Deno.test("an iteration that is due at the very end of a ramp is never lost to rounding", () => {
  for (const [rate, duration] of [[3, 1000], [7, 3000], [11, 9000], [9, 7_000_000]] as const) {
    const count = rate * duration / 1000;
    const all = allOf(ramping(rate, [[duration / 2, rate], [duration / 2, rate]]), 1000);
    assertEquals([all.length, all.at(-1)], [count, duration]);
  }
});

Deno.test("rateAt is the rate of a moment", () => {
  const stages = [[2000, 10], [0, 4], [1000, 4]].map(([duration, target]) => ({
    duration: duration!,
    target: target!,
  }));
  const ramp = { startRate: 2, timeUnit: 1000, stages };
  assertEquals([0, 500, 1999, 2000, 2500, 9000].map((time) => rateAt(ramp, time)), [2, 4, 9.996, 4, 4, 4]);
});

Deno.test("the starts of a machine are those of the whole that it owns, at the period of the whole", () => {
  const shares = ["0:1/2", "1/2:3/4", "3/4:1"].map((segment) => Share.of(segment, "0,1/2,3/4,1"));
  assertEquals(shares.map((share) => allOf(constant(10, 1000, 1000, share))), [
    [0, 200, 400, 600, 800, 1000],
    [100, 500, 900],
    [300, 700],
  ]);
  assertEquals(shares.map((share) => allOf(ramping(2, [[3000, 2]], share))), [[500, 1500, 2500], [1000, 3000], [2000]]);
  assertEquals(allOf(constant(10, 1000, 1000, Share.of("3/4:1").following(1))), []);
});

const STEADY = { executor: "constant-arrival-rate", rate: 10, duration: "1s", preAllocatedVUs: 2 };

Deno.test("constant-arrival-rate hands each start to the VU that has been idle for longest", () => {
  const { thread, executor } = startOne({ ...STEADY, preAllocatedVUs: 3 }, { behaviour: () => 150 });
  assertEquals(executor.state, "waiting");
  thread.clock.advance(450);
  assertEquals([executor.state, executor.activeVus, thread.activeVus], ["running", 1, 1]);
  assertEquals(thread.begun, ["0@0", "1@100", "2@200", "0@300", "1@400"]);
  thread.clock.advance(60_000);
  assertEquals([thread.completed, thread.droppedIterations, thread.activeVus, thread.idleVus], [11, 0, 0, 3]);
  assertEquals(thread.events.slice(-4), ["release 2@1000", "release 0@1050", "release 1@1150", "finish@1150"]);
  assertEquals(thread.clock.pending, 0);
});

Deno.test("iterations that begin 50 ms late or more are told to be late, those that nobody begins are not", () => {
  const { thread } = startOne(STEADY, { behaviour: (_vu, iteration) => iteration === 0 ? 1 : "never" });
  thread.clock.advance(101);
  assertEquals(thread.lateness, []);
  // The thread is held up: what is due at 200, 300, 400 and 500 comes later, and there are two VUs.
  thread.clock.skip(449);
  thread.clock.advance(1);
  assertEquals(thread.begun, ["0@0", "1@100", "0@550", "1@550"]);
  assertEquals(thread.lateness, [350, 250]);
});

Deno.test("constant-arrival-rate drops a start without an idle VU, and says once why there is none", () => {
  // k6 1.8.1: 5 iterations, 6 dropped.
  const { thread } = startOne(STEADY, { behaviour: () => 450 });
  thread.clock.advance(60_000);
  assertEquals(thread.begun, ["0@0", "1@100", "0@500", "1@600", "0@1000"]);
  assertEquals(thread.events.filter((event) => event.startsWith("drop")), [
    "drop 1@200",
    "drop 1@300",
    "drop 1@400",
    "drop 1@700",
    "drop 1@800",
    "drop 1@900",
  ]);
  assertEquals(
    new Set(thread.warnings),
    new Set(["Insufficient VUs, reached 2 active VUs and cannot initialize more"]),
  );
});

Deno.test("constant-arrival-rate makes more VUs in the background, one at a time, up to maxVUs", () => {
  const { thread, executor } = startOne({ ...STEADY, preAllocatedVUs: 0, maxVUs: 3 }, {
    behaviour: () => "never",
    recruiting: 250,
  });
  thread.clock.advance(200);
  // One is on its way; the starts in the meantime do not ask for more.
  assertEquals([thread.recruits, thread.droppedIterations, executor.activeVus], [1, 3, 0]);
  thread.clock.advance(800);
  assertEquals(thread.begun, ["0@300", "1@700"]);
  assertEquals([thread.recruits, thread.droppedIterations, thread.warnings.length], [1, 9, 0]);
  thread.clock.advance(60_000);
  // The third comes when nothing starts any more, and is given back unused.
  assertEquals([thread.idleVus, thread.recruits, thread.finishes], [3, 0, 1]);
});

Deno.test("constant-arrival-rate goes on when the init code of a further VU throws", () => {
  const { thread } = startOne({ ...STEADY, preAllocatedVUs: 1, maxVUs: 3 }, {
    behaviour: () => 250,
    recruiting: "fails",
  });
  thread.clock.advance(60_000);
  assertEquals([thread.completed, thread.droppedIterations, thread.finishes, thread.warnings], [4, 7, 1, []]);
});

Deno.test("constant-arrival-rate carries out late starts at once and leaves none out", () => {
  const { threads: [plan] } = planOf({ scenarios: { only: { ...STEADY, preAllocatedVUs: 20 } } });
  const { thread, conductor } = conduct(plan!, { behaviour: () => 50 });
  // As if a function of the script had kept the thread busy for 730 ms.
  thread.clock.advance(730);
  conductor.start(0);
  thread.clock.advance(0);
  assertEquals(thread.begun, Array.from({ length: 8 }, (_, vu) => `${vu}@730`));
  thread.clock.advance(60_000);
  assertEquals(thread.begun.slice(8), ["8@800", "9@900", "10@1000"]);
  assertEquals([thread.droppedIterations, thread.events.at(-1)], [0, "finish@1050"]);
});

Deno.test("constant-arrival-rate accounts for every start when its thread comes back after the end", () => {
  const { threads: [plan] } = planOf({ scenarios: { only: { ...STEADY, preAllocatedVUs: 5 } } });
  const { thread, conductor } = conduct(plan!, { behaviour: () => "never", turn: 1 });
  thread.clock.advance(5000);
  conductor.start(0);
  thread.clock.advance(60_000);
  assertEquals([thread.begun.length, thread.droppedIterations, thread.interrupted], [5, 6, 5]);
  assertEquals(thread.events.at(-1), "finish@31000");
});

Deno.test("constant-arrival-rate catches up for a second after its end, then drops what its thread cannot do", () => {
  const cases: [comesBackAt: number, begun: number, dropped: number][] = [[1500, 1001, 0], [2500, 5, 996]];
  for (const [comesBackAt, begun, dropped] of cases) {
    const { threads: [plan] } = planOf({ scenarios: { only: { ...STEADY, rate: 1000, preAllocatedVUs: 5 } } });
    const { thread, conductor } = conduct(plan!, { behaviour: () => 0.1, turn: 1 });
    thread.clock.advance(comesBackAt);
    conductor.start(0);
    thread.clock.advance(60_000);
    assertEquals([thread.completed, thread.droppedIterations, thread.finishes], [begun, dropped, 1]);
  }
});

Deno.test("a scenario that needs the VUs of an arrival rate gets them after the end of its gracefulStop", () => {
  const { threads: [plan] } = planOf({
    scenarios: {
      a: { ...STEADY, gracefulStop: "1s" },
      b: { executor: "constant-vus", vus: 2, duration: "1s", startTime: "2s", gracefulStop: 0 },
    },
  });
  const { thread, conductor } = conduct(plan!, { behaviour: () => "never" });
  // The thread comes back when the first scenario is over: its starts are accounted for, then the second one begins.
  thread.clock.advance(2500);
  conductor.start(0);
  thread.clock.advance(60_000);
  assertEquals([thread.begun.length, thread.droppedIterations], [4, 9]);
  assertEquals(thread.events.slice(-5), [
    "interrupt 0@3000",
    "release 0@3000",
    "interrupt 1@3000",
    "release 1@3000",
    "finish@3000",
  ]);
});

Deno.test("short iterations follow each other on one VU, however many starts are late", () => {
  const fast = { ...STEADY, rate: 1000, preAllocatedVUs: 1 };
  const { thread } = startOne(fast, { behaviour: () => "at once" });
  thread.clock.advance(60_000);
  assertEquals([thread.completed, thread.droppedIterations], [1001, 0]);
  // Those that need a turn of the event loop have it.
  const awaiting = startOne(fast, { behaviour: () => 0.1, turn: 0.2 });
  awaiting.thread.clock.advance(60_000);
  assertEquals([awaiting.thread.completed, awaiting.thread.droppedIterations], [1001, 0]);
});

Deno.test("arrival rates interrupt what is still running when gracefulStop is over", () => {
  const { thread, executor } = startOne({ ...STEADY, gracefulStop: "2s" }, {
    behaviour: (vu) => vu === 0 ? 2500 : "never",
  });
  thread.clock.advance(1500);
  assertEquals([executor.state, executor.activeVus], ["stopping", 2]);
  thread.clock.advance(60_000);
  assertEquals(thread.events.slice(-4), ["release 0@2500", "interrupt 1@3000", "release 1@3000", "finish@3000"]);
  assertEquals([thread.activeVus, thread.clock.pending], [0, 0]);
});

Deno.test("arrival rates are stopped at once", () => {
  const stages = [{ duration: "10s", target: 10 }];
  for (const load of [STEADY, { executor: "ramping-arrival-rate", startRate: 10, stages, preAllocatedVUs: 3 }]) {
    const { thread, conductor } = startOne(load, { behaviour: () => "never" });
    thread.clock.advance(150);
    conductor.stop();
    assertEquals([thread.interrupted, thread.finishes, thread.activeVus, thread.clock.pending > 0], [
      load === STEADY ? 2 : 1,
      1,
      0,
      false,
    ]);
  }
});

Deno.test("ramping-arrival-rate starts by its plan and lasts as long as its stages", () => {
  const stages = [{ duration: "1s", target: 4 }, { duration: "1s", target: 0 }, { duration: "3s", target: 0 }];
  const { thread } = startOne({ executor: "ramping-arrival-rate", stages, preAllocatedVUs: 5 }, {
    behaviour: () => 10,
  });
  thread.clock.advance(60_000);
  const times = thread.begun.map((begin) => Math.round(Number(begin.split("@")[1])));
  assertEquals(times, [708, 1000, 1293, 2000]);
  assertEquals(thread.events.at(-1), "finish@5000");
});

Deno.test("threads share the starts of a machine in proportion to their VUs", () => {
  const plan = planOf({ scenarios: { only: { ...STEADY, preAllocatedVUs: 3 } } }, 2);
  const threads = runPlan(plan, { behaviour: () => 1 });
  assertEquals(threads.map(({ begun }) => begun.map((begin) => Number(begin.split("@")[1]))), [
    [0, 200, 300, 500, 600, 800, 900],
    [100, 400, 700, 1000],
  ]);
});
