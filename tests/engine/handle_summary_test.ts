import { join } from "node:path";
import { VERSION } from "../../src/engine/mod.ts";
import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";

const IS_DEFAULT = /█ TOTAL RESULTS/;

/** Runs a script whose handleSummary returns an expression. */
function returning(expression: string) {
  return runScript(`
    export function handleSummary(data) { return ${expression}; }
    export default function () {}
  `);
}

Deno.test("handleSummary writes to the streams and to files", async () => {
  const folder = await Deno.makeTempDir();
  const [text, bytes, view] = ["text.txt", "bytes.bin", "view.bin"].map((name) => join(folder, name));
  try {
    await Deno.writeTextFile(text!, "longer than what replaces it");
    const result = await returning(`({
      stdout: "to stdout", stderr: "to stderr",
      ${JSON.stringify(text)}: "text",
      ${JSON.stringify(bytes)}: new Uint8Array([104, 105]).buffer,
      ${JSON.stringify(view)}: new Uint8Array([1, 104, 105]).subarray(1),
    })`);
    assertEquals([result.exitCode, result.stdout, result.stderr, result.errors], [0, "to stdout", "to stderr", []]);
    assertEquals(
      await Promise.all([text!, bytes!, view!].map((path) => Deno.readTextFile(path))),
      ["text", "hi", "hi"],
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("handleSummary that returns nothing leaves the usual text", async (t) => {
  for (const nothing of ["undefined", "null", "false", "0", "''", "Promise.resolve()"]) {
    await t.step(nothing, async () => {
      const { exitCode, stdout, errors } = await returning(nothing);
      assertEquals([exitCode, IS_DEFAULT.test(stdout), errors], [0, true, []]);
    });
  }
});

Deno.test("handleSummary that returns an empty object prints nothing", async () => {
  const { exitCode, stdout, errors } = await returning("({})");
  assertEquals([exitCode, stdout, errors], [0, "", []]);
});

Deno.test("handleSummary that returns something else, or fails, is logged and leaves the usual text", async (t) => {
  const noMap = "handleSummary() should return a map with string keys";
  const type = (path: string, name: string): string =>
    `${path}: invalid type ${name}, it needs to be a string or ArrayBuffer`;
  const at = "\n\tat handleSummary (file:///test/script.js:2:65)\n";
  const cases: [expression: string, error: string][] = [
    ["'text'", noMap],
    ["5", noMap],
    ["true", noMap],
    ["[]", noMap],
    ["new Map([['stdout', 'x']])", noMap],
    ["({ stdout: 5 })", `error handling summary object ${type("stdout", "number")}`],
    [
      "({ stdout: 'x', a: null, b: {} })",
      `error handling summary object ${type("a", "object")}, ${type("b", "object")}`,
    ],
    ["(() => { throw new Error('boo') })()", `Error: boo\n\tat file:///test/script.js:2:65`],
    ["Promise.reject(new Error('boo'))", `Uncaught (in promise) Error: boo${at}`],
  ];
  for (const [expression, error] of cases) {
    await t.step(expression, async () => {
      const { exitCode, stdout, errors } = await returning(expression);
      assertEquals([exitCode, IS_DEFAULT.test(stdout), errors.length], [0, true, 1]);
      assertStringIncludes(errors[0]!, error);
    });
  }
});

Deno.test("a handleSummary that is no function is told of, and leaves the usual text", async () => {
  const result = await runScript("export const handleSummary = 5; export default function () {}");
  assertEquals(result.errors, ["exported identifier handleSummary must be a function"]);
  assertEquals([result.exitCode, IS_DEFAULT.test(result.stdout)], [0, true]);
});

Deno.test("files that cannot be written are told of all at once, and change nothing else", async () => {
  const result = await returning("({ stdout: 'printed', '/nope/a': '', '/nope/b': '' })");
  assertEquals([result.exitCode, result.stdout], [0, "printed"]);
  assertEquals(result.errors, [
    "Could not save some summary information:" +
    "\n\t- could not open '/nope/a': No such file or directory" +
    "\n\t- could not open '/nope/b': No such file or directory",
  ]);
});

Deno.test("handleSummary gets k6's data", async () => {
  const { stdout } = await runScript(
    `
      import { check, group } from "k6";
      import { Counter, Gauge, Rate, Trend } from "k6/metrics";
      const count = new Counter("my_count"), gauge = new Gauge("my_gauge");
      const rate = new Rate("my_rate"), trend = new Trend("my_trend", true);
      export function setup() { return { token: "t" }; }
      export default function () {
        count.add(2); gauge.add(3); rate.add(true); trend.add(4);
        group("outer", () => { check(1, { one: (value) => value === 1 }); });
        check(1, { two: (value) => value === 2 });
      }
      export function handleSummary(data) {
        const { my_count, my_gauge, my_rate, my_trend } = data.metrics;
        delete my_count.values.rate;
        data.state.testRunDurationMs = typeof data.state.testRunDurationMs;
        return { stdout: JSON.stringify({ ...data, metrics: { my_count, my_gauge, my_rate, my_trend } }) };
      }
    `,
    { options: { summaryTrendStats: ["avg", "p(99)"], thresholds: { my_count: ["count==2", "count>5"] } } },
  );
  assertEquals(JSON.parse(stdout), {
    root_group: {
      name: "",
      path: "",
      id: "d41d8cd98f00b204e9800998ecf8427e",
      groups: [{
        name: "outer",
        path: "::outer",
        id: "c34b428ee7255085dfe7fef53d3394d5",
        groups: [],
        checks: [{ name: "one", path: "::outer::one", id: "f06919b91bbf4683d175f09f6afae1e1", passes: 1, fails: 0 }],
      }],
      checks: [{ name: "two", path: "::two", id: "be4e238b5dcdd77041e6fafaa19a201f", passes: 0, fails: 1 }],
    },
    options: { summaryTrendStats: ["avg", "p(99)"], summaryTimeUnit: "", noColor: true },
    state: { isStdOutTTY: false, isStdErrTTY: false, testRunDurationMs: "number" },
    metrics: {
      my_count: {
        type: "counter",
        contains: "default",
        values: { count: 2 },
        thresholds: { "count==2": { ok: true }, "count>5": { ok: false } },
      },
      my_gauge: { type: "gauge", contains: "default", values: { value: 3, min: 3, max: 3 } },
      my_rate: { type: "rate", contains: "default", values: { rate: 1, passes: 1, fails: 0 } },
      my_trend: { type: "trend", contains: "time", values: { avg: 4, "p(99)": 4 } },
    },
    setup_data: { token: "t" },
  });
});

Deno.test("--summary-mode disabled calls nothing and writes nothing", async () => {
  const folder = await Deno.makeTempDir();
  const result = await runScript(
    'export function handleSummary() { console.log("called"); }\nexport default function () {}',
    { settings: { summaryMode: "disabled", summaryExport: join(folder, "s.json") } },
  );
  const files = [...Deno.readDirSync(folder)];
  await Deno.remove(folder, { recursive: true });
  assertEquals([result.exitCode, result.stdout, result.lines, files, result.summary], [0, "", [], [], undefined]);
});

Deno.test("--summary-export writes k6's older shape, next to handleSummary", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "s.json");
  const result = await runScript(
    `
      import { check, group } from "k6";
      import { Rate } from "k6/metrics";
      const rate = new Rate("my_rate");
      export default function () { rate.add(0); group("g", () => { check(1, { one: () => true }); }); }
      export function handleSummary() { return { stdout: "mine" }; }
    `,
    { options: { thresholds: { my_rate: ["rate<1"], checks: ["rate<1"] } }, settings: { summaryExport: path } },
  );
  const exported = JSON.parse(await Deno.readTextFile(path));
  await Deno.remove(folder, { recursive: true });
  assertEquals(result.stdout, "mine");
  // In this file a threshold is true when it has failed.
  assertEquals(exported.metrics.my_rate, { value: 0, passes: 0, fails: 1, thresholds: { "rate<1": false } });
  assertEquals(exported.metrics.checks, { value: 1, passes: 1, fails: 0, thresholds: { "rate<1": true } });
  assertEquals(Object.keys(exported.root_group.groups), ["g"]);
  assertEquals(exported.root_group.groups.g.checks.one.passes, 1);
});

/** A script whose numbers do not depend on time, and which prints what `handleSummary` gets. */
const MEASURES = `import { check, group } from "k6";
import { Counter, Gauge, Rate, Trend } from "k6/metrics";
const count = new Counter("my_count"), gauge = new Gauge("my_gauge");
const rate = new Rate("my_rate"), trend = new Trend("my_trend", true), none = new Trend("unsampled");
export default function () {
  count.add(2); gauge.add(3); gauge.add(-1); rate.add(true); rate.add(0); rate.add(0); trend.add(4, { room: "a" });
  group("inside", () => { check(1, { holds: () => true, "does not": () => false }); });
}
export function handleSummary(data) { return { stdout: JSON.stringify(data) }; }
`;

Deno.test("--new-machine-readable-summary gives handleSummary and the export k6's newer form", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "s.json");
  const { stdout, summary } = await runScript(MEASURES, {
    options: {
      summaryTrendStats: ["count", "max", "p(90)"],
      thresholds: { my_count: ["count>5"], "my_trend{room:a}": ["max<1"], unsampled: ["max<1"] },
    },
    settings: { machineReadableSummary: true, summaryExport: path },
  });
  const exported = await Deno.readTextFile(path);
  await Deno.remove(folder, { recursive: true });
  const data = JSON.parse(stdout);
  assertEquals(exported, JSON.stringify(data, null, 4));
  const { generatedAt, ...metadata } = data.metadata;
  assertEquals(new Date(generatedAt).toISOString(), generatedAt);
  assertEquals(metadata, { k6Version: `squall/${VERSION}` });
  assertEquals(data.config, {
    duration: summary!.state.testRunDurationMs / 1000,
    execution: "local",
    script: MEASURES,
  });
  assertEquals([data.version, data.results.checks], ["1.0.0", {
    metrics: [
      { name: "checks_total", type: "counter", contains: "default", values: { count: 2 } },
      { name: "checks_failed", type: "rate", contains: "default", values: { matches: 1, total: 2, rate: 0.5 } },
      { name: "checks_succeeded", type: "rate", contains: "default", values: { matches: 1, total: 2, rate: 0.5 } },
    ],
    results: [{ name: "holds", passes: 1, fails: 0 }, { name: "does not", passes: 0, fails: 1 }],
  }]);
  const own = data.results.metrics.filter(({ name }: { name: string }) => /^my_|unsampled/.test(name));
  assertEquals(own, [
    { name: "my_count", type: "counter", contains: "default", values: { count: 2 } },
    { name: "my_gauge", type: "gauge", contains: "default", values: { value: -1, min: -1, max: 3 } },
    { name: "my_rate", type: "rate", contains: "default", values: { matches: 1, total: 3, rate: 1 / 3 } },
    { name: "my_trend", type: "trend", contains: "time", values: { count: 1, max: 4, "p(90)": 4 } },
    { name: "my_trend{room:a}", type: "trend", contains: "time", values: { count: 1, max: 4, "p(90)": 4 } },
    { name: "unsampled", type: "trend", contains: "default", values: { count: 0, max: 0, "p(90)": 0 } },
  ]);
  // Checks have a place of their own; the text does not list groups either.
  const names: string[] = data.results.metrics.map(({ name }: { name: string }) => name);
  assertEquals(names.filter((name) => /^(checks|group_duration)/.test(name)), []);
});

Deno.test("the newer form has no checks where nothing was checked", async () => {
  const { stdout } = await runScript(
    "export default function () {}\nexport function handleSummary(d) { return { stdout: JSON.stringify(d.results.checks) }; }",
    { settings: { machineReadableSummary: true } },
  );
  assertEquals(JSON.parse(stdout), { metrics: [], results: [] });
});

Deno.test("the legacy mode prints the tree of checks and one list of metrics", async () => {
  const { stdout } = await runScript(MEASURES.replace("handleSummary", "unused"), {
    options: { thresholds: { my_count: ["count>5"], "my_rate": ["rate>0"] } },
    settings: { summaryMode: "legacy" },
  });
  const [tree, metrics] = stdout.split(/(?=^ {3}[ ✓✗] checks)/m);
  assertEquals(
    tree,
    "\n     █ inside\n\n       ✓ holds\n       ✗ does not\n        ↳  0% — ✓ 0 / ✗ 1\n\n",
  );
  const names = metrics!.trimEnd().split("\n").map((line) => /^ *(?:[✓✗] )?\w+/.exec(line)?.[0]);
  assertEquals(names, [
    "     checks",
    "     data_received",
    "     data_sent",
    "     group_duration",
    "     iteration_duration",
    "     iterations",
    "   ✗ my_count",
    "     my_gauge",
    "   ✓ my_rate",
    "     my_trend",
  ]);
});
