/** What `k6/execution` tells scripts, where, and what it lets them change. */

import { assertEquals } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";
import { checkRows, type Row } from "../support/script_table.ts";

const OUTSIDE = "GoError: getting scenario information outside of the VU context is not supported";
const INSTANCE = "GoError: getting instance information in the init context is not supported";
const TWO = { scenarios: { it: { executor: "per-vu-iterations", vus: 1, iterations: 2 } } };

/** Prints what an expression gives in every phase, as `PHASE value`. */
async function inEveryPhase(expression: string): Promise<Record<string, string>> {
  const { lines, errors } = await runScript(
    `
      import exec from "k6/execution";
      function look(phase) {
        try { console.log(phase + " " + (${expression})); } catch (error) { console.log(phase + " " + error); }
      }
      if (__VU === 1) look("init");
      export function setup() { look("setup"); }
      export default function () { look("iteration"); }
      export function teardown() { look("teardown"); }
      export function handleSummary() { look("summary"); return {}; }
    `,
    { options: { scenarios: { it: { executor: "shared-iterations", tags: { a: "b" } } }, tags: { run: "r" } } },
  );
  assertEquals(errors, []);
  return Object.fromEntries(lines.map((line) => [line.split(" ", 1)[0]!, line.slice(line.indexOf(" ") + 1)]));
}

Deno.test("each member is there in the phases in which k6 has it", async (t) => {
  const vuInInit = "GoError: getting VU information in the init context is not supported";
  const optionsInInit = "GoError: getting test options in the init context is not supported";
  const cases: [expression: string, init: string, setup: string, iteration: string, teardown: string][] = [
    ["exec.instance.vusActive", INSTANCE, "0", "1", INSTANCE],
    ["exec.instance.vusInitialized", INSTANCE, "1", "1", INSTANCE],
    ["exec.instance.iterationsCompleted", INSTANCE, "0", "0", INSTANCE],
    ["exec.instance.iterationsInterrupted", INSTANCE, "0", "0", INSTANCE],
    ["exec.instance.currentTestRunDuration > 0", INSTANCE, "true", "true", INSTANCE],
    ["exec.scenario.name", OUTSIDE, OUTSIDE, "it", OUTSIDE],
    ["exec.scenario.executor", OUTSIDE, OUTSIDE, "shared-iterations", OUTSIDE],
    ["exec.scenario.progress", OUTSIDE, OUTSIDE, "0", OUTSIDE],
    ["Math.abs(exec.scenario.startTime - Date.now()) < 60000", OUTSIDE, OUTSIDE, "true", OUTSIDE],
    ["Number.isInteger(exec.scenario.startTime)", OUTSIDE, OUTSIDE, "true", OUTSIDE],
    ["exec.vu.idInTest", vuInInit, "0", "1", "0"],
    ["exec.vu.idInInstance", vuInInit, "0", "1", "0"],
    ["exec.vu.iterationInInstance", vuInInit, "0", "0", "0"],
    ["exec.vu.iterationInScenario", vuInInit, "0", "0", "0"],
    ["JSON.stringify(exec.vu.metrics.metadata)", vuInInit, "{}", "{}", "{}"],
    ["exec.test.options.tags.run", optionsInInit, "r", "r", "r"],
    ["Object.isFrozen(exec.test.options.scenarios.it)", optionsInInit, "true", "true", "true"],
    [
      "typeof exec.test.abort + typeof exec.test.fail",
      ...Array(4).fill("functionfunction") as [string, string, string, string],
    ],
  ];
  for (const [expression, init, setup, iteration, teardown] of cases) {
    await t.step(expression, async () => {
      assertEquals(await inEveryPhase(expression), { init, setup, iteration, teardown, summary: teardown });
    });
  }
  await t.step("the tags of a phase are its own", async () => {
    assertEquals(await inEveryPhase("JSON.stringify(exec.vu.metrics.tags)"), {
      init: vuInInit,
      setup: `{"group":"::setup","run":"r"}`,
      iteration: `{"a":"b","group":"","run":"r","scenario":"it"}`,
      teardown: `{"group":"::teardown","run":"r"}`,
      summary: `{"run":"r"}`,
    });
  });
});

Deno.test("the exports can be imported by name, as a namespace, and required", async () => {
  const { lines, errors } = await runScript(`
    import { instance, scenario, test, vu } from "k6/execution";
    import * as all from "k6/execution";
    const required = require("k6/execution");
    export default function () {
      console.log([scenario.name, vu.idInTest, instance.vusActive, typeof test.abort].join());
      console.log([all.scenario.name, all.default.vu.idInTest, required.scenario.name].join());
      console.log(Object.keys(all.default).join(), Object.keys(vu).join());
    }
  `);
  assertEquals(errors, []);
  assertEquals(lines, [
    "default,1,1,function",
    "default,1,default",
    "instance,scenario,test,vu idInInstance,idInTest,iterationInInstance,iterationInScenario,tags,metrics",
  ]);
});

Deno.test("options are k6's JSON: null where nothing was set, scenarios as they were given or derived", async () => {
  const { lines } = await runScript(
    `
      import exec from "k6/execution";
      export default function () {
        const { scenarios, setupTimeout, minIterationDuration, thresholds, vus, summaryTrendStats, dns } = exec.test.options;
        console.log(JSON.stringify([scenarios, setupTimeout, minIterationDuration, thresholds, vus ?? "none",
          summaryTrendStats.length, dns]));
      }
    `,
    { options: { vus: 1, iterations: 1, setupTimeout: "1m", thresholds: { checks: ["rate>0.5"] } } },
  );
  assertEquals(JSON.parse(lines[0]!), [
    {
      default: {
        executor: "shared-iterations",
        startTime: null,
        gracefulStop: null,
        env: null,
        exec: null,
        tags: null,
        vus: 1,
        iterations: 1,
        maxDuration: null,
      },
    },
    "1m0s",
    null,
    { checks: ["rate>0.5"] },
    "none",
    6,
    { ttl: null, select: null, policy: null },
  ]);
});

const MAP_ROWS: readonly Row[] = [
  { name: "a text", code: "set('a', 'x')", gives: "x" },
  { name: "a whole number", code: "set('a', 7)", gives: "7" },
  { name: "a number", code: "set('a', 1.5)", gives: "1.5" },
  { name: "NaN", code: "set('a', NaN)", gives: "NaN" },
  { name: "a truth value", code: "set('a', true)", gives: "true" },
  { name: "nothing", code: "set('a', '')", gives: "" },
  { name: "a symbol", code: "set('a', Symbol('s'))", gives: "s" },
  { name: "a number as name", code: "set(5, 'five')", gives: "five" },
  ...["null", "undefined", "({})", "[]", "() => 1", "10n", "new Date(0)"].map((value) => ({
    name: value,
    code: `set('a', ${value})`,
    throws:
      "TypeError: invalid value for metric KIND 'a': only String, Boolean and Number types are accepted as a metric PLURAL",
  })),
  {
    name: "a symbol as name",
    code: "set(Symbol('s'), 1)",
    throws: "TypeError: Dynamic objects do not support Symbol properties",
  },
  { name: "an unknown name", code: "map().unknown", gives: undefined },
  {
    name: "names in it",
    code: "{ const m = map(); m.b = 1; return ['b' in m, 'c' in m, m.hasOwnProperty('b')]; }",
    gives: [true, false, true],
  },
  {
    name: "deleting",
    code: "{ const m = map(); m.b = 1; return [delete m.b, m.b ?? 'gone', delete m.c]; }",
    gives: [true, "gone", true],
  },
  {
    name: "Object.assign",
    code: "{ Object.assign(map(), { d: 1, e: false }); return [map().d, map().e]; }",
    gives: ["1", "false"],
  },
  {
    name: "defining a value",
    code: "{ Object.defineProperty(map(), 'f', { value: 2 }); return map().f; }",
    gives: "2",
  },
  {
    name: "its prototype",
    code: "Object.getPrototypeOf(map()) === Object.prototype && String(map())",
    gives: "[object Object]",
  },
];

Deno.test("tags and metadata of a VU take texts, numbers and truth values, and nothing else", async (t) => {
  for (
    const [map, kind, plural] of [["tags", "tag", "tag values"], ["metadata", "metadata", "metadata value"]] as const
  ) {
    const rows = MAP_ROWS.map((row) => ({
      ...row,
      name: `${map}: ${row.name}`,
      ...(row.throws && { throws: row.throws.replace("KIND", kind).replace("PLURAL", plural) }),
    }));
    const prelude = `
      import exec from "k6/execution";
      const map = () => exec.vu.metrics.${map};
      const set = (name, value) => { const m = map(); m[name] = value; return m[name]; };
    `;
    await checkRows(t, rows, { prelude });
  }
});

Deno.test("what is not a map cannot be written to", async (t) => {
  const prelude = `import exec from "k6/execution";`;
  await checkRows(t, [
    {
      name: "a member of the scenario",
      code: "{ exec.scenario.name = 'x'; }",
      throws: "TypeError: Cannot set property name of #<Object> which has only a getter",
    },
    {
      name: "an export",
      code: "{ exec.vu = 1; }",
      throws: "TypeError: Cannot assign to read only property 'vu' of object '#<Object>'",
    },
    {
      name: "the tags as a whole",
      code: "{ exec.vu.metrics.tags = {}; }",
      throws: "TypeError: Cannot assign to read only property 'tags' of object '#<Object>'",
    },
    {
      name: "an option",
      code: "{ exec.test.options.tags = {}; }",
      throws: "TypeError: Cannot assign to read only property 'tags' of object '#<Object>'",
    },
    {
      name: "the old name of the tags takes anything, and stays what it is",
      code: "{ exec.vu.tags = { a: 1 }; return exec.vu.tags.a ?? 'none'; }",
      gives: "none",
    },
    {
      name: "the old name of the tags is the same tags",
      code: "{ exec.vu.metrics.tags.b = 1; return exec.vu.tags.b; }",
      gives: "1",
    },
  ], { prelude });
});

/** The number of samples of a Counter by submetric, each named by the tags it must have. */
async function countBy(body: string, tags: readonly string[], options: object = TWO): Promise<Record<string, number>> {
  const { summary, errors } = await runScript(
    `
      import exec from "k6/execution";
      import { group, check, sleep } from "k6";
      import { Counter } from "k6/metrics";
      const seen = new Counter("seen");
      export function other() { seen.add(1); }
      export default function () { ${body} }
    `,
    { options: { ...options, thresholds: Object.fromEntries(tags.map((tag) => [`seen{${tag}}`, ["count>=0"]])) } },
  );
  assertEquals(errors, []);
  return Object.fromEntries(tags.map((tag) => [tag, summary!.metrics[`seen{${tag}}`]?.values.count as number]));
}

Deno.test("tags that a script sets are on all later samples of its VU, in later iterations too", async () => {
  const body = "seen.add(1); if (__ITER === 0) exec.vu.metrics.tags.mine = 1; seen.add(10);";
  assertEquals(await countBy(body, ["mine:1"]), { "mine:1": 21 });
});

Deno.test("system tags can be overwritten, and what a call gives wins", async () => {
  const body = "exec.vu.metrics.tags.scenario = 'mine'; seen.add(1); seen.add(10, { scenario: 'call' });";
  assertEquals(await countBy(body, ["scenario:mine", "scenario:call", "scenario:it"]), {
    "scenario:mine": 2,
    "scenario:call": 20,
    "scenario:it": 0,
  });
});

Deno.test("tags that are set within a group stay after it, and a group goes by the tag of its name", async () => {
  const body = `
    const { tags } = exec.vu.metrics;
    tags.group = "mine";
    group("a", () => {
      tags.inside = 1;
      seen.add(1);
      group("b", () => { seen.add(10); tags.group = "forced"; seen.add(100); });
      seen.add(1000);
    });
    seen.add(10000);
  `;
  const names = ["group:mine::a", "group:mine::a::b", "group:forced", "group:mine", "inside:1"];
  assertEquals(await countBy(body, names, { iterations: 1 }), {
    "group:mine::a": 1001,
    "group:mine::a::b": 10,
    "group:forced": 100,
    "group:mine": 10000,
    "inside:1": 11111,
  });
});

Deno.test("a scenario begins without the tags that another has set for the VU", async () => {
  const scenario = { executor: "per-vu-iterations", vus: 1, iterations: 1, gracefulStop: "0s", maxDuration: "1s" };
  const scenarios = { first: scenario, second: { ...scenario, startTime: "1.01s", exec: "other" } };
  const body = "exec.vu.metrics.tags.mine = 1; seen.add(10);";
  assertEquals(await countBy(body, ["mine:1", "scenario:second"], { scenarios }), {
    "mine:1": 10,
    "scenario:second": 1,
  });
});

Deno.test("sessions and checks carry the tags of their VU", async () => {
  const { summary } = await runScript(
    `
      import exec from "k6/execution";
      import { check } from "k6";
      export default function () { exec.vu.metrics.tags.mine = "yes"; check(1, { one: () => true }); }
    `,
    { options: { thresholds: { "checks{mine:yes}": ["rate==1"], "iterations{mine:yes}": ["count==1"] } } },
  );
  assertEquals(summary!.metrics["checks{mine:yes}"]!.values.passes, 1);
  assertEquals(summary!.metrics["iterations{mine:yes}"]!.values.count, 1);
});
