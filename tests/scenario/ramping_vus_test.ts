import { type Ramp, rampWindows } from "../../src/scenario/ramp_windows.ts";
import { Share } from "../../src/scenario/mod.ts";
import { assertEquals } from "../support/assert.ts";
import { conduct, startOne } from "./conducted.ts";
import { planOf } from "./scenarios.ts";

type StageText = readonly [duration: number, target: number];

function rampOf(startVUs: number, stages: readonly StageText[], grace: Partial<Ramp> = {}): Ramp {
  const list = stages.map(([duration, target]) => ({ duration, target }));
  return { startVUs, stages: list, gracefulRampDown: 0, gracefulStop: 0, ...grace };
}

/** The number of handles that are up, whenever it changes: `level@milliseconds`. */
function levels(ramp: Ramp, share = Share.whole): string[] {
  const changes = rampWindows(ramp, share).flatMap(({ turns }) =>
    turns.map((time, turn) => ({ time, change: turn % 2 === 0 ? 1 : -1 }))
  );
  const times = [...new Set(changes.map(({ time }) => time))].sort((a, b) => a - b);
  return times.map((time) => {
    const level = changes.filter((each) => each.time <= time).reduce((sum, { change }) => sum + change, 0);
    return `${level}@${time}`;
  });
}

Deno.test("a ramp reaches each level at k6's moment, to the nanosecond", () => {
  const cases: [ramp: Ramp, expected: string[]][] = [
    [rampOf(0, [[5000, 5], [2000, 5], [5000, 0]]), [
      ..."1@1000 2@2000 3@3000 4@4000 5@5000 4@8000 3@9000 2@10000 1@11000 0@12000".split(" "),
    ]],
    // The level is 4 at 2 s, and 2 from the same moment on.
    [rampOf(1, [[2000, 4], [0, 2], [3000, 0]]), [
      ..."1@0 2@666.666667 3@1333.333334 2@2000 1@3500 0@5000".split(" "),
    ]],
    [rampOf(3, [[1000, 3]]), ["3@0", "0@1000"]],
    [rampOf(0, [[0, 4], [1000, 4], [0, 1], [500, 1], [0, 0]]), ["4@0", "1@1000", "0@1500"]],
    [rampOf(5, [[0, 0], [1000, 0], [1000, 2]]), ["1@1500", "0@2000"]],
    [rampOf(0, [[1000, 3], [1000, 0], [1000, 3]]), [
      ..."1@333.333334 2@666.666667 3@1000 2@1333.333334 1@1666.666667 0@2000 1@2333.333334 2@2666.666667 0@3000".split(
        " ",
      ),
    ]],
  ];
  for (const [ramp, expected] of cases) assertEquals(levels(ramp), expected);
});

Deno.test("a ramp over days and of a million VUs is exact all the same", () => {
  // 90 days in nanoseconds times a million is far beyond what a number holds.
  const days = 90 * 86_400_000;
  const [first, second, ...rest] = rampWindows(rampOf(0, [[days, 1_000_000]]), Share.of("0:1/500000"));
  assertEquals([first?.from, second?.from, rest.length], [2 * 7776, 500_002 * 7776, 0]);
});

Deno.test("a handle keeps its VU for gracefulRampDown, and for longer where it comes back in time", async (t) => {
  const down: StageText[] = [[0, 0], [2000, 0], [0, 1], [1000, 1], [0, 0], [7000, 0]];
  const cases: { name: string; grace: Partial<Ramp>; windows: [from: number, to: number][] }[] = [
    { name: "none at all", grace: {}, windows: [[0, 1000], [3000, 4000]] },
    { name: "not in time", grace: { gracefulRampDown: 1999 }, windows: [[0, 2999], [3000, 5999]] },
    { name: "just in time", grace: { gracefulRampDown: 2000 }, windows: [[0, 6000]] },
    { name: "cut off by the end", grace: { gracefulRampDown: 30_000, gracefulStop: 500 }, windows: [[0, 11_500]] },
  ];
  for (const { name, grace, windows } of cases) {
    await t.step(name, () => {
      const planned = rampWindows(rampOf(1, [[1000, 1], ...down], grace), Share.whole);
      assertEquals(planned.map(({ from, to }) => [from, to]), windows);
    });
  }
});

Deno.test("a handle that is up at the end of the ramp has gracefulStop, one on its way down no more than its own", () => {
  const grace = { gracefulRampDown: 1000, gracefulStop: 5000 };
  const ends = (ramp: Ramp) => rampWindows(ramp, Share.whole).map(({ to }) => to);
  assertEquals(ends(rampOf(2, [[10_000, 1]], grace)), [15_000, 11_000]);
  assertEquals(ends(rampOf(2, [[10_000, 1]], { ...grace, gracefulStop: 500 })), [10_500, 10_500]);
});

Deno.test("machines follow a ramp through the striped index: each has its own VUs' moments", () => {
  const ramp = rampOf(0, [[6000, 6], [6000, 0]]);
  const thirds = ["0:1/3", "1/3:2/3", "2/3:1"].map((segment) => levels(ramp, Share.of(segment, "0,1/3,2/3,1")));
  assertEquals(thirds, [
    ["1@1000", "2@4000", "1@9000", "0@12000"],
    ["1@2000", "2@5000", "1@8000", "0@11000"],
    ["1@3000", "2@6000", "1@7000", "0@10000"],
  ]);
});

const UP_AND_DOWN = [{ duration: "4s", target: 4 }, { duration: "4s", target: 0 }];

Deno.test("ramping-vus starts VUs from the lowest up, and lets the highest go first", () => {
  const scenario = { executor: "ramping-vus", startVUs: 0, stages: UP_AND_DOWN };
  const { thread } = startOne(scenario, { behaviour: () => 1500 });
  thread.clock.advance(60_000);
  assertEquals(thread.begun, [
    "0@1000",
    "1@2000",
    "0@2500",
    "2@3000",
    "1@3500",
    "0@4000",
    "3@4000",
    "2@4500",
    "1@5000",
    "0@5500",
    "1@6500",
    "0@7000",
  ]);
  assertEquals(thread.events.filter((event) => event.startsWith("release")), [
    "release 3@5500",
    "release 2@6000",
    "release 1@8000",
    "release 0@8500",
  ]);
  assertEquals([thread.completed, thread.interrupted, thread.finishes, thread.clock.pending], [12, 0, 1, 0]);
  assertEquals(thread.events.at(-1), "finish@8500");
});

Deno.test("ramping-vus interrupts a VU that is not through gracefulRampDown after it had to go", () => {
  const scenario = {
    executor: "ramping-vus",
    startVUs: 2,
    stages: [{ duration: "2s", target: 1 }, { duration: "8s", target: 1 }],
  };
  const { thread, executor } = startOne({ ...scenario, gracefulRampDown: "3s", gracefulStop: "1s" }, {
    behaviour: () => "never",
  });
  thread.clock.advance(4999);
  assertEquals([executor.activeVus, thread.activeVus, thread.interrupted], [2, 2, 0]);
  thread.clock.advance(1);
  assertEquals([executor.activeVus, thread.activeVus, thread.interrupted], [1, 1, 1]);
  thread.clock.advance(5000);
  assertEquals(executor.state, "stopping");
  thread.clock.advance(1000);
  assertEquals(thread.events, [
    "begin 0@0",
    "begin 1@0",
    "interrupt 1@5000",
    "release 1@5000",
    "interrupt 0@11000",
    "release 0@11000",
    "finish@11000",
  ]);
});

Deno.test("ramping-vus leaves a VU alone that is wanted again before it has gone", () => {
  const stages = [[1000, 2], [0, 1], [2000, 1], [0, 2], [3000, 2]].map(([duration, target]) => ({ duration, target }));
  const scenario = { executor: "ramping-vus", startVUs: 2, stages, gracefulRampDown: "2500ms", gracefulStop: 0 };
  const { thread } = startOne(scenario, { behaviour: (vu) => vu === 0 ? 10_000 : 3500 });
  thread.clock.advance(60_000);
  // Its iteration outlasts the valley; the next one follows at once.
  assertEquals(thread.begun, ["0@0", "1@0", "1@3500"]);
  assertEquals(thread.interrupted, 2);
  assertEquals(thread.events.at(-1), "finish@6000");
});

Deno.test("ramping-vus gives back a VU that is gone before the valley ends, and takes one again", () => {
  const stages = [[1000, 1], [0, 0], [2000, 0], [0, 1], [1000, 1]].map(([duration, target]) => ({ duration, target }));
  const { thread } = startOne({ executor: "ramping-vus", startVUs: 1, stages }, { behaviour: () => 700 });
  thread.clock.advance(60_000);
  assertEquals(thread.events, [
    "begin 0@0",
    "begin 0@700",
    "release 0@1400",
    "begin 0@3000",
    "begin 0@3700",
    "release 0@4400",
    "finish@4400",
  ]);
});

Deno.test("ramping-vus lasts as long as its stages, also when nobody is left", () => {
  const stages = [{ duration: "1s", target: 0 }, { duration: "4s", target: 0 }];
  const { thread, executor } = startOne({ executor: "ramping-vus", startVUs: 1, stages }, { behaviour: () => 100 });
  thread.clock.advance(4999);
  assertEquals([executor.state, executor.activeVus], ["running", 0]);
  thread.clock.advance(1);
  assertEquals([executor.state, thread.events.at(-1)], ["finished", "finish@5000"]);
});

Deno.test("ramping-vus begins no iteration at the very end", () => {
  const stages = [{ duration: "2s", target: 2 }];
  const { thread } = startOne({ executor: "ramping-vus", startVUs: 2, stages }, { behaviour: () => 1000 });
  thread.clock.advance(60_000);
  assertEquals(thread.begun, ["0@0", "1@0", "0@1000", "1@1000"]);
  assertEquals(thread.events.at(-1), "finish@2000");
});

Deno.test("ramping-vus catches up in order when its thread was busy", () => {
  const { threads: [plan] } = planOf({ stages: UP_AND_DOWN });
  const { thread, conductor } = conduct(plan!, { behaviour: () => "never" });
  // As if 5.5 s had passed in a single function of the script: all four have come, and one has gone.
  thread.clock.advance(5500);
  conductor.start(0);
  thread.clock.advance(0);
  assertEquals(thread.begun, ["0@5500", "1@5500", "2@5500"]);
});

Deno.test("ramping-vus is stopped at once", () => {
  const { thread, conductor } = startOne({ executor: "ramping-vus", startVUs: 2, stages: UP_AND_DOWN }, {
    behaviour: () => "never",
  });
  thread.clock.advance(3500);
  conductor.stop();
  assertEquals([thread.interrupted, thread.finishes, thread.activeVus, thread.idleVus], [3, 1, 0, 4]);
  thread.clock.advance(60_000);
  assertEquals([thread.finishes, thread.clock.pending], [1, 0]);
});

Deno.test("VUs that a ramp gives back are those of the next scenario, at the same moment and on the same thread", () => {
  const ramp = { executor: "ramping-vus", gracefulRampDown: 0, gracefulStop: 0 };
  const plan = planOf({
    scenarios: {
      a: { ...ramp, startVUs: 6, stages: [{ duration: "3s", target: 0 }] },
      b: { ...ramp, startVUs: 0, stages: [{ duration: "3s", target: 6 }, { duration: "1s", target: 6 }] },
    },
  }, 2);
  assertEquals([plan.plannedVus, plan.maxVus], [6, 6]);
  const threads = plan.threads.map((thread) => conduct(thread, { behaviour: () => "never" }));
  for (const { conductor } of threads) conductor.start();
  for (const { thread } of threads) thread.clock.advance(60_000);
  assertEquals(threads.map(({ thread }) => [thread.interrupted, thread.finishes, thread.idleVus]), [[6, 1, 3], [
    6,
    1,
    3,
  ]]);
});
