import { parseTrendStat, TrendSink } from "../../src/metrics/mod.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";

Deno.test("parseTrendStat reads all statistics of a trend", () => {
  const trend = new TrendSink();
  for (let value = 0; value <= 100; value++) trend.add(value);
  const cases: [name: string, value: number][] = [
    ["avg", 50],
    ["min", 0],
    ["med", 50],
    ["max", 100],
    ["count", 101],
    ["p(90)", 90],
    ["p(99.9)", 99.9],
    ["p(1e1)", 10],
    ["p(0)", 0],
    ["p(100)", 100],
  ];
  for (const [name, value] of cases) {
    const stat = parseTrendStat(name);
    assertEquals([stat.name, stat.read(trend)], [name, value]);
  }
});

Deno.test("parseTrendStat refuses what k6 refuses, in its words", () => {
  for (const name of ["foo", "", " med", "AVG", "P(95)", "p95", "p(95)x", "toString"]) {
    assertEquals(
      assertThrows(() => parseTrendStat(name), SyntaxError).message,
      `invalid trend stat '${name}', unknown format`,
    );
  }
  for (const name of ["p(101)", "p(-1)", "p()", "p(abc)", "p( 95 )", "p(NaN)"]) {
    const message = `invalid percentile trend stat value '${name}', provide a number between 0 and 100`;
    assertEquals(assertThrows(() => parseTrendStat(name), SyntaxError).message, message);
  }
});
