import { parseThresholds } from "../../src/metrics/mod.ts";
import { assertEquals } from "../support/assert.ts";

/** The option in short: per metric or submetric its criteria. */
function outline(raw: unknown): unknown {
  const { thresholds, problems } = parseThresholds(raw);
  return [
    thresholds.map(({ name, metric, isSubmetric, criteria }) => [
      name,
      metric,
      isSubmetric,
      criteria.map(({ expression, abortOnFail, delayAbortEval }) => [expression.source, abortOnFail, delayAbortEval]),
    ]),
    problems,
  ];
}

Deno.test("parseThresholds reads texts and objects", () => {
  assertEquals(
    outline({
      rtt: ["p(95)<100", { threshold: "avg<10" }, { threshold: "max<1", abortOnFail: true, delayAbortEval: "1m" }],
      checks: [{ threshold: "rate>0.9", delayAbortEval: 500, abortOnFail: false, unknown: 1 }],
      iterations: [],
      vus: null,
    }),
    [
      [
        ["rtt", "rtt", false, [["p(95)<100", false, 0], ["avg<10", false, 0], ["max<1", true, 60_000]]],
        ["checks", "checks", false, [["rate>0.9", false, 500]]],
        ["iterations", "iterations", false, []],
        ["vus", "vus", false, []],
      ],
      [],
    ],
  );
});

Deno.test("parseThresholds takes an absent option for an empty one", () => {
  for (const raw of [undefined, null, {}]) {
    assertEquals(parseThresholds(raw), { thresholds: [], submetrics: [], problems: [] });
  }
});

Deno.test("parseThresholds reads the tags of submetrics as k6 does", async (t) => {
  const cases: [selector: string, name: string, tags: Record<string, string>][] = [
    ["rtt{room:a}", "rtt{room:a}", { room: "a" }],
    ["rtt{ room : a , kind: b }", "rtt{room : a , kind: b}", { room: "a", kind: "b" }],
    ["rtt{'room':\"a\"}", "rtt{'room':\"a\"}", { room: "a" }],
    ["rtt{room:' a'}", "rtt{room:' a'}", { room: " a" }],
    ["rtt{room:'a}", "rtt{room:'a}", { room: "a" }],
    ["rtt{room:'b'c'}", "rtt{room:'b'c'}", { room: "b'c" }],
    ["rtt{url:ws://x:1/{id}}", "rtt{url:ws://x:1/{id}}", { url: "ws://x:1/{id}" }],
    ["rtt{group:::outer::inner}", "rtt{group:::outer::inner}", { group: "::outer::inner" }],
    ["rtt{group: }", "rtt{group:}", { group: "" }],
    ["rtt{room:a,room:b}", "rtt{room:a,room:b}", { room: "b" }],
    ["{room:a}", "{room:a}", { room: "a" }],
  ];
  for (const [selector, name, tags] of cases) {
    await t.step(selector, () => {
      const metric = selector.slice(0, selector.indexOf("{"));
      const { submetrics, problems } = parseThresholds({ [selector]: [] });
      assertEquals([submetrics, problems], [[{ kind: "submetric", metric, tags, name }], []]);
    });
  }
});

Deno.test("parseThresholds gives two spellings of one tag set one submetric, and it the thresholds of both", () => {
  const raw = {
    "rtt{a:1,b:2}": ["avg<5"],
    "rtt{ b:2, a:'1' }": ["max<1"],
    "rtt{a:1}": ["min<1"],
  };
  assertEquals(outline(raw), [
    [
      ["rtt{a:1,b:2}", "rtt", true, [["avg<5", false, 0], ["max<1", false, 0]]],
      ["rtt{a:1}", "rtt", true, [["min<1", false, 0]]],
    ],
    [],
  ]);
  assertEquals(parseThresholds(raw).submetrics.map(({ name }) => name), ["rtt{a:1,b:2}", "rtt{a:1}"]);
});

Deno.test("parseThresholds refuses malformed selectors in k6's words", async (t) => {
  const cases: [selector: string, problem: string][] = [
    ["tt{a:b", '"tt{a:b" has unmatched opening/close curly brace'],
    ["tta:b}", '"tta:b}" has unmatched opening/close curly brace'],
    ["tt}a:b{", '"tt}a:b{" closing curly brace appears before opening one'],
    ["tt{a:b}x", '"tt{a:b}x" lacks a closing curly brace in its last position'],
    ["tt{}", '"" tag expression is malformed'],
    ["tt{ }", '" " tag expression is malformed'],
    ["tt{a}", '"a" tag expression is malformed'],
    ["tt{a:}", '"a:" tag expression is malformed'],
    ["tt{:b}", '":b" tag expression is malformed'],
    ["tt{a:b,}", '"" tag expression is malformed'],
    ["tt{a:'b,c'}", '"c\'" tag expression is malformed'],
  ];
  for (const [selector, problem] of cases) {
    await t.step(selector, () => {
      assertEquals(parseThresholds({ [selector]: ["avg<1"] }), {
        thresholds: [],
        submetrics: [],
        problems: [{
          message: `unable to validate threshold expressions; reason: parsing metric name failed, metric ${problem}`,
          keys: [selector],
        }],
      });
    });
  }
});

Deno.test("parseThresholds tells all problems at once, each with its place and value", () => {
  const { thresholds, problems } = parseThresholds({
    aa: "avg<1",
    bb: ["avg<1", 5, [], "bogus", null, {}],
    cc: [{ threshold: 7, abortOnFail: "yes", delayAbortEval: "soon" }],
    "dd{x": [{ threshold: "avg<1", delayAbortEval: "2s" }],
  });
  assertEquals(thresholds.map(({ name, criteria }) => [name, criteria.length]), [["aa", 0], ["bb", 1], ["cc", 0]]);
  assertEquals(problems.map(({ keys, message }) => [keys.join(), message]), [
    ["aa", 'thresholds["aa"] must be an array, but is "avg<1"'],
    ["bb,1", 'thresholds["bb"][1] must be a string or an object with a threshold, but is 5'],
    ["bb,2", 'thresholds["bb"][2] must be a string or an object with a threshold, but is []'],
    ["bb,3", 'failed parsing threshold expression "bogus"; reason: malformed threshold expression'],
    ["bb,4", 'failed parsing threshold expression ""; reason: malformed threshold expression'],
    ["bb,5", 'failed parsing threshold expression ""; reason: malformed threshold expression'],
    ["cc,0,threshold", 'thresholds["cc"][0].threshold must be a string, but is 7'],
    ["cc,0,abortOnFail", 'thresholds["cc"][0].abortOnFail must be true or false, but is "yes"'],
    ["cc,0,delayAbortEval", 'thresholds["cc"][0].delayAbortEval must be a duration, but is "soon"'],
    [
      "dd{x",
      "unable to validate threshold expressions; reason: parsing metric name failed, metric " +
      '"dd{x" has unmatched opening/close curly brace',
    ],
  ]);
});

Deno.test("parseThresholds refuses an option that is not an object", () => {
  for (const raw of [5, "x", true, ["rtt"]]) {
    assertEquals(parseThresholds(raw).problems, [
      { message: `thresholds must be an object whose keys are metric names, but is ${JSON.stringify(raw)}`, keys: [] },
    ]);
  }
});
