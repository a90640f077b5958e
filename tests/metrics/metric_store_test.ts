import {
  type BreakdownRequest,
  type MetricsDelta,
  MetricStore,
  Registry,
  type Sink,
  transferList,
  type ViewRequest,
} from "../../src/metrics/mod.ts";
import { SquallError } from "../../src/base/mod.ts";
import { assert, assertEquals, assertThrows } from "../support/assert.ts";
import { RandomNumbers } from "./random_numbers.ts";

const ROOMS: BreakdownRequest = { kind: "breakdown", metric: "rtt", by: ["room", "kind"] };
const ALL_BY_ROOM: BreakdownRequest = { kind: "breakdown", by: ["room"] };
const VIEWS: readonly ViewRequest[] = [
  { kind: "submetric", metric: "rtt", tags: { room: "a" }, name: "rtt{room:a}" },
  { kind: "submetric", metric: "rtt", tags: { kind: "x", room: "a" }, name: "rtt{room:a,kind:x}" },
  ROOMS,
  ALL_BY_ROOM,
];

/** What a sink holds, to compare. */
function describe(sink: Sink | undefined): unknown {
  switch (sink?.kind) {
    case undefined:
      return undefined;
    case "counter":
      return { sum: sink.sum, count: sink.count };
    case "gauge":
      return { value: sink.value, min: sink.min, max: sink.max, count: sink.count };
    case "rate":
      return { passes: sink.passes, fails: sink.fails, rate: sink.rate };
    case "trend":
      return {
        count: sink.count,
        sum: sink.sum,
        percentiles: [0, 10, 50, 90, 95, 99, 100].map((p) => sink.percentile(p)),
      };
  }
}

/** A thread that adds samples of all kinds; `seed` decides which. */
function runThread(seed: number, drains: number): MetricsDelta[] {
  const random = new RandomNumbers(seed);
  const registry = new Registry({ views: VIEWS });
  const rtt = registry.define("rtt", "trend", "time");
  const kinds = ["x", "y"];
  const deltas: MetricsDelta[] = [];
  for (let drain = 0; drain < drains; drain++) {
    for (let i = 0; i < 200; i++) {
      const tags = registry.tags({ room: "abc"[random.below(3)]!, kind: kinds[random.below(2)]! });
      registry.series(rtt, tags).add(Math.round(random.normal() * 800) / 8);
      registry.series(registry.builtIn("ws_msgs_sent"), tags).add(1);
      registry.series(registry.builtIn("checks"), tags).add(random.below(2));
      registry.series(registry.builtIn("vus"), registry.noTags).add(i, 1_000_000 * drain + 1_000 * seed + i);
    }
    deltas.push(registry.drain()!);
  }
  return deltas;
}

function summary(store: MetricStore): unknown {
  return {
    totals: store.metrics().map(({ name }) => [name, describe(store.total(name))]),
    submetrics: VIEWS.map((view) => view.kind === "submetric" && describe(store.submetric(view.name))),
    breakdowns: [ROOMS, ALL_BY_ROOM].map((request) =>
      Array.from(store.breakdown(request), ({ metric, values, sink }) => [metric, values, describe(sink)])
        .toSorted((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
    ),
  };
}

Deno.test("MetricStore adds up to the same, in whatever order threads report", () => {
  const threads = [1, 2, 3].map((seed) => runThread(seed, 4));
  const inTurn = new MetricStore(VIEWS);
  threads.forEach((deltas, source) => deltas.forEach((delta) => inTurn.merge(source, delta)));
  const interleaved = new MetricStore(VIEWS);
  for (let drain = 0; drain < 4; drain++) {
    for (const source of [2, 0, 1]) interleaved.merge(source, threads[source]![drain]!);
  }
  assertEquals(summary(interleaved), summary(inTurn));
  assertEquals(describe(inTurn.total("ws_msgs_sent")), { sum: 2400, count: 2400 });
});

Deno.test("MetricStore reads deltas that were cloned and transferred", () => {
  const store = new MetricStore(VIEWS);
  const cloned = new MetricStore(VIEWS);
  for (const delta of runThread(7, 3)) {
    store.merge(0, delta);
    const copy = structuredClone(delta, { transfer: transferList(delta) });
    assertEquals([delta.numbers.length, delta.touched.length], [0, 0]);
    cloned.merge(0, copy);
  }
  assertEquals(summary(cloned), summary(store));
});

Deno.test("MetricStore.submetric covers the samples that carry all of its tags", () => {
  const registry = new Registry({ views: VIEWS });
  const rtt = registry.define("rtt", "trend", "time");
  const samples: [number, Record<string, string>][] = [
    [1, { room: "a" }],
    [2, { room: "a", kind: "x" }],
    [4, { room: "a", kind: "y", more: "z" }],
    [8, { room: "b", kind: "x" }],
    [16, { room: "A" }],
    [32, {}],
  ];
  for (const [value, tags] of samples) registry.series(rtt, registry.tags(tags)).add(value);
  registry.series(registry.builtIn("ws_ping"), registry.tags({ room: "a" })).add(64);
  const store = new MetricStore(VIEWS);
  assertEquals(store.submetric("rtt{room:a}"), undefined);
  store.merge(0, registry.drain()!);
  const sums = ["rtt{room:a}", "rtt{room:a,kind:x}"].map((name) => {
    const sink = store.submetric(name);
    return sink?.kind === "trend" && sink.sum;
  });
  assertEquals(sums, [7, 2]);
  assertEquals(store.submetric("rtt{room:b}"), undefined);
});

Deno.test("MetricStore.breakdown lists combinations in the order of their first samples, absent tags apart", () => {
  const registry = new Registry({ views: VIEWS });
  const rtt = registry.define("rtt", "trend", "time");
  for (const tags of [{ room: "b" }, {}, { room: "", kind: "x" }, { room: "a", kind: "x" }, { room: "b" }]) {
    registry.series(rtt, registry.tags(tags)).add(1);
  }
  registry.series(registry.builtIn("iterations"), registry.tags({ room: "a" })).add(1);
  const store = new MetricStore(VIEWS);
  store.merge(0, registry.drain()!);
  const listed = (request: BreakdownRequest) =>
    Array.from(store.breakdown(request), ({ metric, values, sink }) => [metric, values, sink.count]);
  assertEquals(listed(ROOMS), [
    ["rtt", ["b", undefined], 2],
    ["rtt", [undefined, undefined], 1],
    ["rtt", ["", "x"], 1],
    ["rtt", ["a", "x"], 1],
  ]);
  assertEquals(listed({ kind: "breakdown", by: ["room"] }), [
    ["rtt", ["b"], 2],
    ["rtt", [undefined], 1],
    ["rtt", [""], 1],
    ["rtt", ["a"], 1],
    ["iterations", ["a"], 1],
  ]);
});

Deno.test("MetricStore keeps a view once that was asked for twice", () => {
  const views: ViewRequest[] = [
    { kind: "submetric", metric: "rtt", tags: { a: "1", b: "2" }, name: "first" },
    { kind: "submetric", metric: "rtt", tags: { b: "2", a: "1" }, name: "second" },
    ALL_BY_ROOM,
    { kind: "breakdown", by: ["room"] },
  ];
  const registry = new Registry({ views });
  registry.series(registry.define("rtt", "trend"), registry.tags({ a: "1", b: "2" })).add(5);
  const store = new MetricStore(views);
  store.merge(0, registry.drain()!);
  assertEquals(store.submetric("first")?.count, 1);
  assertEquals(store.submetric("second"), undefined);
  assertEquals(Array.from(store.breakdown(ALL_BY_ROOM), ({ sink }) => sink.count), [1]);
});

Deno.test("MetricStore takes a gauge's latest sample, whichever thread tells it first", async (t) => {
  const cases: [name: string, samples: [value: number, time?: number][][], value: number, min: number, max: number][] =
    [
      ["later thread told last", [[[5, 100]], [[3, 200]]], 3, 3, 5],
      ["later thread told first", [[[3, 200]], [[5, 100]]], 3, 3, 5],
      ["older sample of one thread", [[[3, 200], [9, 50]]], 3, 3, 9],
      ["without times the last one counts", [[[1], [7], [2]]], 2, 1, 7],
      ["negative and one thread without samples", [[], [[-4, 1]]], -4, -4, -4],
    ];
  for (const [name, threads, value, min, max] of cases) {
    await t.step(name, () => {
      const store = new MetricStore();
      threads.forEach((samples, source) => {
        const registry = new Registry();
        const series = registry.series(registry.define("level", "gauge"), registry.noTags);
        for (const [value, time] of samples) series.add(value, time);
        store.merge(source, registry.drain()!);
      });
      const count = threads.flat().length;
      assertEquals(describe(store.total("level")), { value, min, max, count });
    });
  }
});

Deno.test("MetricStore knows built-in metrics before anything was measured, all empty", () => {
  const store = new MetricStore();
  assertEquals(describe(store.total("iterations")), { sum: 0, count: 0 });
  assertEquals(describe(store.total("checks")), { passes: 0, fails: 0, rate: 0 });
  assertEquals(describe(store.total("vus")), { value: 0, min: 0, max: 0, count: 0 });
  assertEquals(store.metric("ws_ping"), { name: "ws_ping", kind: "trend", contains: "time" });
  assertEquals([store.total("nothing"), store.metric("nothing")], [undefined, undefined]);
});

Deno.test("MetricStore refuses two threads that define one metric differently", () => {
  const store = new MetricStore();
  const threads = [new Registry(), new Registry()];
  threads[0]!.define("mine", "trend");
  threads[1]!.define("mine", "counter");
  store.merge(0, threads[0]!.drain()!);
  const error = assertThrows(() => store.merge(1, threads[1]!.drain()!), SquallError);
  assertEquals(error.message, "metric 'mine' already exists but with type trend, instead of counter");
});

Deno.test("MetricStore notices a delta whose numbers are cut off", () => {
  const [delta] = runThread(1, 1);
  const cut = { ...delta!, numbers: delta!.numbers.slice(0, -1) };
  assertThrows(() => new MetricStore(VIEWS).merge(0, cut), RangeError, "Cannot read beyond the end of a metrics delta");
});

Deno.test("MetricStore.breakdown refuses a request that it was not made with", () => {
  const error = assertThrows(() => new MetricStore(VIEWS).breakdown({ kind: "breakdown", by: ["url"] }), RangeError);
  assert(error.message.startsWith("Cannot read a breakdown that nobody asked for"));
});
