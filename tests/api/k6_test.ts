/** The module `k6`, by scripts: `check`, `fail`, `group`, `sleep`, `randomSeed`. */

import { assert, assertEquals } from "../support/assert.ts";
import { recordSamples, samplesOf } from "../support/recorded_run.ts";
import { runScript } from "../support/run_script.ts";
import { checkRows, type Row } from "../support/script_table.ts";

const IMPORTS = `import k6, { check, fail, group, randomSeed, sleep } from "k6";`;
const ASYNC_CHECK = "GoError: the built-in check() does not support async functions as arguments. " +
  "Use the JavaScript utils library as a replacement. " +
  "Refer to https://grafana.com/docs/k6/latest/javascript-api/jslib/utils/check/ for more info";
const ASYNC_GROUP = "GoError: group() does not support async functions as arguments, " +
  "please see https://grafana.com/docs/k6/latest/javascript-api/k6/group/ for more info";
const NO_COLONS = "GoError: group and check names may not contain '::'";

const ROWS: Row[] = [
  { name: "check: all pass", code: `check(1, { a: true, b: (v) => v === 1 })`, gives: true },
  { name: "check: one fails", code: `check(1, { a: false, b: true })`, gives: false },
  { name: "check: truthiness decides", code: `check(0, { a: "x", b: 1, c: [], d: (v) => v + 1 })`, gives: true },
  {
    name: "check: falsy values fail",
    code: `["", 0, null, undefined, NaN].map((v) => check(v, { a: v }))`,
    gives: [false, false, false, false, false],
  },
  { name: "check: nothing to check passes", code: `check(1, {})`, gives: true },
  {
    name: "check: an array of conditions has its indexes for names",
    code: `check(1, [true, (v) => v === 1])`,
    gives: true,
  },
  { name: "check: without checks", code: `check(1)`, throws: "GoError: no checks provided to `check`" },
  {
    name: "check: null for checks",
    code: `check(1, null)`,
    throws: "TypeError: Cannot convert undefined or null to object",
  },
  { name: "check: a name with ::", code: `check(1, { "a::b": true })`, throws: NO_COLONS },
  { name: "check: an async function", code: `check(1, { a: async () => true })`, throws: ASYNC_CHECK },
  { name: "check: tag values", code: `check(1, { a: true }, { n: 1, b: true, s: "s" })`, gives: true },
  {
    name: "check: a tag value that is none",
    code: `check(1, { a: true }, { o: {} })`,
    throws:
      "GoError: invalid value for metric tag 'o': only String, Boolean and Number types are accepted as a metric tag values",
  },
  { name: "check: nullish tags", code: `check(1, { a: true }, null) && check(1, { a: true }, undefined)`, gives: true },
  {
    name: "check: an exception propagates",
    code: `check(1, { a: () => { throw new RangeError("no") } })`,
    throws: "RangeError: no",
  },
  {
    name: "check: conditions may sleep",
    code: `check(1, { a: () => { sleep(0.001); return false }, b: true })`,
    gives: false,
  },
  { name: "fail throws its text", code: `fail("no way")`, throws: "GoError: no way" },
  {
    name: "fail throws an Error",
    code: `{ try { fail("x") } catch (e) { return [e instanceof Error, e.name, e.message] } }`,
    gives: [true, "GoError", "x"],
  },
  { name: "fail without a text", code: `fail()`, throws: "GoError" },
  { name: "fail of null", code: `fail(null)`, throws: "GoError" },
  { name: "fail of an Error", code: `fail(new Error("e"))`, throws: "GoError: Error: e" },
  { name: "group returns what its function does", code: `group("g", () => 42)`, gives: 42 },
  { name: "group: its function gets nothing", code: `group("g", function () { return arguments.length })`, gives: 0 },
  { name: "group: a name with ::", code: `group("a::b", () => 1)`, throws: NO_COLONS },
  {
    name: "group: no function",
    code: `group("g")`,
    throws: "GoError: group() requires a callback as a second argument",
  },
  { name: "group: an async function", code: `group("g", async () => {})`, throws: ASYNC_GROUP },
  { name: "group: its exception", code: `group("g", () => { throw new RangeError("in") })`, throws: "RangeError: in" },
  { name: "group: functions may sleep", code: `group("g", () => { sleep(0.001); return "slept" })`, gives: "slept" },
  { name: "sleep returns nothing", code: `sleep(0.001)` },
  {
    name: "sleep: nothing, negative and no number do not wait",
    code: `[sleep(0), sleep(-1), sleep("x"), sleep()].length`,
    gives: 4,
  },
  { name: "sleep: numeric text", code: `sleep("0.001")` },
  { name: "randomSeed returns nothing", code: `randomSeed(1)` },
  {
    name: "randomSeed makes Math.random repeatable",
    code: `{ randomSeed(7); const a = [Math.random(), Math.random()]; randomSeed(7);
      return a[0] !== a[1] && a[0] === Math.random() && a[1] === Math.random() }`,
    gives: true,
  },
  {
    name: "another seed, other numbers",
    code: `{ randomSeed(1); const a = Math.random(); randomSeed(2); return a !== Math.random() }`,
    gives: true,
  },
  {
    name: "the default export holds all functions",
    code: `Object.keys(k6).sort()`,
    gives: ["check", "fail", "group", "randomSeed", "sleep"],
  },
];

Deno.test("check, fail, group, sleep and randomSeed return and throw what they do in k6", async (t) => {
  await checkRows(t, ROWS, { prelude: IMPORTS });
});

Deno.test("in the init context check and group are refused", async (t) => {
  await checkRows(t, [
    {
      name: "check",
      code: `check(1, { a: true })`,
      throws: "GoError: Using check() in the init context is not supported",
    },
    {
      name: "group",
      code: `group("g", () => 1)`,
      throws: "GoError: Using group() in the init context is not supported",
    },
    { name: "fail works", code: `fail("x")`, throws: "GoError: x" },
    { name: "randomSeed works", code: `randomSeed(1)` },
  ], { prelude: IMPORTS, inInit: true });
});

Deno.test("every check is a sample with its name; what an exception skips is none", async () => {
  const run = await recordSamples(`${IMPORTS}
    export default function () {
      check(1, { good: true, bad: false }, { my: "tag", group: "mine" });
      try { check(1, { throws: () => { throw new Error("x") }, skipped: true }) } catch {}
      try { check(1, { before: true, "a::b": true, after: true }) } catch {}
      try { check(1, { async: async () => true }) } catch {}
      group("outer", () => group("inner", () => check(1, { deep: true })));
    }`);
  const tags = { scenario: "default", group: "" };
  assertEquals(samplesOf(run, "checks"), [
    [1, { ...tags, check: "good", my: "tag", group: "mine" }],
    [0, { ...tags, check: "bad", my: "tag", group: "mine" }],
    [0, { ...tags, check: "throws" }],
    [1, { ...tags, check: "before" }],
    [1, { ...tags, check: "deep", group: "::outer::inner" }],
  ]);
});

Deno.test("without the system tags check and group, samples go without", async () => {
  const run = await recordSamples(
    `${IMPORTS} export default () => group("g", () => check(1, { a: true }))`,
    { options: { systemTags: ["scenario"] } },
  );
  assertEquals(samplesOf(run, "checks"), [[1, { scenario: "default" }]]);
});

Deno.test("groups of setup and teardown are inside of their own groups", async () => {
  const run = await recordSamples(`${IMPORTS}
    export function setup() { group("warm", () => check(1, { a: true })); check(1, { b: true }); }
    export default function () { group("run", () => check(1, { c: true })); }
    export function teardown() { group("cool", () => group("down", () => check(1, { d: true }))); }`);
  const groups = samplesOf(run, "checks").map(([, { check, group, scenario }]) => [check, group, scenario]);
  assertEquals(groups, [
    ["a", "::setup::warm", undefined],
    ["b", "::setup", undefined],
    ["c", "::run", "default"],
    ["d", "::teardown::cool::down", undefined],
  ]);
});

Deno.test("a group is measured under its path, also when it throws, and nothing of it is left behind", async () => {
  const run = await recordSamples(`${IMPORTS}
    import { Counter } from "k6/metrics";
    const seen = new Counter("seen");
    export default function () {
      group("outer", () => {
        seen.add(1);
        group("inner", () => { sleep(0.002); seen.add(2) });
        seen.add(3);
      });
      try { group("throws", () => { throw new Error("x") }) } catch (e) { console.log(e.message) }
      seen.add(4);
      setTimeout(() => seen.add(5), 1);
      group("later", () => { setTimeout(() => seen.add(6), 2); Promise.resolve().then(() => seen.add(7)) });
    }`);
  assertEquals(run.lines, ["x"]);
  const groups = samplesOf(run, "group_duration");
  assertEquals(groups.map(([, tags]) => tags), [
    { group: "::outer::inner", scenario: "default" },
    { group: "::outer", scenario: "default" },
    { group: "::throws", scenario: "default" },
    { group: "::later", scenario: "default" },
  ]);
  assert(groups[0]![0] >= 2 && groups[1]![0] >= groups[0]![0]);
  const seen = samplesOf(run, "seen").map(([value, tags]) => [value, tags.group]);
  assertEquals(seen.sort(), [[1, "::outer"], [2, "::outer::inner"], [3, "::outer"], [4, ""], [5, ""], [6, ""], [
    7,
    "",
  ]]);
});

Deno.test("only functions that are async themselves are refused; a promise that another one hands on is a value", async (t) => {
  await checkRows(t, [
    { name: "check: async", code: `check(1, { a: later })`, throws: ASYNC_CHECK },
    { name: "group: async", code: `group("g", later)`, throws: ASYNC_GROUP },
    { name: "check: async that sleeps", code: `check(1, { a: sleeping })`, throws: ASYNC_CHECK },
    { name: "group: async that sleeps", code: `group("g", sleeping)`, throws: ASYNC_GROUP },
    { name: "check: hands on a promise", code: `check(1, { a: () => later() })`, gives: true },
    {
      name: "check: a promise is true",
      code: `check(1, { a: () => Promise.resolve(false), b: later() })`,
      gives: true,
    },
    { name: "group: hands on a promise", code: `group("g", () => later()) instanceof Promise`, gives: true },
    {
      name: "check: nobody misses what an async condition throws",
      code: `check(1, { a: async () => { throw new Error("x") } })`,
      throws: ASYNC_CHECK,
    },
  ], { prelude: `${IMPORTS} async function later() { return false } async function sleeping() { sleep(0.001) }` });
});

Deno.test("a failed check and an exception of an iteration leave the exit code at 0", async () => {
  const run = await runScript(`${IMPORTS} export default () => { check(1, { a: false }); fail("so what") }`);
  assertEquals(run.exitCode, 0);
  assert(run.errors[0]!.startsWith("GoError: so what\n\tat "), run.errors[0]);
});

Deno.test("Math.random differs from VU to VU; a seed makes it the same in every VU and run", async () => {
  const script = (seed: string) =>
    `${IMPORTS} ${seed} export default () => console.log([Math.random(), Math.random()].join())`;
  const options = { scenarios: { s: { executor: "per-vu-iterations", vus: 3 } } };
  const free = await runScript(script(""), { options });
  assertEquals(new Set(free.lines).size, 3);
  const seeded = await runScript(script("randomSeed(5);"), { options });
  const again = await runScript(script("randomSeed(5);"), { options });
  assertEquals([new Set(seeded.lines).size, seeded.lines], [1, again.lines]);
});

Deno.test("async functions are refused as well where every call may pause", async (t) => {
  await checkRows(t, [
    { name: "check", code: `check(1, { a: later })`, throws: ASYNC_CHECK },
    { name: "group", code: `group("g", later)`, throws: ASYNC_GROUP },
    { name: "check of a promise", code: `check(1, { a: () => later() })`, gives: true },
  ], { prelude: `${IMPORTS} async function later() { sleep(0.001) }`, settings: { pausing: "every-call" } });
});
