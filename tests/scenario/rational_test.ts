import { greatestCommonDivisor, Rational } from "../../src/scenario/rational.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";

Deno.test("Rational.parse reads whole numbers, decimals and fractions exactly", () => {
  const cases: [string, string | undefined][] = [
    ["0", "0"],
    ["1", "1"],
    ["-1", "-1"],
    ["+2", "2"],
    ["0.25", "1/4"],
    [".5", "1/2"],
    ["5.", "5"],
    ["0.1", "1/10"],
    ["25e-2", "1/4"],
    ["2.5E1", "25"],
    ["1/3", "1/3"],
    ["2/6", "1/3"],
    ["-2/6", "-1/3"],
    ["0.333333333333333333333", "333333333333333333333/1000000000000000000000"],
    ["", undefined],
    [".", undefined],
    ["e5", undefined],
    ["1/0", undefined],
    ["1/-2", undefined],
    ["1/2/3", undefined],
    [" 1", undefined],
    ["one", undefined],
    ["1e999999999", undefined],
  ];
  for (const [text, expected] of cases) assertEquals(Rational.parse(text)?.toString(), expected, text);
});

Deno.test("Rational computes and compares exactly", () => {
  const third = new Rational(1n, 3n);
  const tenth = new Rational(1n, 10n);
  assertEquals(String(third.minus(tenth)), "7/30");
  assertEquals(String(tenth.minus(third)), "-7/30");
  assertEquals(third.isLessThan(tenth), false);
  assertEquals(tenth.isLessThan(third), true);
  assertEquals(third.isLessThan(third), false);
  assertEquals(third.equals(new Rational(-2n, -6n)), true);
  assertEquals(third.equals(tenth), false);
  assertEquals(new Rational(3n, 4n).toNumber(), 0.75);
});

Deno.test("Rational refuses a zero denominator", () => {
  assertThrows(() => new Rational(1n, 0n), RangeError, "Cannot divide by zero");
});

Deno.test("greatestCommonDivisor ignores signs and zero", () => {
  assertEquals(
    [[12n, 18n], [-12n, 18n], [7n, 0n], [0n, 0n], [17n, 5n]].map(([a, b]) => greatestCommonDivisor(a!, b!)),
    [
      6n,
      6n,
      7n,
      0n,
      1n,
    ],
  );
});
