import {
  describeScenario,
  formatFixedDuration,
  scenarioProgress,
  type ScenarioStatus,
} from "../../src/scenario/mod.ts";
import { assertEquals } from "../support/assert.ts";
import { formatRate } from "../../src/scenario/progress_columns.ts";
import { planOf } from "./scenarios.ts";

const SLOW = { timeUnit: "1m", preAllocatedVUs: 10 };
const RATES = {
  a: { executor: "constant-arrival-rate", rate: 100, duration: "65s", preAllocatedVUs: 2, maxVUs: 150, exec: "f" },
  b: { ...SLOW, executor: "constant-arrival-rate", rate: 1, duration: "3s" },
  c: {
    executor: "ramping-vus",
    startVUs: 5,
    stages: [{ duration: "2s", target: 15 }, { duration: "1s", target: 0 }],
    gracefulRampDown: 0,
    gracefulStop: 0,
  },
  d: { executor: "externally-controlled", vus: 2, maxVUs: 13, duration: "4s" },
  e: {
    ...SLOW,
    executor: "ramping-arrival-rate",
    startRate: 2,
    stages: [{ duration: "1s", target: 10 }, { duration: "1s", target: 10 }],
    preAllocatedVUs: 3,
    startTime: "1s",
  },
  f: { executor: "externally-controlled", vus: 2, maxVUs: 13, duration: 0, startTime: "2s" },
};

Deno.test("describeScenario says what k6 says", () => {
  const cases: [unknown, string[]][] = [
    [{ vus: 12, duration: "1200ms" }, ["12 looping VUs for 1.2s (gracefulStop: 30s)"]],
    [{ vus: 3, iterations: 1000 }, ["1000 iterations shared among 3 VUs (maxDuration: 10m0s, gracefulStop: 30s)"]],
    [{}, ["1 iterations for each of 1 VUs (maxDuration: 10m0s, gracefulStop: 30s)"]],
    [{ scenarios: { a: { executor: "constant-vus", duration: "1s", gracefulStop: 0 } } }, ["1 looping VUs for 1s"]],
    [
      {
        scenarios: {
          a: { executor: "per-vu-iterations", vus: 3, iterations: 2, startTime: "1s", exec: "f", gracefulStop: 0 },
          bb: { executor: "constant-vus", duration: "1.5s" },
          c: { executor: "shared-iterations", vus: 2, iterations: 4, maxDuration: "90s" },
        },
      },
      [
        "1 looping VUs for 1.5s (gracefulStop: 30s)",
        "4 iterations shared among 2 VUs (maxDuration: 1m30s, gracefulStop: 30s)",
        "2 iterations for each of 3 VUs (maxDuration: 10m0s, exec: f, startTime: 1s)",
      ],
    ],
    [{ stages: [{ duration: "1m", target: 5 }, { duration: "5s", target: 0 }] }, [
      "Up to 5 looping VUs for 1m5s over 2 stages (gracefulRampDown: 30s, gracefulStop: 30s)",
    ]],
    [{ scenarios: RATES }, [
      "100.00 iterations/s for 1m5s (maxVUs: 2-150, exec: f, gracefulStop: 30s)",
      "0.02 iterations/s for 3s (maxVUs: 10, gracefulStop: 30s)",
      "Up to 15 looping VUs for 3s over 2 stages (gracefulRampDown: 0s)",
      "Externally controlled execution with 2 VUs, 13 max VUs, 4s duration",
      "Up to 0.17 iterations/s for 2s over 2 stages (maxVUs: 3, startTime: 1s, gracefulStop: 30s)",
      "Externally controlled execution with 2 VUs, 13 max VUs, infinite duration",
    ]],
    // k6 1.8.1 on the middle third.
    [{ scenarios: RATES, executionSegment: "1/3:2/3", executionSegmentSequence: "0,1/3,2/3,1" }, [
      "33.33 iterations/s for 1m5s (maxVUs: 1-50, exec: f, gracefulStop: 30s)",
      "0.01 iterations/s for 3s (maxVUs: 3, gracefulStop: 30s)",
      "Up to 5 looping VUs for 3s over 2 stages (gracefulRampDown: 0s)",
      "Externally controlled execution with 2 VUs, 13 max VUs, 4s duration",
      "Up to 0.06 iterations/s for 2s over 2 stages (maxVUs: 1, startTime: 1s, gracefulStop: 30s)",
      "Externally controlled execution with 2 VUs, 13 max VUs, infinite duration",
    ]],
    [{ vus: 5, iterations: 10, executionSegment: "1/3:2/3" }, [
      "4 iterations shared among 2 VUs (maxDuration: 10m0s, gracefulStop: 30s)",
    ]],
  ];
  for (const [script, descriptions] of cases) {
    assertEquals(planOf(script).scenarios.map(describeScenario), descriptions);
  }
});

Deno.test("scenarioProgress shows what k6 shows", async (t) => {
  const looping = { executor: "constant-vus", vus: 2, duration: "4s" };
  const shared = { executor: "shared-iterations", vus: 2, iterations: 10, maxDuration: "2s" };
  const each = { executor: "per-vu-iterations", vus: 2, iterations: 10, maxDuration: "2s" };
  const unlimited = { executor: "per-vu-iterations", vus: 12, iterations: 10 };
  const active = { activeVus: 2, lentVus: 2, iterations: 0, finished: false };
  const cases: { name: string; scenario: unknown; status: ScenarioStatus; line: [string, number, ...string[]] }[] = [
    {
      name: "waiting",
      scenario: { ...looping, startTime: "100m" },
      status: { ...active, elapsed: -5_999_000 },
      line: ["waiting", 0, "waiting", "1h39m59.0s"],
    },
    {
      name: "constant-vus running",
      scenario: looping,
      status: { ...active, elapsed: 1000 },
      line: ["running", 0.25, "2 VUs", "1.0s/4s"],
    },
    {
      name: "constant-vus in its graceful stop",
      scenario: looping,
      status: { ...active, elapsed: 5000 },
      line: ["stopping", 1, "2 VUs", "4s"],
    },
    {
      name: "constant-vus done",
      scenario: looping,
      status: { ...active, elapsed: 5000, finished: true },
      line: ["done", 1, "2 VUs", "4s"],
    },
    {
      name: "constant-vus aborted",
      scenario: looping,
      status: { ...active, elapsed: 3000, finished: true },
      line: ["interrupted", 0.75, "2 VUs", "3.0s/4s"],
    },
    {
      name: "shared-iterations running",
      scenario: shared,
      status: { ...active, elapsed: 1000, iterations: 3 },
      line: ["running", 0.3, "2 VUs", "1.0s/2s", "03/10 shared iters"],
    },
    {
      name: "shared-iterations done",
      scenario: shared,
      status: { ...active, elapsed: 1000, iterations: 10, finished: true },
      line: ["done", 1, "2 VUs", "1.0s/2s", "10/10 shared iters"],
    },
    {
      name: "shared-iterations out of time",
      scenario: shared,
      status: { ...active, elapsed: 4500, iterations: 2, finished: true },
      line: ["interrupted", 0.2, "2 VUs", "2s", "02/10 shared iters"],
    },
    {
      name: "per-vu-iterations running",
      scenario: each,
      status: { ...active, elapsed: 1000, iterations: 5 },
      line: ["running", 0.25, "2 VUs", "1.0s/2s", "05/20 iters, 10 per VU"],
    },
    {
      name: "per-vu-iterations out of time",
      scenario: each,
      status: { ...active, elapsed: 4500, iterations: 2, finished: true },
      line: ["done", 1, "2 VUs", "2s", "02/20 iters, 10 per VU"],
    },
    {
      name: "per-vu-iterations with time to spare",
      scenario: unlimited,
      status: { ...active, elapsed: 61_040, iterations: 60 },
      line: ["running", 0.5, "12 VUs", "01m01.0s/10m0s", "060/120 iters, 10 per VU"],
    },
  ];
  const rate = { ...RATES.a, maxVUs: 100 };
  const ramp = { executor: "ramping-arrival-rate", stages: [{ duration: "2s", target: 10 }], preAllocatedVUs: 3 };
  cases.push(
    {
      name: "constant-arrival-rate running",
      scenario: rate,
      status: { ...active, elapsed: 900, lentVus: 47 },
      line: ["running", 0.9 / 65, "002/047 VUs", "0m00.9s/1m5s", "100.00 iters/s"],
    },
    {
      name: "constant-arrival-rate with work left to do",
      scenario: rate,
      status: { ...active, elapsed: 66_000, lentVus: 47 },
      line: ["stopping", 1, "002/047 VUs", "1m5s", "100.00 iters/s"],
    },
    {
      name: "constant-arrival-rate over before others",
      scenario: rate,
      status: { ...active, elapsed: 66_000, activeVus: 0, lentVus: 47 },
      line: ["done", 1, "000/047 VUs", "1m5s", "100.00 iters/s"],
    },
    {
      name: "ramping-arrival-rate running",
      scenario: ramp,
      status: { ...active, elapsed: 500, lentVus: 3 },
      line: ["running", 0.25, "2/3 VUs", "0.5s/2s", "02.50 iters/s"],
    },
    {
      name: "ramping-vus running",
      scenario: RATES.c,
      status: { ...active, elapsed: 900 },
      line: ["running", 0.3, "02/15 VUs", "0.9s/3.0s"],
    },
    {
      name: "ramping-vus done",
      scenario: RATES.c,
      status: { ...active, elapsed: 3100, activeVus: 0, finished: true },
      line: ["done", 1, "00/15 VUs", "3s"],
    },
    {
      name: "externally-controlled running",
      scenario: RATES.d,
      status: { ...active, elapsed: 1000, lentVus: 13 },
      line: ["running", 0.25, "02/13 VUs", "1.0s/4s"],
    },
    {
      name: "externally-controlled without an end",
      scenario: RATES.f,
      status: { ...active, elapsed: 100_000, lentVus: 14 },
      line: ["running", 1, "02/14 VUs", "0s"],
    },
  );
  for (const { name, scenario, status, line: [state, fraction, ...columns] } of cases) {
    await t.step(name, () => {
      const [plan] = planOf({ scenarios: { it: scenario } }).scenarios;
      assertEquals(
        scenarioProgress(plan!, status),
        { state, fraction, columns } as ReturnType<typeof scenarioProgress>,
      );
    });
  }
});

Deno.test("scenarioProgress of a machine without VUs is done from the start", () => {
  const [plan] = planOf({ iterations: 5, executionSegment: "2/3:1" }).scenarios;
  const { fraction, state } = scenarioProgress(plan!, {
    elapsed: 0,
    activeVus: 0,
    lentVus: 0,
    iterations: 0,
    finished: true,
  });
  assertEquals([fraction, state], [1, "done"]);
});

Deno.test("formatFixedDuration has the width of the longest duration", () => {
  const cases: [elapsed: number, longest: number, text: string][] = [
    [0, 1500, "0.0s"],
    [1000, 9_999, "1.0s"],
    [1000, 31_200, "01.0s"],
    [59_949, 59_000, "59.9s"],
    [5300, 90_000, "0m05.3s"],
    [0, 630_000, "00m00.0s"],
    [754_321, 3_599_999, "12m34.3s"],
    [2000, 6_002_000, "0h00m02.0s"],
    [3_723_400, 36_000_000, "01h02m03.4s"],
    [59_960, 600_000, "01m00.0s"],
    [59_960, 59_990, "1m00.0s"],
    [61_000, 5_000, "1m01.0s"],
    [-5, 1000, "0.0s"],
  ];
  for (const [elapsed, longest, text] of cases) assertEquals(formatFixedDuration(elapsed, longest), text);
});

Deno.test("formatRate rounds as Go does", () => {
  const cases: [number, string][] = [[3.125, "3.12"], [15.625, "15.62"], [3.375, "3.38"], [2.675, "2.67"], [
    0.1667,
    "0.17",
  ], [
    20_000,
    "20000.00",
  ]];
  for (const [rate, text] of cases) assertEquals(formatRate(rate), text);
});
