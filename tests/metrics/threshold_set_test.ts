import {
  crossedMessage,
  type MetricKind,
  MetricStore,
  parseThresholds,
  Registry,
  ThresholdSet,
} from "../../src/metrics/mod.ts";
import { assertEquals } from "../support/assert.ts";

/** Samples of one metric, with or without the tag `room:a`. */
interface Samples {
  name: string;
  kind: MetricKind;
  values?: number[];
  inRoom?: number[];
}

/** The thresholds of an option, and a store with samples to judge. */
function setUp(option: Record<string, unknown>, samples: Samples[]): { set: ThresholdSet; store: MetricStore } {
  const { thresholds, submetrics, problems } = parseThresholds(option);
  assertEquals(problems, []);
  const registry = new Registry({ views: submetrics });
  for (const { name, kind, values = [], inRoom = [] } of samples) {
    const metric = registry.define(name, kind);
    for (const value of values) registry.series(metric, registry.noTags).add(value);
    for (const value of inRoom) registry.series(metric, registry.tags({ room: "a", other: "x" })).add(value);
  }
  const store = new MetricStore(submetrics);
  store.merge(0, registry.drain()!);
  return { set: new ThresholdSet(thresholds), store };
}

const TREND: Samples = { name: "rtt", kind: "trend", values: [1, 2, 3, 4], inRoom: [10] };
const COUNTER: Samples = { name: "hits", kind: "counter", values: [1, 2, 3], inRoom: [4] };
const GAUGE: Samples = { name: "level", kind: "gauge", values: [5, -1], inRoom: [3] };
const RATE: Samples = { name: "oks", kind: "rate", values: [1, 1, 0], inRoom: [1] };
const ALL = [TREND, COUNTER, GAUGE, RATE];

Deno.test("ThresholdSet.evaluate compares each method of each kind of metric", async (t) => {
  const cases: [metric: string, holds: string[], fails: string[]][] = [
    ["rtt", ["avg==4", "min==1", "max==10", "med==3", "p(50)==3", "p(100)==10", "p(75)<=4"], ["avg<4", "p(95)<5"]],
    ["hits", ["count==10", "count===10", "rate==2.5", "count>=10", "count!=9"], ["count>10", "rate>2.5", "count!=10"]],
    ["level", ["value==3"], ["value>3"]],
    ["oks", ["rate==0.75", "rate<=0.75"], ["rate<0.75"]],
    ["rtt{room:a}", ["avg==10", "min==10"], ["max<10"]],
    ["hits{room:a}", ["count==4"], ["count<4"]],
    ["hits{room:a,other:x}", ["count==4"], ["count<4"]],
    ["hits{room:b}", ["count==0"], ["count>0"]],
  ];
  for (const [metric, holds, fails] of cases) {
    await t.step(metric, () => {
      const { set, store } = setUp({ [metric]: [...holds, ...fails] }, ALL);
      assertEquals(set.evaluate(store, { elapsedMs: 4_000, final: true }), {
        judged: [metric],
        crossed: [metric],
        abort: false,
      });
      const states = set.results().get(metric)!.map(({ expression, ok }) => [expression.source, ok]);
      assertEquals(states, [...holds.map((source) => [source, true]), ...fails.map((source) => [source, false])]);
    });
  }
});

Deno.test("ThresholdSet.evaluate leaves metrics without samples out until the end", () => {
  const option = {
    rtt: ["p(95)>1", "avg<1"],
    hits: ["count>0", "rate==0"],
    level: ["value>0", "value==0"],
    oks: ["rate>0.9"],
    "rtt{room:a}": ["max>0"],
    "oks{room:a}": ["rate>0.9"],
  };
  const { set, store } = setUp(option, ALL.map(({ name, kind }) => ({ name, kind })));
  assertEquals(set.evaluate(store, { elapsedMs: 2_000, final: false }), { judged: [], crossed: [], abort: false });
  assertEquals(set.evaluate(store, { elapsedMs: 4_000, final: true }).crossed, ["hits", "level", "rtt", "rtt{room:a}"]);
  const states = Array.from(set.results(), ([name, results]) => [name, results.map(({ ok }) => ok)]);
  assertEquals(states, [
    ["rtt", [false, true]],
    ["hits", [false, true]],
    ["level", [false, true]],
    ["oks", [true]],
    ["rtt{room:a}", [false]],
    ["oks{room:a}", [true]],
  ]);
});

Deno.test("ThresholdSet.evaluate aborts on failures that ask for it, once their delay is over", async (t) => {
  const abortOnFail = true;
  const cases: [name: string, criteria: unknown[], elapsedMs: number, abort: boolean][] = [
    ["not asked for", [{ threshold: "max<2" }], 9_000, false],
    ["without a delay", [{ threshold: "max<2", abortOnFail }], 0, true],
    ["threshold holds", [{ threshold: "max<20", abortOnFail }], 9_000, false],
    ["before the delay", [{ threshold: "max<2", abortOnFail, delayAbortEval: "3s" }], 2_999, false],
    ["at the delay", [{ threshold: "max<2", abortOnFail, delayAbortEval: "3s" }], 3_000, false],
    ["after the delay", [{ threshold: "max<2", abortOnFail, delayAbortEval: "3s" }], 3_001, true],
    ["one of several", ["max<2", { threshold: "avg<2", abortOnFail }], 1, true],
  ];
  for (const [name, criteria, elapsedMs, abort] of cases) {
    await t.step(name, () => {
      const { set, store } = setUp({ rtt: criteria }, ALL);
      assertEquals(set.evaluate(store, { elapsedMs, final: false }).abort, abort);
    });
  }
});

Deno.test("ThresholdSet.evaluate forgets a failure that was made good", () => {
  const { set, store } = setUp({ oks: ["rate>0.8"] }, ALL);
  assertEquals(set.evaluate(store, { elapsedMs: 1, final: false }).crossed, ["oks"]);
  const registry = new Registry();
  const series = registry.series(registry.define("oks", "rate"), registry.noTags);
  for (let i = 0; i < 10; i++) series.add(1);
  store.merge(1, registry.drain()!);
  assertEquals(set.evaluate(store, { elapsedMs: 2, final: false }).crossed, []);
  assertEquals(set.results().get("oks")!.map(({ ok }) => ok), [true]);
});

Deno.test("ThresholdSet.evaluate reads a counter's rate as 0 while no time has passed", () => {
  const { set, store } = setUp({ hits: ["rate==0"] }, ALL);
  assertEquals(set.evaluate(store, { elapsedMs: 0, final: false }).crossed, []);
});

Deno.test("ThresholdSet.check finds unknown metrics and unsuitable methods, all of them", () => {
  const { thresholds, submetrics } = parseThresholds({
    nope: ["avg<1"],
    "nope{a:b}": [],
    rtt: ["count>0", "p(95)<1", "rate<1"],
    "hits{room:a}": ["avg<1", "count<1"],
    level: ["count<1"],
    oks: ["p(95)<1"],
  });
  const registry = new Registry({ views: submetrics });
  for (const { name, kind } of ALL) registry.define(name, kind);
  const wrong = (source: string, metric: string, method: string, kind: string, supported: string) =>
    `invalid threshold "${source}" applied on metric ${metric}; reason: unsupported aggregation method ${method} on ` +
    `metric of type ${kind}. supported aggregation methods for this metric are: ${supported}`;
  const problems = new ThresholdSet(thresholds).check((name) => registry.metric(name));
  assertEquals(problems.map(({ keys, message }) => [keys.join(), message]), [
    ["nope", 'invalid threshold defined on nope; reason: no metric name "nope" found'],
    ["nope{a:b}", 'invalid threshold defined on nope{a:b}; reason: no metric name "nope{a:b}" found'],
    ["rtt,0", wrong("count>0", "rtt", "count", "trend", "avg, min, max, med, p")],
    ["rtt,2", wrong("rate<1", "rtt", "rate", "trend", "avg, min, max, med, p")],
    ["hits{room:a},0", wrong("avg<1", "hits{room:a}", "avg", "counter", "count, rate")],
    ["level,0", wrong("count<1", "level", "count", "gauge", "value")],
    ["oks,0", wrong("p(95)<1", "oks", "p", "rate", "rate")],
  ]);
});

Deno.test("crossedMessage says what k6 says", () => {
  assertEquals(
    crossedMessage({ crossed: ["a", "b{c:d}"], abort: false }),
    "thresholds on metrics 'a, b{c:d}' have been crossed",
  );
  assertEquals(
    crossedMessage({ crossed: ["a"], abort: true }),
    "thresholds on metrics 'a' were crossed; at least one has abortOnFail enabled, stopping test prematurely",
  );
});
