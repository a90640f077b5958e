/**
 * What metrics cost: adding a sample, draining a thread, merging into the store, and the memory of a long trend.
 * By hand: `deno run -A tests/bench/metrics_bench.ts`
 */

import { MetricStore, Registry, type Series, TrendSink } from "../../src/metrics/mod.ts";

const BATCH = 65_536;
const ROUNDS = 200;
/** The first rounds only warm the compiler up. */
const WARM_UP = 50;
const LONG_RUN = 10_000_000;

/** Latencies in milliseconds as a service has them: most around 5, few up to 100. Always the same ones. */
const latencies = sampleLatencies(BATCH);

benchMemory();
benchSeries();
benchHistogram();
for (const sinks of [100, 10_000]) benchDrain(sinks);

function benchSeries(): void {
  const registry = new Registry();
  const counter = registry.series(registry.define("a_counter", "counter"), registry.noTags);
  const gauge = registry.series(registry.define("a_gauge", "gauge"), registry.noTags);
  const rate = registry.series(registry.define("a_rate", "rate"), registry.noTags);
  const trend = registry.series(registry.define("a_trend", "trend", "time"), registry.noTags);
  console.log("\nseries.add from a place that sees one kind, as built-in metrics do, ns per sample");
  report("counter", () => {
    for (let i = 0; i < BATCH; i++) counter.add(1);
  }, BATCH);
  report("gauge, with a time", () => {
    for (let i = 0; i < BATCH; i++) gauge.add(i, 1_700_000_000_000 + i);
  }, BATCH);
  report("rate", () => {
    for (let i = 0; i < BATCH; i++) rate.add(i & 1);
  }, BATCH);
  report("trend", () => {
    for (let i = 0; i < BATCH; i++) trend.add(latencies[i]!);
  }, BATCH);
  console.log("\nseries.add from a place that sees all kinds, as custom metrics do, ns per sample");
  for (const series of [counter, gauge, rate, trend]) report(series.metric.kind, () => addAll(series), BATCH);
  benchViews();
}

function benchViews(): void {
  const registry = new Registry({ views: [{ kind: "breakdown", by: ["group"] }] });
  const trend = registry.series(registry.define("viewed_trend", "trend"), registry.noTags);
  report("trend with one view", () => addAll(trend), BATCH);
  const counter = registry.define("tagged_counter", "counter");
  const tags = registry.tags({ group: "::a", scenario: "default" });
  report("counter, with two tags per call and looked up", () => {
    for (let i = 0; i < BATCH; i++) {
      registry.series(counter, tags.with("room", i & 1 ? "a" : "b").with("x", "y")).add(1);
    }
  }, BATCH);
}

function benchHistogram(): void {
  console.log("\nrecording a trend, ns per sample");
  const sink = new TrendSink();
  report("histogram", () => {
    for (let i = 0; i < BATCH; i++) sink.add(latencies[i]!);
  }, BATCH);
  let kept: number[] = [];
  report("naive: keep every number", () => {
    kept = [];
    for (let i = 0; i < BATCH; i++) kept.push(latencies[i]!);
  }, BATCH);
  report("naive: 95th percentile of one batch, sorted, per number", () => {
    Float64Array.from(kept).sort();
  }, BATCH);
  report("histogram: 95th percentile, per call", () => void sink.percentile(95), 1);
}

function benchDrain(sinks: number): void {
  console.log(`\n${sinks} trend sinks with 20 samples each, ms for all`);
  const views = [{ kind: "breakdown", by: ["n"] }] as const;
  const registry = new Registry({ views, breakdownLimit: sinks });
  const metric = registry.define("rtt", "trend", "time");
  const series = Array.from({ length: sinks }, (_, n) => registry.series(metric, registry.tags({ n: String(n) })));
  const store = new MetricStore(views);
  const drained: number[] = [];
  const merged: number[] = [];
  let bytes = 0;
  for (let round = 0; round < 30; round++) {
    for (const [n, one] of series.entries()) for (let i = 0; i < 20; i++) one.add(latencies[(n * 31 + i) % BATCH]!);
    const start = performance.now();
    const delta = registry.drain()!;
    const middle = performance.now();
    store.merge(0, delta);
    drained.push(middle - start);
    merged.push(performance.now() - middle);
    bytes = delta.numbers.byteLength + delta.touched.byteLength;
  }
  print("drain", drained.slice(10), 1);
  print("merge", merged.slice(10), 1);
  console.log(`  ${"message".padEnd(58)} ${Math.round(bytes / 1024)} KiB`);
}

function benchMemory(): void {
  console.log(`\nmemory of one trend over ${LONG_RUN} records`);
  const sink = new TrendSink();
  for (let done = 0; done <= LONG_RUN; done++) {
    if (done % (LONG_RUN / 5) === 0) {
      const { external, heapUsed } = Deno.memoryUsage();
      console.log(
        `  ${String(done).padStart(9)}  heap + external ${((heapUsed + external) / 1024 ** 2).toFixed(2)} MiB`,
      );
    }
    sink.add(latencies[done % BATCH]! * (1 + (done % 7) / 10));
  }
}

function addAll(series: Series): void {
  for (let i = 0; i < BATCH; i++) series.add(latencies[i]!);
}

function report(name: string, run: () => void, operations: number): void {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  }
  print(name, times.slice(WARM_UP), operations === 1 ? 1e6 : 1e6 / operations);
}

/** Prints the smallest and the median of some times: other processes only ever make them longer. */
function print(name: string, times: readonly number[], scale: number): void {
  const sorted = times.toSorted((a, b) => a - b);
  const [least, median] = [sorted[0]!, sorted[sorted.length >> 1]!];
  console.log(`  ${name.padEnd(58)} min ${(least * scale).toFixed(2)}  median ${(median * scale).toFixed(2)}`);
}

function sampleLatencies(count: number): Float64Array {
  let state = 12_345;
  return Float64Array.from({ length: count }, () => {
    let sum = 0;
    for (let i = 0; i < 3; i++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      sum += state / 2 ** 32;
    }
    return 5 * Math.exp(2 * (sum - 1.5));
  });
}
