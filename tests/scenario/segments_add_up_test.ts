/** Whatever the segments and the threads, all machines together do exactly what one would do alone. */

import { planTest, type TestPlan } from "../../src/scenario/mod.ts";
import { assertEquals } from "../support/assert.ts";
import { runPlan } from "./conducted.ts";
import type { Behaviour, FakeThread, Iteration } from "./fake_thread.ts";
import { optionsOf, planOf } from "./scenarios.ts";

/** Numbers that look random, and are the same every time. */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from 0 to below `sides`. */
  roll(sides: number): number {
    this.#state = Math.imul(this.#state ^ (this.#state >>> 15), 0x2c1b3c6d) + 0x9e3779b9 | 0;
    return ((this.#state ^ (this.#state >>> 12)) >>> 0) % sides;
  }
}

/** A cut of the whole into up to six segments. */
function randomSequence(dice: Dice): string[] {
  const denominator = 2 + dice.roll(29);
  const points = new Set([0, denominator]);
  for (let count = dice.roll(6); count > 0; count--) points.add(dice.roll(denominator));
  return [...points].sort((a, b) => a - b).map((point) => `${point}/${denominator}`);
}

/** A scenario of one executor with random numbers. */
const SCENARIOS: Readonly<Record<string, (dice: Dice) => Record<string, unknown>>> = {
  "shared-iterations": (dice) => {
    const vus = 1 + dice.roll(20);
    return { vus, iterations: vus + dice.roll(100), maxDuration: "60s" };
  },
  "per-vu-iterations": (dice) => ({ vus: 1 + dice.roll(20), iterations: 1 + dice.roll(5) }),
  "constant-vus": (dice) => ({ vus: 1 + dice.roll(20), duration: "3s" }),
  "ramping-vus": (dice) => ({ startVUs: 1 + dice.roll(10), stages: randomStages(dice, 20), gracefulRampDown: 0 }),
  "constant-arrival-rate": (dice) => {
    return {
      rate: 1 + dice.roll(50),
      timeUnit: 500 + dice.roll(1000),
      duration: "2s",
      preAllocatedVUs: 1 + dice.roll(20),
    };
  },
  "ramping-arrival-rate": (dice) => {
    return { startRate: dice.roll(20), stages: randomStages(dice, 40), preAllocatedVUs: 1 + dice.roll(20) };
  },
  "externally-controlled": (dice) => {
    const maxVUs = 1 + dice.roll(20);
    return { vus: dice.roll(maxVUs + 1), maxVUs, duration: "2s" };
  },
};

function randomStages(dice: Dice, highest: number): { duration: number; target: number }[] {
  return Array.from({ length: 1 + dice.roll(4) }, () => ({
    duration: dice.roll(4) === 0 ? 0 : 1 + dice.roll(2000),
    target: dice.roll(highest),
  }));
}

const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  "shared-iterations": () => 10,
  "per-vu-iterations": () => 10,
  "constant-vus": () => 400,
  "ramping-vus": () => "never",
  "constant-arrival-rate": () => "at once",
  "ramping-arrival-rate": () => "at once",
  "externally-controlled": () => "never",
};

/** What all machines and threads did together. */
function tally(threads: readonly FakeThread[], executor: string) {
  const begun = threads.flatMap((thread) => thread.begun.map((begin) => Number(begin.split("@")[1])));
  // Who is free first takes a shared iteration; everything else is planned to the moment.
  const starts = executor === "shared-iterations" ? begun.length : begun.sort((a, b) => a - b);
  return {
    starts,
    levels: levelsOf(threads),
    completed: sum(threads.map(({ completed }) => completed)),
    interrupted: sum(threads.map(({ interrupted }) => interrupted)),
    dropped: sum(threads.map(({ droppedIterations }) => droppedIterations)),
  };
}

/** VUs at work over time, on all threads together. */
function levelsOf(threads: readonly FakeThread[]): string[] {
  const changes = new Map<number, number>();
  for (const { activity } of threads) {
    for (const { time, change } of activity) changes.set(time, (changes.get(time) ?? 0) + change);
  }
  let level = 0;
  return [...changes].sort(([a], [b]) => a - b).flatMap(([time, change]) => {
    return change === 0 ? [] : [`${level += change}@${time}`];
  });
}

/** The plans of all machines, each with some threads. */
function plansOf(scenario: Record<string, unknown>, points: readonly string[], dice: Dice): TestPlan[] {
  return points.slice(1).map((to, index) => {
    const segment = `${points[index]}:${to}`;
    const options = {
      executionSegment: segment,
      executionSegmentSequence: points.join(","),
      scenarios: { it: scenario },
    };
    return planTest(optionsOf(options), 1 + dice.roll(4));
  });
}

for (const [executor, fields] of Object.entries(SCENARIOS)) {
  Deno.test(`${executor}: the segments of any sequence, and their threads, add up to the whole`, () => {
    const dice = new Dice(executor.length);
    const behaviour = BEHAVIOURS[executor]!;
    for (let round = 0; round < 300; round++) {
      const scenario = {
        executor,
        ...executor === "externally-controlled" ? {} : { gracefulStop: 0 },
        ...fields(dice),
      };
      const points = randomSequence(dice);
      const whole = planTest(optionsOf({ scenarios: { it: scenario } }), 1);
      const parts = plansOf(scenario, points, dice);
      const name = `${points.join(",")}: ${JSON.stringify(scenario)}`;
      const together = parts.flatMap((plan) => runPlan(plan, { behaviour }));
      assertEquals(tally(together, executor), tally(runPlan(whole, { behaviour }), executor), name);
      assertEquals(sum(parts.map(({ plannedVus }) => plannedVus)), whole.plannedVus, name);
      const ids = parts.flatMap(({ threads }) => threads.flatMap(({ idsInTest }) => idsInTest));
      assertEquals(ids.sort((a, b) => a - b), Array.from({ length: ids.length }, (_, index) => index + 1), name);
    }
  });
}

Deno.test("scenarios at the same time never lack a VU that was planned for, and all are given back in time", () => {
  const dice = new Dice(4711);
  const names = Object.keys(SCENARIOS).filter((name) => name !== "externally-controlled");
  const lengths: readonly Iteration[] = ["never", 170, 1300, 5000];
  for (let round = 0; round < 300; round++) {
    const scenarios = Object.fromEntries(Array.from({ length: 2 + dice.roll(4) }, (_, index) => {
      const executor = names[dice.roll(names.length)]!;
      const times = { startTime: dice.roll(8) * 500, gracefulStop: dice.roll(4) * 700 };
      const grace = executor === "ramping-vus" ? { gracefulRampDown: dice.roll(3) * 600 } : {};
      const limit = executor.endsWith("-iterations") ? { maxDuration: 1000 + dice.roll(2000) } : {};
      const spare = executor.endsWith("-rate") ? { maxVUs: 20 + dice.roll(10) } : {};
      return [`s${index}`, { executor, ...SCENARIOS[executor]!(dice), ...times, ...grace, ...limit, ...spare }];
    }));
    const plan = planOf({ scenarios }, 1 + dice.roll(4));
    const length = lengths[dice.roll(lengths.length)]!;
    const threads = runPlan(plan, { behaviour: () => length });
    const idle = threads.map(({ idleVus }) => idleVus);
    const name = JSON.stringify(scenarios);
    assertEquals(threads.map(({ finishes, activeVus }) => [finishes, activeVus]), threads.map(() => [1, 0]), name);
    assertEquals(idle.every((count, thread) => count <= plan.threads[thread]!.maxVus), true, name);
  }
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
