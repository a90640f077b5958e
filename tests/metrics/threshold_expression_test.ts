import { parseThresholdExpression } from "../../src/metrics/mod.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";

Deno.test("parseThresholdExpression reads methods, operators and numbers", async (t) => {
  const cases: [source: string, label: string, method: string, percent: number, operator: string, limit: number][] = [
    ["avg<10", "avg", "avg", NaN, "<", 10],
    [" p(95) <= 250.5 ", "p(95)", "p", 95, "<=", 250.5],
    ["\tcount\t>\n10 ", "count", "count", NaN, ">", 10],
    ["rate>=0.99", "rate", "rate", NaN, ">=", 0.99],
    ["value==1", "value", "value", NaN, "==", 1],
    ["med===1", "med", "med", NaN, "===", 1],
    ["max!=1", "max", "max", NaN, "!=", 1],
    ["min<-1", "min", "min", NaN, "<", -1],
    ["p(99.99)<1", "p(99.99)", "p", 99.99, "<", 1],
    ["p(0)<1", "p(0)", "p", 0, "<", 1],
    ["p(1e2)<1", "p(1e2)", "p", 100, "<", 1],
    ["p(+95.)<1", "p(+95.)", "p", 95, "<", 1],
    ["avg<1_000", "avg", "avg", NaN, "<", 1000],
    ["avg<.5", "avg", "avg", NaN, "<", 0.5],
    ["avg<5.", "avg", "avg", NaN, "<", 5],
    ["avg<1.e3", "avg", "avg", NaN, "<", 1000],
    ["avg<1e1_0", "avg", "avg", NaN, "<", 1e10],
    ["avg<+Inf", "avg", "avg", NaN, "<", Infinity],
    ["avg<-infinity", "avg", "avg", NaN, "<", -Infinity],
    ["avg<nan", "avg", "avg", NaN, "<", NaN],
    ["\u00a0avg<1\u00a0", "avg", "avg", NaN, "<", 1],
  ];
  for (const [source, label, method, percent, operator, limit] of cases) {
    await t.step(JSON.stringify(source), () => {
      assertEquals<unknown>(parseThresholdExpression(source), { source, label, method, percent, operator, limit });
    });
  }
});

Deno.test("parseThresholdExpression refuses what k6 refuses, in its words", async (t) => {
  const malformed = "malformed threshold expression";
  const left = "failed parsing method from expression";
  const number = (text: string) => `strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`;
  const range = "malformed percentile value, provide a number between 0 and 100";
  const cases: [source: string, where: "whole" | "left" | "right", reason: string][] = [
    ["", "whole", malformed],
    ["   ", "whole", malformed],
    ["bogus", "whole", malformed],
    ["avg", "whole", malformed],
    ["avg<", "whole", malformed],
    ["<", "whole", malformed],
    ["avg==", "whole", malformed],
    ["avg!=", "whole", malformed],
    ["avg=1", "whole", malformed],
    ["<10", "left", left],
    [" < ", "left", left],
    ["<=", "left", left],
    ["foo<1", "left", left],
    ["passes<1", "left", left],
    ["Avg<1", "left", left],
    ["P(95)<1", "left", left],
    ["p(95<1", "left", left],
    ["p (95)<1", "left", left],
    ["avg=>1", "left", left],
    ["avg!==1", "left", left],
    ["avg>1<2", "left", left],
    ["avg>=1<=2", "left", left],
    ["avg!=1>=2", "left", left],
    ["p(101)<1", "left", range],
    ["p(-1)<1", "left", range],
    ["p(Inf)<1", "left", range],
    ["p(NaN)<1", "left", range],
    ["p()<1", "left", `malformed percentile value; reason: ${number("")}`],
    ["p(abc)<1", "left", `malformed percentile value; reason: ${number("abc")}`],
    ["p( 95 )<1", "left", `malformed percentile value; reason: ${number(" 95 ")}`],
    ["p(0x1)<1", "left", `malformed percentile value; reason: ${number("0x1")}`],
    ["avg<abc", "right", number("abc")],
    ["avg<  ", "right", number("")],
    ["avg<=", "right", number("=")],
    ["avg===", "right", number("=")],
    ["avg====1", "right", number("=1")],
    ["avg<=1>=2", "right", number("1>=2")],
    ["avg<1 and max<2", "right", number("1 and max<2")],
    ["avg<10ms", "right", number("10ms")],
    ["avg<1e", "right", number("1e")],
    ["avg<.", "right", number(".")],
    ["avg<+", "right", number("+")],
    ["avg<1__0", "right", number("1__0")],
    ["avg<_1", "right", number("_1")],
    ["avg<1_.5", "right", number("1_.5")],
    ["avg<0x10", "right", number("0x10")],
    ["avg<0b1", "right", number("0b1")],
    ["avg<infin", "right", number("infin")],
    ["avg<-nan", "right", number("-nan")],
    ["avg<1e400", "right", 'strconv.ParseFloat: parsing "1e400": value out of range'],
  ];
  for (const [source, where, reason] of cases) {
    const quoted = JSON.stringify(source);
    const what = {
      whole: `failed parsing threshold expression ${quoted}`,
      left: `failed parsing threshold expression's ${quoted} left hand side`,
      right: `failed parsing threshold expresion's ${quoted} right hand side`,
    }[where];
    await t.step(quoted, () => {
      const error = assertThrows(() => parseThresholdExpression(source), SyntaxError);
      assertEquals(error.message, `${what}; reason: ${reason}`);
    });
  }
});
