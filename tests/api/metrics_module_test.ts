/** The module `k6/metrics`, by scripts: construction, names, values, tags. */

import { assertEquals } from "../support/assert.ts";
import { recordSamples, samplesOf } from "../support/recorded_run.ts";
import { runScript } from "../support/run_script.ts";
import { checkRows, type Row } from "../support/script_table.ts";

const IMPORTS = `import metrics, { Counter, Gauge, Rate, Trend } from "k6/metrics";`;

function badName(name: string): string {
  return `GoError: Invalid metric name: '${name}'. Metric names must only include up to 128 ASCII letters, numbers, ` +
    "or underscores and start with a letter or an underscore.";
}

const IN_INIT: Row[] = [
  {
    name: "the default export holds all four",
    code: `Object.keys(metrics).sort()`,
    gives: ["Counter", "Gauge", "Rate", "Trend"],
  },
  { name: "the name can be read", code: `new Counter("my_counter").name`, gives: "my_counter" },
  {
    name: "the name is read-only",
    code: `{ const c = new Counter("fixed"); try { c.name = "x" } catch (e) { return [e.name, c.name] } }`,
    gives: ["TypeError", "fixed"],
  },
  { name: "two characters are the shortest name", code: `new Counter("ab").name`, gives: "ab" },
  { name: "one character is too short", code: `new Counter("a")`, throws: badName("a") },
  { name: "129 characters are the longest name", code: `new Counter("a".repeat(129)).name.length`, gives: 129 },
  { name: "130 characters are too long", code: `new Counter("a".repeat(130))`, throws: badName("a".repeat(130)) },
  { name: "a name with a digit first", code: `new Counter("1ab")`, throws: badName("1ab") },
  { name: "a name with a blank", code: `new Counter("a b")`, throws: badName("a b") },
  { name: "a name with a dash", code: `new Counter("a-b")`, throws: badName("a-b") },
  { name: "an underscore may be first", code: `new Counter("_a1").name`, gives: "_a1" },
  { name: "an empty name", code: `new Counter("")`, throws: badName("") },
  { name: "null for a name", code: `new Counter(null)`, throws: badName("") },
  { name: "without new", code: `Counter("plainly_called").name`, gives: "plainly_called" },
  {
    name: "its members",
    code: `[Object.keys(new Counter("members")), JSON.stringify(new Counter("members"))]`,
    gives: [["name", "add"], '{"name":"members"}'],
  },
  { name: "no name", code: `new Counter()`, throws: badName("") },
  { name: "a name that is a number", code: `new Counter(123)`, throws: badName("123") },
  {
    name: "the same again is the same metric",
    code: `[new Trend("again", true).name, new Trend("again", true).name]`,
    gives: ["again", "again"],
  },
  {
    name: "the same name with another kind",
    code: `{ new Trend("kinds"); new Counter("kinds"); }`,
    throws: "GoError: metric 'kinds' already exists but with type trend, instead of counter",
  },
  {
    name: "the same name with other values",
    code: `{ new Trend("times"); new Trend("times", true); }`,
    throws: "GoError: metric 'times' already exists but with a value type default, instead of time",
  },
  { name: "a built-in metric can be had", code: `new Rate("checks").name`, gives: "checks" },
  {
    name: "a built-in metric with another kind",
    code: `new Counter("checks")`,
    throws: "GoError: metric 'checks' already exists but with type rate, instead of counter",
  },
  {
    name: "adding is refused",
    code: `new Counter("early").add(1)`,
    throws: "GoError: Adding to metrics in the init context is not supported",
  },
];

Deno.test("in the init context metrics are made, with good names, and nothing is added", async (t) => {
  await checkRows(t, IN_INIT, { prelude: IMPORTS, inInit: true });
});

Deno.test("later no metric can be made", async (t) => {
  await checkRows(
    t,
    ["Counter", "Gauge", "Rate", "Trend"].map((kind) => ({
      name: kind,
      code: `new ${kind}("late")`,
      throws: "GoError: metrics must be declared in the init context",
    })),
    { prelude: IMPORTS },
  );
});

function refused(value: string): string {
  return `'${value}' is an invalid value for metric 'my_metric', a number or a boolean value is expected`;
}
const MISSING = "no value was provided for metric 'my_metric', a number or a boolean value is expected";

/** What `add` is given, whether it takes it, and what it warns of otherwise. */
const VALUES: readonly [code: string, added: number | undefined, warning?: string][] = [
  ["1", 1],
  ["0", 0],
  ["-1.5", -1.5],
  ["true", 1],
  ["false", 0],
  ['"12.5"', 12.5],
  ['""', 0],
  ["[7]", 7],
  ["new Date(5)", 5],
  ["null", undefined, refused("null")],
  ["NaN", undefined, refused("NaN")],
  ['"x"', undefined, refused("x")],
  ["{}", undefined, refused("[object Object]")],
  ["undefined", undefined, refused("undefined")],
  ["", undefined, MISSING],
];

function adding(rows: typeof VALUES): string {
  return `${IMPORTS} const metric = new Trend("my_metric");
  export default function () {
    ${rows.map(([code]) => `try { console.log(metric.add(${code})) } catch (e) { console.log(String(e)) }`).join("\n")}
  }`;
}

Deno.test("add takes numbers and booleans and what becomes a number; the rest is a warning and false", async () => {
  const run = await recordSamples(adding(VALUES));
  assertEquals(run.lines, VALUES.map(([, added]) => String(added !== undefined)));
  assertEquals(samplesOf(run, "my_metric").map(([value]) => value), VALUES.flatMap(([, added]) => added ?? []));
  assertEquals(run.warnings, VALUES.flatMap(([, , warning]) => warning ?? []));
});

Deno.test("with the option throw, a value that is none is an exception", async () => {
  const bad = VALUES.filter(([, added]) => added === undefined);
  const run = await runScript(adding(bad), { options: { throw: true } });
  assertEquals(run.lines, bad.map(([, , text]) => `GoError: ${text}`));
  assertEquals(run.warnings, []);
});

const TAGS: Row[] = [
  { name: "text, numbers, booleans", code: `metric.add(1, { a: "x", b: 1.5, c: true })`, gives: true },
  { name: "nullish", code: `[metric.add(2, null), metric.add(2, undefined)]`, gives: [true, true] },
  ...[["null", "n"], ["undefined", "n"], ["{}", "n"], ["[1]", "n"], ["() => 1", "n"]].map(([code, key]) => ({
    name: `a value that is ${code}`,
    code: `metric.add(3, { ${key}: ${code} })`,
    throws: `GoError: cannot add tags for the 'my_metric' custom metric: invalid value for metric tag '${key}': ` +
      "only String, Boolean and Number types are accepted as a metric tag values",
  })),
];

Deno.test("tags of a sample are text, numbers or booleans", async (t) => {
  await checkRows(t, TAGS, { prelude: `${IMPORTS} const metric = new Counter("my_metric");` });
});

Deno.test("a sample carries the VU's tags and its own, which win", async () => {
  const run = await recordSamples(
    `${IMPORTS} import { group } from "k6"; const metric = new Counter("my_metric");
    export default function () {
      metric.add(1);
      metric.add(2, { run: "mine", n: 1, b: false });
      group("g", () => { metric.add(3); metric.add(4, { group: "other" }) });
    }`,
    { options: { tags: { run: "theirs" } } },
  );
  const tags = { run: "theirs", scenario: "default", group: "" };
  assertEquals(samplesOf(run, "my_metric"), [
    [1, tags],
    [2, { ...tags, run: "mine", n: "1", b: "false" }],
    [3, { ...tags, group: "::g" }],
    [4, { ...tags, group: "other" }],
  ]);
});

Deno.test("the four kinds add up, each in its way", async () => {
  const { summary } = await runScript(`${IMPORTS}
    const made = { counter: new Counter("my_counter"), gauge: new Gauge("my_gauge"), rate: new Rate("my_rate"), trend: new Trend("my_trend", true) };
    export default function () {
      for (const value of [3, 1, 2]) { made.counter.add(value); made.gauge.add(value); made.trend.add(value) }
      for (const value of [true, 0, 5, false]) made.rate.add(value);
    }`);
  const metrics = summary!.metrics;
  assertEquals(metrics.my_counter!.values.count, 6);
  assertEquals(metrics.my_gauge!.values, { value: 2, min: 1, max: 3 });
  assertEquals(metrics.my_rate!.values, { rate: 0.5, passes: 2, fails: 2 });
  assertEquals(metrics.my_trend!.values, { avg: 2, min: 1, med: 2, max: 3, "p(90)": 2.8, "p(95)": 2.9 });
  assertEquals([metrics.my_counter!.contains, metrics.my_trend!.contains], ["default", "time"]);
});
