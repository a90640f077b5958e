/** The numbers of VUs and iterations that scripts see: each once in the whole test, whatever runs it, on any number of threads. */

import { assert, assertEquals } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";

const SCRIPT = `
  import exec from "k6/execution";
  export default function () {
    const { scenario: s, vu, instance } = exec;
    console.log(JSON.stringify([s.name, s.iterationInInstance, s.iterationInTest, vu.idInInstance, vu.idInTest,
      vu.iterationInInstance, vu.iterationInScenario, __VU, __ITER, instance.vusActive, instance.vusInitialized]));
  }
`;

interface Line {
  readonly name: string;
  readonly inInstance: number;
  readonly inTest: number;
  readonly id: number;
  readonly idInTest: number;
  readonly vuIteration: number;
  readonly scenarioIteration: number;
  readonly active: number;
  readonly initialized: number;
}

async function numbers(options: Record<string, unknown>, threads = 1): Promise<Line[]> {
  const { lines, errors, exitCode } = await runScript(SCRIPT, { options, settings: { threads } });
  assertEquals([errors, exitCode], [[], 0]);
  return lines.map((line) => {
    const [name, inInstance, inTest, id, idInTest, vuIteration, scenarioIteration, vu, iter, active, initialized] = JSON
      .parse(line);
    assertEquals([vu, iter], [id, vuIteration]);
    return { name, inInstance, inTest, id, idInTest, vuIteration, scenarioIteration, active, initialized };
  });
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function sorted(values: Iterable<number>): number[] {
  return [...values].sort((a, b) => a - b);
}

const EXECUTORS: Readonly<Record<string, Record<string, unknown>>> = {
  "shared-iterations": { vus: 4, iterations: 40 },
  "per-vu-iterations": { vus: 4, iterations: 10 },
  "constant-vus": { vus: 4, duration: "1s", gracefulStop: "1s" },
  "ramping-vus": { startVUs: 2, stages: [{ duration: "1s", target: 4 }] },
  "constant-arrival-rate": { rate: 50, duration: "1s", preAllocatedVUs: 4 },
  "ramping-arrival-rate": { startRate: 50, stages: [{ duration: "1s", target: 50 }], preAllocatedVUs: 4 },
  "externally-controlled": { vus: 4, duration: "1s" },
};

Deno.test("every executor numbers its iterations through, over all threads", async (t) => {
  for (const [executor, fields] of Object.entries(EXECUTORS)) {
    for (const threads of [1, 2]) {
      await t.step(`${executor} on ${threads} ${threads === 1 ? "thread" : "threads"}`, async () => {
        const loops = ["constant-vus", "ramping-vus", "externally-controlled"].includes(executor);
        const options = { scenarios: { it: { executor, ...fields } }, ...(loops && { minIterationDuration: "100ms" }) };
        const lines = await numbers(options, threads);
        assert(lines.length >= 10, `only ${lines.length} iterations`);
        // The last ones that a time limit cuts off print their line, too: they return at once.
        assertEquals(sorted(lines.map(({ inTest }) => inTest)), upTo(lines.length));
        assertEquals(lines.map(({ inInstance }) => inInstance), lines.map(({ inTest }) => inTest));
        assertEquals(lines.every(({ active }) => active >= 1 && active <= 4), true);
        assertEquals(lines.every(({ initialized }) => initialized === 4), true);
        assertEquals(lines.every(({ id, idInTest }) => id === idInTest && id >= 1 && id <= 4), true);
        for (const id of new Set(lines.map((line) => line.id))) {
          const own = lines.filter((line) => line.id === id);
          assertEquals(sorted(own.map(({ scenarioIteration }) => scenarioIteration)), upTo(own.length));
        }
      });
    }
  }
});

Deno.test("the parts of a test number their iterations and VUs so that together they have each number once", async (t) => {
  const sequence = "0,1/4,1/2,1";
  const cases: [executor: string, fields: Record<string, unknown>, iterations: number][] = [
    ["shared-iterations", { vus: 8, iterations: 41 }, 41],
    ["per-vu-iterations", { vus: 8, iterations: 5 }, 40],
    ["constant-arrival-rate", { rate: 40, duration: "1s", preAllocatedVUs: 8 }, 41],
  ];
  for (const [executor, fields, iterations] of cases) {
    await t.step(executor, async () => {
      const all: Line[] = [];
      for (const segment of ["0:1/4", "1/4:1/2", "1/2:1"]) {
        const part = { executionSegment: segment, executionSegmentSequence: sequence };
        const lines = await numbers({ ...part, scenarios: { it: { executor, ...fields } } }, 2);
        assertEquals(sorted(lines.map(({ inInstance }) => inInstance)), upTo(lines.length));
        all.push(...lines);
      }
      assertEquals(sorted(all.map(({ inTest }) => inTest)), upTo(iterations));
      const ids = sorted(new Set(all.map(({ idInTest }) => idInTest)));
      // Fast VUs may leave nothing to others where they share.
      if (executor === "per-vu-iterations") assertEquals(ids, upTo(8).map((index) => index + 1));
      assertEquals(ids.every((id) => id >= 1 && id <= 8), true);
    });
  }
});

Deno.test("scenarios have numbers of their own; a VU that works for several goes on with its own count", async () => {
  const scenario = { executor: "per-vu-iterations", vus: 1, iterations: 2, maxDuration: "1s", gracefulStop: "0s" };
  const lines = await numbers({ scenarios: { a: scenario, b: { ...scenario, startTime: "1.01s" } } });
  assertEquals(
    lines.map(({ name, inTest, vuIteration, scenarioIteration }) => [name, inTest, vuIteration, scenarioIteration]),
    [
      ["a", 0, 0, 0],
      ["a", 1, 1, 1],
      ["b", 0, 2, 0],
      ["b", 1, 3, 1],
    ],
  );
});

Deno.test("progress goes by iterations where these limit the scenario, else by its time", async (t) => {
  const script = `
    import exec from "k6/execution";
    export default function () { console.log(exec.scenario.progress); }
  `;
  await t.step("iterations", async () => {
    const scenarios = { it: { executor: "per-vu-iterations", vus: 1, iterations: 4 } };
    assertEquals((await runScript(script, { options: { scenarios } })).lines, ["0", "0.25", "0.5", "0.75"]);
  });
  await t.step("time", async () => {
    const scenarios = { it: { executor: "constant-arrival-rate", rate: 10, duration: "1s", preAllocatedVUs: 2 } };
    const values = (await runScript(script, { options: { scenarios } })).lines.map(Number);
    // The last start is at the very end; none can be before its time.
    assertEquals([...values].sort((a, b) => a - b), values);
    assertEquals(values.map((value, index) => value >= index / 10 - 0.001 && value <= 1), Array(11).fill(true));
  });
});

Deno.test("counts of the instance are of all threads", async () => {
  const { lines } = await runScript(
    `
      import exec from "k6/execution";
      import { sleep } from "k6";
      export default function () {
        if (exec.vu.idInTest > 1) return;
        while (exec.instance.iterationsCompleted < 3) sleep(0.01);
        const { iterationsCompleted, iterationsInterrupted, vusInitialized } = exec.instance;
        console.log([iterationsCompleted, iterationsInterrupted, vusInitialized].join());
      }
    `,
    {
      options: { scenarios: { it: { executor: "per-vu-iterations", vus: 4, iterations: 1 } } },
      settings: { threads: 2 },
    },
  );
  assertEquals(lines, ["3,0,4"]);
});
