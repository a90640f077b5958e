import { formatDuration, parseDuration, parseGoDuration } from "../../src/base/mod.ts";
import { assertEquals } from "../support/assert.ts";

// What is expected here is what Go's time.ParseDuration and Duration.String answer.

Deno.test("parseGoDuration reads what Go reads", () => {
  const cases: [string, number][] = [
    ["0", 0],
    ["+0", 0],
    ["5s", 5000],
    ["1478s", 1_478_000],
    ["-5s", -5000],
    ["+5s", 5000],
    ["5.0s", 5000],
    ["5.6s", 5600],
    ["5.s", 5000],
    [".5s", 500],
    ["1.5h", 5_400_000],
    ["300ms", 300],
    ["1h2m3s", 3_723_000],
    ["1m30s", 90_000],
    ["3000000000ns", 3000],
    ["1us", 0.001],
    ["1µs", 0.001],
    ["1μs", 0.001],
    ["39h9m14.425s", 140_954_425],
    ["1ms2h", 7_200_001],
    ["0.3333333333333333333h", 1_200_000],
  ];
  for (const [text, milliseconds] of cases) assertEquals(parseGoDuration(text), milliseconds, text);
});

Deno.test("parseGoDuration refuses what Go refuses", () => {
  const cases = [
    "",
    "3",
    "5.",
    "-",
    "+",
    "s",
    ".",
    "-.",
    ".s",
    "+.s",
    "1d",
    "1 s",
    " 1s",
    "1s ",
    "1e3s",
    "--1s",
    "1h-2m",
  ];
  for (const text of [...cases, "5S", "1msx", "one", "١s"]) assertEquals(parseGoDuration(text), undefined, text);
});

Deno.test("parseDuration reads numbers as milliseconds, and days in front, as k6 does", () => {
  const cases: [unknown, number][] = [
    [0, 0],
    [5.5, 5.5],
    [-3, -3],
    ["5", 5],
    ["5.5", 5.5],
    ["-5", -5],
    ["1e3", 1000],
    ["0", 0],
    ["10s", 10_000],
    ["1h2m3s", 3_723_000],
    ["0d", 0],
    ["1d", 86_400_000],
    ["+1d", 86_400_000],
    ["-1d", -86_400_000],
    ["1d12h", 129_600_000],
    ["1d+5h", 104_400_000],
    ["1d0", 86_400_000],
    ["365d", 31_536_000_000],
    [" 5s ", 5000],
  ];
  for (const [value, milliseconds] of cases) assertEquals(parseDuration(value), milliseconds, String(value));
});

Deno.test("parseDuration refuses what is no duration", () => {
  const texts = ["", " ", "d", "1.5d", "1d-1h", "1d1d", "1d 1h", "1h1d", "1d5", "0x10", "NaN", "Infinity", "soon"];
  for (const value of [...texts, NaN, Infinity, true, null, undefined, {}, [5], new Date(0)]) {
    assertEquals(parseDuration(value), undefined, String(value));
  }
});

Deno.test("formatDuration writes what Go writes", () => {
  const cases: [nanoseconds: number, text: string][] = [
    [0, "0s"],
    [1, "1ns"],
    [10, "10ns"],
    [999, "999ns"],
    [1000, "1µs"],
    [1001, "1.001µs"],
    [1100, "1.1µs"],
    [999_999, "999.999µs"],
    [1e6, "1ms"],
    [1_000_001, "1.000001ms"],
    [1_500_000, "1.5ms"],
    [123_456_789, "123.456789ms"],
    [999_999_999, "999.999999ms"],
    [1e9, "1s"],
    [1_000_000_001, "1.000000001s"],
    [1_500_000_000, "1.5s"],
    [59e9, "59s"],
    [60e9, "1m0s"],
    [60_000_000_001, "1m0.000000001s"],
    [61_500_000_000, "1m1.5s"],
    [105_171_365_131, "1m45.171365131s"],
    [3599e9, "59m59s"],
    [3600e9, "1h0m0s"],
    [3661e9, "1h1m1s"],
    [13_837_651_221_787, "3h50m37.651221787s"],
    [86_400e9, "24h0m0s"],
    [-1, "-1ns"],
    [-1500, "-1.5µs"],
    [-1_500_000_000, "-1.5s"],
    [-3600e9, "-1h0m0s"],
  ];
  for (const [nanoseconds, text] of cases) assertEquals(formatDuration(nanoseconds / 1e6), text);
});

Deno.test("formatDuration rounds off fractions of a nanosecond", () => {
  assertEquals([0.1 / 1e6, -0.1 / 1e6, 0.9 / 1e6, 1 / 3].map(formatDuration), ["0s", "0s", "1ns", "333.333µs"]);
});

Deno.test("formatDuration and parseGoDuration undo each other", () => {
  for (let milliseconds = 0.000_001; milliseconds < 1e12; milliseconds *= 7.3) {
    const rounded = Math.round(milliseconds * 1e6) / 1e6;
    const back = parseGoDuration(formatDuration(rounded)) ?? NaN;
    assertEquals(Math.abs(back - rounded) <= 1e-6 + rounded * 1e-15, true, formatDuration(rounded));
  }
});
