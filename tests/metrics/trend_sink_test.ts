import { sumOfSinks, TrendSink } from "../../src/metrics/mod.ts";
import { assert, assertEquals, assertInstanceOf } from "../support/assert.ts";
import { RandomNumbers } from "./random_numbers.ts";

/** What is promised: half a percent of the number at a rank. The buckets keep 1/256. */
const RELATIVE_ERROR = 1 / 256;

function trendOf(values: Iterable<number>): TrendSink {
  const trend = new TrendSink();
  for (const value of values) trend.add(value);
  return trend;
}

/** k6's own way: all numbers sorted, interpolated between neighbouring ranks. */
function exactPercentile(sorted: readonly number[], percent: number): number {
  const rank = (percent / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(rank)]!;
  return below + (sorted[Math.ceil(rank)]! - below) * (rank - Math.floor(rank));
}

Deno.test("TrendSink without samples reads 0", () => {
  const { count, sum, avg, min, max } = new TrendSink();
  assertEquals({ count, sum, avg, min, max }, { count: 0, sum: 0, avg: 0, min: 0, max: 0 });
  assertEquals(new TrendSink().percentile(95), 0);
});

Deno.test("TrendSink keeps count, sum and extremes exactly", () => {
  const { count, sum, avg, min, max } = trendOf([3.5, -1.25, 0, 1e9, 0.0625]);
  assertEquals({ count, sum, avg, min, max }, {
    count: 5,
    sum: 1e9 + 2.3125,
    avg: (1e9 + 2.3125) / 5,
    min: -1.25,
    max: 1e9,
  });
});

Deno.test("TrendSink.percentile is exact where every bucket has seen one number", async (t) => {
  const cases: [name: string, values: number[], percent: number, expected: number][] = [
    ["one sample", [7.3], 99, 7.3],
    ["two samples, between them", [10, 20], 90, 19],
    ["two samples, lowest rank", [10, 20], 0, 10],
    ["two samples, highest rank", [10, 20], 100, 20],
    ["five samples, on a rank", [1, 2, 3, 4, 5], 50, 3],
    ["five samples, between ranks", [5, 4, 3, 2, 1], 90, 4.6],
    ["whole numbers up to 100", Array.from({ length: 101 }, (_, i) => i), 95, 95],
    ["the same number many times", new Array(1000).fill(12.345), 99.9, 12.345],
    ["negative numbers", [-1, -2, -3, -4], 25, -3.25],
    ["both signs and zero", [-8, -2, 0, 0, 2, 8], 50, 0],
    ["below zero to above", [-4, 4], 25, -2],
    ["zeros only", [0, 0, -0], 75, 0],
    ["very small", [5e-324, 1e-300, 1e-299], 50, 1e-300],
    ["very large", [1e300, 1e301, Number.MAX_VALUE], 50, 1e301],
    ["infinite", [1, Infinity, Infinity, Infinity], 50, Infinity],
    ["infinite on both sides", [-Infinity, 3, Infinity], 50, 3],
  ];
  for (const [name, values, percent, expected] of cases) {
    await t.step(name, () => assertEquals(trendOf(values).percentile(percent), expected));
  }
});

Deno.test("TrendSink ignores NaN", () => {
  const trend = trendOf([1, NaN, 3]);
  assertEquals([trend.count, trend.sum, trend.min, trend.max, trend.percentile(50)], [2, 4, 1, 3, 2]);
});

Deno.test("TrendSink.percentile never leaves the range of the samples", () => {
  const trend = trendOf([100.1, 100.2, 100.3, 100.4]);
  for (let percent = 0; percent <= 100; percent += 5) {
    const value = trend.percentile(percent);
    assert(value >= 100.1 && value <= 100.4, `${percent}: ${value}`);
  }
});

Deno.test("TrendSink.percentile stays within its error of the number at the rank", async (t) => {
  const random = new RandomNumbers(20);
  const distributions: Record<string, () => number> = {
    "uniform": () => random.next() * 1000,
    "log-normal, as latencies are": () => 12 * Math.exp(random.normal() * 0.8),
    "exponential": () => -20 * Math.log(1 - random.next()),
    "two humps far apart": () => random.next() < 0.7 ? 1 + random.next() : 30_000 + random.next() * 5_000,
    "both signs": () => random.normal() * 50,
    "seventeen orders of magnitude": () => 10 ** (random.next() * 17 - 8),
    "just below a power of two": () => 64 - random.next() / 10,
  };
  for (const [name, draw] of Object.entries(distributions)) {
    await t.step(name, () => {
      const values = Array.from({ length: 20_000 }, draw);
      const trend = trendOf(values);
      const sorted = values.toSorted((a, b) => a - b);
      for (let rank = 0; rank < sorted.length; rank += 37) {
        const measured = trend.percentile((100 * rank) / (sorted.length - 1));
        // The percentage of a rank is not always exactly that rank: its neighbours are as good.
        const [low, high] = [sorted[Math.max(0, rank - 1)]!, sorted[Math.min(sorted.length - 1, rank + 1)]!];
        const slack = RELATIVE_ERROR * Math.max(Math.abs(low), Math.abs(high));
        assert(measured >= low - slack && measured <= high + slack, `rank ${rank}: ${measured} for ${sorted[rank]}`);
      }
      for (const percent of [50, 90, 95, 99, 99.9]) {
        const exact = exactPercentile(sorted, percent);
        const error = Math.abs(trend.percentile(percent) - exact) / Math.abs(exact);
        assert(error <= 0.005, `p(${percent}): off by ${error}`);
      }
      assertEquals([trend.percentile(0), trend.percentile(100)], [sorted[0], sorted.at(-1)]);
    });
  }
});

Deno.test("TrendSink adds up to the same, in whatever order and however divided", () => {
  const random = new RandomNumbers(3);
  // Multiples of 1/8 add up without rounding, so even the sums can be compared exactly.
  const values = Array.from({ length: 5_000 }, () => Math.round(random.normal() * 4_000) / 8);
  const whole = trendOf(values);
  for (let division = 0; division < 5; division++) {
    const parts = Array.from({ length: 7 }, () => new TrendSink());
    for (const value of values) parts[random.below(parts.length)]!.add(value);
    for (const order of [parts, parts.toReversed(), parts.toSorted((a, b) => a.count - b.count)]) {
      const sum = sumOfSinks("trend", order);
      assertInstanceOf(sum, TrendSink);
      assertEquals(describe(sum), describe(whole));
    }
  }
});

Deno.test("TrendSink.reset forgets the samples, not how to count", () => {
  const trend = trendOf([-3, 0, 4]);
  trend.reset();
  assertEquals(describe(trend), describe(new TrendSink()));
  trend.add(2);
  assertEquals(describe(trend), describe(trendOf([2])));
});

function describe(trend: TrendSink): number[] {
  const { count, sum, min, max } = trend;
  const percentiles = Array.from({ length: 201 }, (_, half) => trend.percentile(half / 2));
  return [count, sum, min, max, ...percentiles];
}
