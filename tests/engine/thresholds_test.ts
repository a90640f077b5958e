import { assertEquals, assertMatch } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";

const LOOPING = { vus: 1, duration: "1h" };
const ENDLESS = `
  import { sleep } from "k6";
  import { Counter } from "k6/metrics";
  const mine = new Counter("mine");
  export default function () { mine.add(1); sleep(0.05); }
  export function teardown() { console.log("torn down"); }
`;

Deno.test("crossed thresholds end a run with 99 and name their metrics", async () => {
  const { exitCode, errors, stdout } = await runScript(
    `
      import { check } from "k6";
      import { Trend } from "k6/metrics";
      const rtt = new Trend("rtt");
      export default function () { rtt.add(5, { room: "a" }); check(1, { one: (value) => value === 2 }); }
    `,
    {
      options: {
        thresholds: {
          "rtt{room:a}": ["max<5", "min<6"],
          rtt: ["avg==5"],
          checks: ["rate>0.5"],
          iterations: ["count>0"],
        },
      },
    },
  );
  assertEquals([exitCode, errors], [99, ["thresholds on metrics 'checks, rtt{room:a}' have been crossed"]]);
  assertMatch(stdout, /✗ 'rate>0\.5' rate=0\.00%[^]*✓ 'count>0' count=1[^]*✓ 'avg==5' avg=5[^]*✗ 'max<5' max=5/);
});

Deno.test("metrics without samples read 0 at the end, and a rate without samples passes", async () => {
  const { exitCode, errors } = await runScript(
    `
      import { Counter, Rate, Trend } from "k6/metrics";
      new Counter("count"); new Rate("rate"); new Trend("trend");
      export default function () {}
    `,
    { options: { thresholds: { count: ["count>0"], rate: ["rate>0.9"], trend: ["p(95)<1"] } } },
  );
  assertEquals([exitCode, errors], [99, ["thresholds on metrics 'count' have been crossed"]]);
});

Deno.test("a threshold that aborts ends the run at once, then teardown and summary follow", async () => {
  const result = await runScript(ENDLESS, {
    options: { ...LOOPING, thresholds: { mine: [{ threshold: "count<10", abortOnFail: true }] } },
  });
  const message =
    "thresholds on metrics 'mine' were crossed; at least one has abortOnFail enabled, stopping test prematurely";
  assertEquals([result.exitCode, result.error, result.errors], [99, message, [message]]);
  assertEquals(result.lines, ["torn down"]);
  const { mine, iterations } = result.summary!.metrics;
  assertEquals(mine!.values.count! - iterations!.values.count! <= 1, true, "one iteration at most was interrupted");
  assertEquals(mine?.thresholds, { "count<10": { ok: false } });
});

Deno.test("delayAbortEval keeps a failing threshold from ending the run", async () => {
  const result = await runScript(ENDLESS, {
    options: {
      vus: 1,
      duration: "2500ms",
      thresholds: { mine: [{ threshold: "count<10", abortOnFail: true, delayAbortEval: "1m" }] },
    },
  });
  assertEquals([result.exitCode, result.errors], [99, ["thresholds on metrics 'mine' have been crossed"]]);
});

Deno.test("--no-thresholds judges nothing, and only warns of what could not be judged", async () => {
  const { exitCode, errors, warnings } = await runScript(
    'export const options = { thresholds: { iterations: ["count>5"], nope: ["rate>1"], checks: ["x"] } };\n' +
      "export default function () {}",
    { settings: { noThresholds: true } },
  );
  assertEquals([exitCode, errors], [0, []]);
  assertEquals(warnings, ['invalid threshold defined on nope; reason: no metric name "nope" found']);
});
