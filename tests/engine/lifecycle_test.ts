import { assertEquals } from "../support/assert.ts";
import { runScript, type ScriptRunOptions } from "../support/run_script.ts";

/** A script that says who runs what, and how often. */
const PHASES = `
  console.log("init", __VU);
  export function setup() { console.log("setup", __VU); return { users: ["ann"] }; }
  export default function (data) { console.log("iteration", __VU, __ITER, JSON.stringify(data)); }
  export function teardown(data) { console.log("teardown", __VU, JSON.stringify(data)); }
  export function handleSummary() { console.log("summary", __VU); return { stdout: "done" }; }
`;

Deno.test("a run evaluates the init code anew for every phase and calls the functions in k6's order", async () => {
  const { exitCode, lines, stdout } = await runScript(PHASES, { options: { vus: 1, iterations: 2 } });
  assertEquals(lines, [
    "init 0",
    "init 1",
    "init 0",
    "setup 0",
    'iteration 1 0 {"users":["ann"]}',
    'iteration 1 1 {"users":["ann"]}',
    "init 0",
    'teardown 0 {"users":["ann"]}',
    "init 0",
    "summary 0",
  ]);
  assertEquals([exitCode, stdout], [0, "done"]);
});

Deno.test("setup and teardown are skipped where an option says so", async (t) => {
  const cases: [name: string, options: Record<string, boolean>, lines: string[]][] = [
    ["noSetup", { noSetup: true }, ["iteration 1 0 undefined", "teardown 0 undefined"]],
    ["noTeardown", { noTeardown: true }, ["setup 0", 'iteration 1 0 {"users":["ann"]}']],
    ["both", { noSetup: true, noTeardown: true }, ["iteration 1 0 undefined"]],
  ];
  for (const [name, options, expected] of cases) {
    await t.step(name, async () => {
      const { lines } = await runScript(PHASES, { options: { ...options, iterations: 1 } });
      assertEquals(lines.filter((line) => !/^(init|summary)/.test(line)), expected);
    });
  }
});

Deno.test("what setup returns reaches VUs and teardown as JSON would carry it", async (t) => {
  const cases: [name: string, returned: string, seen: string][] = [
    ["nothing", "undefined", "undefined"],
    ["null", "null", "null"],
    ["a number", "5", "5"],
    ["an empty text", '""', '""'],
    ["false", "false", "false"],
    ["nested data", "{ a: [1, { b: 2 }] }", '{"a":[1,{"b":2}]}'],
    ["a date", "{ at: new Date(0) }", '{"at":"1970-01-01T00:00:00.000Z"}'],
    ["functions and undefined are lost", "{ f() {}, u: undefined, n: null }", '{"n":null}'],
    ["typed arrays are lost", "{ bytes: new Uint8Array([1, 2]) }", '{"bytes":{"0":1,"1":2}}'],
    ["a promise is awaited", "Promise.resolve([1])", "[1]"],
    ["a function is nothing", "() => 1", "undefined"],
  ];
  for (const [name, returned, seen] of cases) {
    await t.step(name, async () => {
      const { lines } = await runScript(`
        export function setup() { return ${returned}; }
        export default function (data) { console.log(JSON.stringify(data) ?? "undefined"); }
        export function teardown(data) { console.log(JSON.stringify(data) ?? "undefined"); }
      `);
      assertEquals(lines, [seen, seen]);
    });
  }
});

Deno.test("a VU keeps one copy of the setup data for all its iterations, and shares it with nobody", async () => {
  const { lines } = await runScript(
    `
      export function setup() { return { seen: [] }; }
      export default function (data) { data.seen.push(__ITER); console.log(__VU, data.seen.join()); }
      export function teardown(data) { console.log("teardown", data.seen.length); }
    `,
    { options: { scenarios: { it: { executor: "per-vu-iterations", vus: 2, iterations: 2 } } } },
  );
  assertEquals(lines.toSorted(), ["1 0", "1 0,1", "2 0", "2 0,1", "teardown 0"]);
});

Deno.test("what setup does to globals is not seen elsewhere", async () => {
  const { lines } = await runScript(`
    let changed = false;
    export function setup() { changed = true; globalThis.mark = 1; }
    export default function () { console.log(changed, typeof mark); }
    export function teardown() { console.log(changed, typeof mark); }
  `);
  assertEquals(lines, ["false undefined", "false undefined"]);
});

Deno.test("setup data that has no JSON ends the run with a clear error", async (t) => {
  const cases: [name: string, returned: string, reason: string][] = [
    ["a cycle", "(() => { const a = {}; a.a = a; return a; })()", "Converting circular structure to JSON"],
    ["a BigInt", "1n", "Do not know how to serialize a BigInt"],
    ["a toJSON that throws", "{ toJSON() { throw new Error('no'); } }", "no"],
  ];
  for (const [name, returned, reason] of cases) {
    await t.step(name, async () => {
      const { exitCode, errors, lines } = await runScript(`
        export function setup() { return ${returned}; }
        export default function () { console.log("iteration"); }
        export function teardown() { console.log("teardown"); }
      `);
      assertEquals(errors, [`error marshaling setup() data to JSON: ${reason}`]);
      assertEquals([exitCode, lines], [255, []]);
    });
  }
});

Deno.test("setup and teardown wait for what they have set going", async () => {
  const { lines } = await runScript(`
    export function setup() { setTimeout(() => console.log("set up"), 5); }
    export default function () { console.log("iteration"); }
    export async function teardown() { await new Promise((resolve) => setTimeout(resolve, 5)); console.log("torn down"); }
  `);
  assertEquals(lines, ["set up", "iteration", "torn down"]);
});

Deno.test("setup, teardown and handleSummary have their time limits", async (t) => {
  const never = "() => { setTimeout(() => {}, 1e6); }";
  const timer = "setTimeout 1 was stopped because the VU iteration was interrupted";
  const cases: [name: string, exitCode: number, summaryIsPrinted: boolean][] = [
    ["setup", 100, true],
    ["teardown", 101, true],
    ["handleSummary", 0, true],
  ];
  for (const [name, exitCode, isPrinted] of cases) {
    await t.step(name, async () => {
      const options = { [`${name}Timeout`]: 20 };
      const result = await runScript(`export const ${name} = ${never};\nexport default function () {}`, { options });
      assertEquals(result.errors, [`${name}() execution timed out after 0.02 seconds`]);
      assertEquals(result.warnings.filter((each) => each.startsWith("setTimeout")), [timer]);
      assertEquals([result.exitCode, result.stdout.includes("TOTAL RESULTS")], [exitCode, isPrinted]);
      const hint = `You can increase the time limit via the ${name}Timeout option`;
      assertEquals(result.records.find(({ level }) => level === "error")?.fields, { hint });
    });
  }
});

Deno.test("samples of setup and teardown carry their group and no scenario", async () => {
  const thresholds = {
    "mine{group:::setup}": ["count==1"],
    "mine{group:::teardown}": ["count==1"],
    "mine{scenario:default}": ["count==1"],
    "data_sent{group:::setup}": ["count==0"],
    mine: ["count==3"],
  };
  const run: ScriptRunOptions = { options: { thresholds } };
  const { exitCode, errors, summary } = await runScript(
    `
      import { Counter } from "k6/metrics";
      const mine = new Counter("mine");
      export function setup() { mine.add(1); }
      export default function () { mine.add(1); }
      export function teardown() { mine.add(1); }
    `,
    run,
  );
  assertEquals([exitCode, errors], [0, []]);
  assertEquals(Object.keys(summary!.metrics).filter((name) => name.startsWith("data_sent")), [
    "data_sent",
    "data_sent{group:::setup}",
  ]);
});
