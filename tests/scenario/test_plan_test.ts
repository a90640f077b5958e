import { planTest, Share } from "../../src/scenario/mod.ts";
import { assertEquals } from "../support/assert.ts";
import { optionsOf, planOf } from "./scenarios.ts";

/** The VUs of each thread for each scenario, by name. */
function vusByThread(script: unknown, threads: number): Record<string, number>[] {
  return planOf(script, threads).threads.map(({ scenarios }) =>
    Object.fromEntries(scenarios.map(({ scenario, work }) => [scenario.name, work.vus]))
  );
}

function constantVus(vus: number, startTime: number, duration: number): Record<string, unknown> {
  return { executor: "constant-vus", vus, startTime, duration, gracefulStop: 0 };
}

Deno.test("planTest plans the VUs that are needed at once, as k6 does", async (t) => {
  const cases = [
    { name: "one scenario", scenarios: { a: constantVus(5, 0, 1000) }, plannedVus: 5, maxDuration: 1000 },
    {
      name: "at the same time",
      scenarios: { a: constantVus(5, 0, 1000), b: constantVus(3, 0, 2000) },
      plannedVus: 8,
      maxDuration: 2000,
    },
    {
      name: "one after the other",
      scenarios: { a: constantVus(2, 0, 1000), b: constantVus(3, 1000, 1000) },
      plannedVus: 3,
      maxDuration: 2000,
    },
    {
      name: "overlapping by a millisecond",
      scenarios: { a: constantVus(2, 0, 1001), b: constantVus(3, 1000, 1000) },
      plannedVus: 5,
      maxDuration: 2000,
    },
    {
      name: "overlapping in the graceful stop only",
      scenarios: { a: { ...constantVus(2, 0, 1000), gracefulStop: "2s" }, b: constantVus(3, 2000, 1000) },
      plannedVus: 5,
      maxDuration: 3000,
    },
    {
      name: "a staircase",
      scenarios: { a: constantVus(4, 0, 2000), b: constantVus(4, 1000, 2000), c: constantVus(4, 2000, 2000) },
      plannedVus: 8,
      maxDuration: 4000,
    },
  ];
  for (const { name, scenarios, plannedVus, maxDuration } of cases) {
    await t.step(name, () => {
      for (const threads of [1, 2, 3, 16]) {
        const plan = planOf({ scenarios }, threads);
        assertEquals([plan.plannedVus, plan.maxVus, plan.maxDuration], [plannedVus, plannedVus, maxDuration]);
        const ids = plan.threads.flatMap(({ idsInInstance }) => idsInInstance).sort((a, b) => a - b);
        assertEquals(ids, Array.from({ length: plannedVus }, (_, index) => index + 1));
      }
    });
  }
});

Deno.test("planTest never gives a thread more VUs at once than it hosts", () => {
  const scenarios = {
    a: constantVus(3, 0, 5000),
    b: constantVus(1, 0, 2000),
    c: constantVus(1, 1000, 3000),
    d: constantVus(4, 2000, 3000),
    e: constantVus(2, 4000, 4000),
    f: constantVus(7, 5000, 1000),
  };
  for (const threads of [1, 2, 3, 4, 5]) {
    for (const thread of planOf({ scenarios }, threads).threads) {
      for (let time = 0; time < 8000; time += 500) {
        const active = thread.scenarios.filter(({ scenario }) =>
          scenario.startTime <= time && time < scenario.startTime + Number(scenarios[scenario.name as "a"].duration)
        );
        const needed = active.reduce((total, { work }) => total + work.vus, 0);
        assertEquals(needed <= thread.idsInInstance.length, true, `${needed} VUs at ${time} ms on ${threads} threads`);
      }
    }
  }
});

Deno.test("planTest spreads VUs evenly over threads", async (t) => {
  await t.step("of one scenario", () => {
    assertEquals(vusByThread({ vus: 10, duration: "1s" }, 4), [{ default: 3 }, { default: 3 }, { default: 2 }, {
      default: 2,
    }]);
  });
  await t.step("of many small scenarios", () => {
    const scenarios = Object.fromEntries(["a", "b", "c", "d"].map((name) => [name, constantVus(1, 0, 1000)]));
    assertEquals(vusByThread({ scenarios }, 2), [{ a: 1, c: 1 }, { b: 1, d: 1 }]);
  });
  await t.step("leaving out threads that get none", () => {
    assertEquals(vusByThread({ vus: 2, duration: "1s" }, 3), [{ default: 1 }, { default: 1 }, {}]);
  });
});

Deno.test("planTest numbers VUs on the machine and in the whole test", () => {
  const script = { vus: 10, duration: "1s", executionSegment: "1/2:1", executionSegmentSequence: "0,1/2,1" };
  const plan = planOf(script, 2);
  assertEquals(plan.fraction, 0.5);
  assertEquals(plan.threads.map(({ idsInInstance }) => idsInInstance), [[1, 3, 5], [2, 4]]);
  assertEquals(plan.threads.map(({ idsInTest }) => idsInTest), [[2, 6, 10], [4, 8]]);
});

Deno.test("planTest gives every thread the machine's iterations where VUs share them", () => {
  // k6 2.2.0 with --execution-segment 1/3:2/3: `4 iterations shared among 2 VUs`.
  const plan = planOf({ vus: 5, iterations: 10, executionSegment: "1/3:2/3" }, 2);
  assertEquals(plan.scenarios[0]?.work, { vus: 2, maxVus: 2, iterations: 4, fraction: 1 / 3 });
  const works = plan.threads.map(({ scenarios }) => scenarios[0]!.work);
  assertEquals(works.map(({ vus, iterations }) => [vus, iterations]), [[1, 4], [1, 4]]);
});

Deno.test("planTest numbers shared iterations through, over machines that have VUs unevenly", () => {
  const options = (segment: string) =>
    optionsOf({ vus: 5, iterations: 10, executionSegment: segment, executionSegmentSequence: "0,1/3,2/3,1" });
  const numbers = ["0:1/3", "1/3:2/3", "2/3:1"].flatMap((segment) => {
    const { work, numbering } = planTest(options(segment), 1).scenarios[0]!;
    const share = new Share(numbering);
    return Array.from({ length: work.iterations }, (_, index) => share.at(index));
  });
  assertEquals(numbers.sort((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

Deno.test("planTest plans no VU for a machine whose segment gets none", () => {
  // k6 2.2.0 with --execution-segment 2/3:1: `1 iterations for each of 0 VUs`.
  const plan = planOf({ executionSegment: "2/3:1" }, 2);
  assertEquals([plan.plannedVus, plan.maxDuration], [0, 0]);
  assertEquals(plan.scenarios[0]?.work, { vus: 0, maxVus: 0, iterations: 1, fraction: 1 / 3 });
  assertEquals(plan.threads.map(({ scenarios }) => scenarios), [[], []]);
  const scenarios = { a: constantVus(3, 6000, 1000), b: constantVus(1, 7000, 5000) };
  const busy = planOf({ scenarios, executionSegment: "2/3:1" });
  assertEquals([busy.plannedVus, busy.maxDuration], [1, 7000]);
  const idle = planOf({ scenarios: { ...scenarios, a: constantVus(1, 6000, 1000) }, executionSegment: "2/3:1" });
  assertEquals([idle.plannedVus, idle.maxDuration], [0, 6000]);
});

Deno.test("a plan survives the way to a thread", () => {
  const plan = planOf({ scenarios: { a: { executor: "constant-vus", duration: "1s", env: { A: "b" } } } }, 2);
  assertEquals(structuredClone(plan), plan);
});

Deno.test("planTest plans for the VUs of an arrival rate that come later, as k6 does", async (t) => {
  const rate = { executor: "constant-arrival-rate", rate: 1, duration: "1s", gracefulStop: 0 };
  const cases = [
    { name: "one scenario", scenarios: { a: { ...rate, preAllocatedVUs: 2, maxVUs: 7 } }, planned: 2, max: 7 },
    {
      name: "at the same time",
      scenarios: { a: { ...rate, preAllocatedVUs: 2, maxVUs: 7 }, b: { ...rate, preAllocatedVUs: 1, maxVUs: 3 } },
      planned: 3,
      max: 10,
    },
    {
      name: "one after the other",
      scenarios: {
        a: { ...rate, preAllocatedVUs: 2, maxVUs: 7 },
        b: { ...rate, preAllocatedVUs: 4, maxVUs: 5, startTime: "1s" },
      },
      planned: 4,
      max: 7,
    },
    {
      name: "where others have left enough",
      scenarios: { a: constantVus(10, 0, 1000), b: { ...rate, preAllocatedVUs: 1, maxVUs: 10, startTime: "1s" } },
      planned: 10,
      max: 10,
    },
  ];
  for (const { name, scenarios, planned, max } of cases) {
    await t.step(name, () => {
      for (const threads of [1, 2, 3]) {
        const plan = planOf({ scenarios }, threads);
        assertEquals([plan.plannedVus, plan.maxVus], [planned, max]);
        const ids = plan.threads.flatMap(({ idsInInstance }) => idsInInstance).sort((a, b) => a - b);
        assertEquals(ids, Array.from({ length: planned }, (_, index) => index + 1));
        assertEquals(plan.threads.reduce((total, { maxVus }) => total + maxVus, 0), max);
      }
    });
  }
});

Deno.test("planTest plans a ramp's VUs for the time in which they are needed", () => {
  const ramp = (startVUs: number, target: number, startTime: number) => ({
    executor: "ramping-vus",
    startVUs,
    stages: [{ duration: "10s", target }],
    gracefulRampDown: 0,
    gracefulStop: 0,
    startTime,
  });
  // One goes down while the other comes up: there are never more than ten.
  assertEquals(planOf({ scenarios: { a: ramp(10, 0, 0), b: ramp(0, 10, 0) } }).plannedVus, 10);
  // With half a minute of grace, all of the first are still there when all of the second have come.
  const graceful = { ...ramp(10, 0, 0), gracefulRampDown: "30s", gracefulStop: "30s" };
  const plan = planOf({ scenarios: { a: graceful, b: ramp(0, 10, 0) } });
  assertEquals([plan.plannedVus, plan.maxDuration], [19, 40_000]);
  // k6 1.8.1: `6 max VUs, 5.4s max duration`. The sixth comes for no more than a moment, but it is there.
  const stages = [["2s", 6], ["0s", 3], ["2s", 3], ["1s", 0]].map(([duration, target]) => ({ duration, target }));
  const brief = { executor: "ramping-vus", startVUs: 1, stages, gracefulRampDown: "400ms", gracefulStop: "1s" };
  const { plannedVus, maxDuration } = planOf({ scenarios: { brief } });
  assertEquals([plannedVus, maxDuration], [6, 5400]);
});

Deno.test("planTest knows a test that goes on until somebody stops it", () => {
  const controlled = { executor: "externally-controlled", vus: 1, maxVUs: 4, duration: 0 };
  const plan = planOf({ scenarios: { a: controlled, b: constantVus(2, 0, 5000) } });
  assertEquals([plan.isEndless, plan.maxDuration, plan.plannedVus], [true, 5000, 6]);
  assertEquals(planOf({ vus: 1, duration: "1s" }).isEndless, false);
});
