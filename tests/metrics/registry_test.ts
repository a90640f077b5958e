import { type BreakdownRequest, BUILT_IN_METRICS, type MetricKind, Registry } from "../../src/metrics/mod.ts";
import type { ValueKind } from "../../src/metrics/mod.ts";
import { SquallError } from "../../src/base/mod.ts";
import { assertEquals, assertStrictEquals, assertThrows } from "../support/assert.ts";

Deno.test("Registry knows the built-in metrics from the start", () => {
  const registry = new Registry();
  const { name, kind, contains } = registry.builtIn("data_sent");
  assertEquals({ name, kind, contains }, { name: "data_sent", kind: "counter", contains: "data" });
  assertEquals(registry.metrics().map(({ name }) => name), BUILT_IN_METRICS.map(({ name }) => name));
});

Deno.test("Registry.define returns the same metric for the same definition, built-in ones too", () => {
  const registry = new Registry();
  const metric = registry.define("rtt", "trend", "time");
  assertStrictEquals(registry.define("rtt", "trend", "time"), metric);
  assertStrictEquals(registry.metric("rtt"), metric);
  assertStrictEquals(registry.define("checks", "rate"), registry.builtIn("checks"));
  assertEquals(registry.metric("nothing"), undefined);
});

Deno.test("Registry.define takes the names that k6 takes", () => {
  const registry = new Registry();
  for (const name of ["ab", "_a", "A1", "__", "a".repeat(129)]) assertEquals(registry.define(name, "gauge").name, name);
});

Deno.test("Registry.define refuses what k6 refuses, in its words", async (t) => {
  const badName = (name: string) =>
    `Invalid metric name: '${name}'. Metric names must only include up to 128 ASCII letters, numbers, or underscores ` +
    "and start with a letter or an underscore.";
  const cases: [name: string, kind: MetricKind, contains: ValueKind, message: string][] = [
    ["", "trend", "default", badName("")],
    ["a", "trend", "default", badName("a")],
    ["1a", "trend", "default", badName("1a")],
    ["ab-c", "trend", "default", badName("ab-c")],
    ["é1", "trend", "default", badName("é1")],
    ["ab\n", "trend", "default", badName("ab\n")],
    ["a".repeat(130), "trend", "default", badName("a".repeat(130))],
    ["checks", "trend", "default", "metric 'checks' already exists but with type rate, instead of trend"],
    ["checks", "rate", "time", "metric 'checks' already exists but with a value type default, instead of time"],
    [
      "data_sent",
      "counter",
      "default",
      "metric 'data_sent' already exists but with a value type data, instead of default",
    ],
  ];
  for (const [name, kind, contains, message] of cases) {
    await t.step(`${name.slice(0, 20)} ${kind} ${contains}`, () => {
      const error = assertThrows(() => new Registry().define(name, kind, contains), SquallError);
      assertEquals([error.code, error.exitCode, error.message], ["INVALID_METRIC", 107, message]);
    });
  }
});

Deno.test("Registry.series returns the same series for the same metric and tags", () => {
  const registry = new Registry();
  const metric = registry.define("hits", "counter");
  const series = registry.series(metric, registry.tags({ a: "1", b: "2" }));
  assertStrictEquals(registry.series(metric, registry.tags({ b: "2", a: "1" })), series);
  assertEquals(registry.seriesCount, 1);
  registry.series(metric, registry.noTags);
  registry.series(registry.builtIn("iterations"), registry.noTags);
  assertEquals(registry.seriesCount, 3);
});

Deno.test("Registry.drain tells what was added since the last time, and nothing twice", () => {
  const registry = new Registry();
  const hits = registry.series(registry.define("hits", "counter"), registry.noTags);
  hits.add(2);
  hits.add(0.5);
  const first = registry.drain()!;
  assertEquals(first.metrics.length, BUILT_IN_METRICS.length + 1);
  assertEquals(first.sinks, [{ metric: BUILT_IN_METRICS.length, view: -1, values: [] }]);
  assertEquals([...first.touched], [0]);
  assertEquals([...first.numbers], [2.5, 2]);
  assertEquals(registry.drain(), undefined);
  hits.add(1);
  assertEquals(registry.drain(), {
    metrics: [],
    sinks: [],
    touched: Uint32Array.of(0),
    numbers: Float64Array.of(1, 1),
  });
});

Deno.test("Registry.drain does not mention series without samples", () => {
  const registry = new Registry({ views: [{ kind: "breakdown", by: ["room"] }] });
  registry.drain();
  const metric = registry.define("hits", "counter");
  const [quiet, busy] = ["a", "b"].map((room) => registry.series(metric, registry.tags({ room })));
  busy!.add(1);
  assertEquals(registry.drain()!.sinks.map(({ view, values }) => ({ view, values })), [
    { view: -1, values: [] },
    { view: 0, values: ["b"] },
  ]);
  quiet!.add(1);
  assertEquals(registry.drain()!.sinks.map(({ view, values }) => ({ view, values })), [{ view: 0, values: ["a"] }]);
});

Deno.test("Registry warns of many series past the alarm and at each doubling", () => {
  const warned: number[] = [];
  const registry = new Registry({ seriesAlarm: 10, onManySeries: (series) => warned.push(series) });
  for (let i = 0; i < 50; i++) registry.series(registry.builtIn("ws_ping"), registry.tags({ i: String(i) }));
  assertEquals(warned, [11, 21, 41]);
});

Deno.test("Registry keeps no more series and tag sets than its limit, and counts all samples all the same", () => {
  const views: BreakdownRequest[] = [{ kind: "breakdown", metric: "hits", by: ["room"] }];
  const registry = new Registry({ views, seriesLimit: 5 });
  const metric = registry.define("hits", "counter");
  for (let i = 0; i < 100; i++) {
    const tags = registry.tags({ user: String(i), room: "a" });
    assertEquals(tags.entries(), [["room", "a"], ["user", String(i)]]);
    registry.series(metric, tags).add(1);
  }
  assertEquals(registry.seriesCount, 5);
  const { sinks, numbers } = registry.drain()!;
  assertEquals([sinks.map(({ values }) => values), [...numbers]], [[[], ["a"]], [100, 100, 100, 100]]);
});

Deno.test("Registry stops breaking down at the limit, says so once, and goes on counting totals", () => {
  const rooms: BreakdownRequest = { kind: "breakdown", metric: "hits", by: ["room"] };
  const full: BreakdownRequest[] = [];
  const registry = new Registry({ views: [rooms], breakdownLimit: 2, onBreakdownFull: (view) => full.push(view) });
  const metric = registry.define("hits", "counter");
  for (const room of ["a", "b", "c", "d", "a"]) registry.series(metric, registry.tags({ room })).add(1);
  const { sinks, touched, numbers } = registry.drain()!;
  assertEquals(full, [rooms]);
  assertEquals(sinks.map(({ values }) => values), [[], ["a"], ["b"]]);
  assertEquals([[...touched], [...numbers]], [[0, 1, 2], [5, 5, 2, 2, 1, 1]]);
});
