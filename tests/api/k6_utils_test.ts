/** The built-in `k6-utils`, by scripts that import it from its usual addresses. */

import { createModule, isK6UtilsUrl, K6_UTILS_SPECIFIER, type VirtualUser } from "../../src/api/mod.ts";
import { assertEquals } from "../support/assert.ts";
import { recordSamples, samplesOf } from "../support/recorded_run.ts";
import { runScript } from "../support/run_script.ts";
import { checkRows, type Row } from "../support/script_table.ts";

const URL_OF = "https://jslib.k6.io/k6-utils/1.4.0/index.js";
const NAMES = [
  "check",
  "findBetween",
  "getCurrentStageIndex",
  "normalDistributionStages",
  "parseDuration",
  "randomIntBetween",
  "randomItem",
  "randomString",
  "tagWithCurrentStageIndex",
  "tagWithCurrentStageProfile",
  "uuidv4",
];
const IMPORTS = `import { ${NAMES.join(", ")} } from "${URL_OF}"; import { randomSeed, sleep } from "k6";`;

const ADDRESSES: readonly [url: string, isIt: boolean][] = [
  ["https://jslib.k6.io/k6-utils/1.0.0/index.js", true],
  ["https://jslib.k6.io/k6-utils/1.4.0/index.js", true],
  ["https://jslib.k6.io/k6-utils/1.6.0/index.min.js", true],
  ["https://jslib.k6.io/k6-utils/1.5.0/index.js?x=1", true],
  ["https://jslib.k6.io/k6-summary/0.0.1/index.js", false],
  ["https://jslib.k6.io/k6-utils/index.js", false],
  ["https://example.com/k6-utils/1.4.0/index.js", false],
];

Deno.test("every version of the library's address is the built-in one, no other is", async (t) => {
  for (const [url, isIt] of ADDRESSES) await t.step(url, () => assertEquals(isK6UtilsUrl(new URL(url)), isIt));
});

const UUID = "/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/";
function many(code: string): string {
  return `Array.from({ length: 500 }, () => ${code})`;
}

const ROWS: Row[] = [
  { name: "uuidv4", code: `[uuidv4(), uuidv4(true)].map((id) => ${UUID}.test(id))`, gives: [true, true] },
  { name: "uuidv4 differs", code: `new Set(${many("uuidv4()")}).size`, gives: 500 },
  {
    name: "randomIntBetween has both ends and nothing beyond",
    code: `[...new Set(${many("randomIntBetween(3, 6)")})].sort()`,
    gives: [3, 4, 5, 6],
  },
  {
    name: "randomIntBetween below zero",
    code: `[...new Set(${many("randomIntBetween(-1, 1)")})].sort((a, b) => a - b)`,
    gives: [-1, 0, 1],
  },
  { name: "randomIntBetween of one number", code: `randomIntBetween(5, 5)`, gives: 5 },
  { name: "randomItem", code: `[...new Set(${many(`randomItem(["a", "b", "c"])`)})].sort()`, gives: ["a", "b", "c"] },
  { name: "randomItem of nothing", code: `randomItem([]) === undefined`, gives: true },
  { name: "randomString: length and letters", code: `/^[a-z]{20}$/.test(randomString(20))`, gives: true },
  { name: "randomString: of one's own characters", code: `/^[xyz]{50}$/.test(randomString(50, "xyz"))`, gives: true },
  { name: "randomString: nothing", code: `randomString(0)`, gives: "" },
  {
    name: "randomSeed makes them repeatable",
    code:
      `[1, 1].map((seed) => { randomSeed(seed); return [uuidv4(), randomIntBetween(1, 1e6), randomString(8)].join() }).every((v, _, all) => v === all[0])`,
    gives: true,
  },
  { name: "findBetween: the first", code: `findBetween("<b>one</b><b>two</b>", "<b>", "</b>")`, gives: "one" },
  { name: "findBetween: all", code: `findBetween("<b>one</b><b>two</b>", "<b>", "</b>", true)`, gives: ["one", "two"] },
  { name: "findBetween: empty text between", code: `findBetween("[]", "[", "]")`, gives: "" },
  { name: "findBetween: no left mark", code: `findBetween("one]", "[", "]")`, gives: null },
  { name: "findBetween: no right mark", code: `findBetween("[one", "[", "]")`, gives: null },
  { name: "findBetween: right before left", code: `findBetween("]a[", "[", "]")`, gives: null },
  { name: "findBetween: all of none", code: `findBetween("nothing", "[", "]", true)`, gives: null },
  {
    name: "findBetween: marks of characters that mean something to expressions",
    code: `findBetween("a.(b).c", ".(", ").")`,
    gives: "b",
  },
  { name: "findBetween: over lines", code: `findBetween("[a\\nb]", "[", "]")`, gives: "a\nb" },
  {
    name: "normalDistributionStages",
    code: `normalDistributionStages(100, 60, 4)`,
    gives: [
      { duration: "10s", target: 14 },
      { duration: "10s", target: 61 },
      { duration: "10s", target: 100 },
      { duration: "10s", target: 61 },
      { duration: "10s", target: 14 },
      { duration: "10s", target: 0 },
    ],
  },
  {
    name: "normalDistributionStages: ten by default, two more for the ends",
    code: `normalDistributionStages(10, 100).length`,
    gives: 12,
  },
  {
    name: "normalDistributionStages: durations are rounded up",
    code: `normalDistributionStages(10, 100).map((s) => s.duration).join()`,
    gives: "17s,7s,7s,7s,7s,7s,7s,7s,7s,7s,7s,17s",
  },
  ...([
    ["1d", 86_400_000],
    ["1h", 3_600_000],
    ["1m", 60_000],
    ["1s", 1000],
    ["1ms", 1],
    ["1d2h3m4s5ms", 93_784_005],
    ["1.5h", 5_400_000],
    ["0.5s", 500],
    ["100", 100],
    ["1s500", 1500],
  ] as const).map(([text, ms]) => ({ name: `parseDuration of ${text}`, code: `parseDuration("${text}")`, gives: ms })),
  { name: "parseDuration of nothing", code: `parseDuration()`, throws: "Error: str is required" },
  { name: "parseDuration of empty text", code: `parseDuration("")`, throws: "Error: str is required" },
  {
    name: "parseDuration of other text",
    code: `parseDuration("soon")`,
    throws: "Error: soon is not a valid duration string",
  },
  {
    name: "parseDuration: one unit twice",
    code: `parseDuration("1s2s")`,
    throws: "Error: s time unit is provided multiple times",
  },
  ...["getCurrentStageIndex", "tagWithCurrentStageIndex", "tagWithCurrentStageProfile"].map((name) => ({
    name: `${name} without stages`,
    code: `${name}()`,
    throws: "Error: getCurrentStageIndex() needs a scenario with stages: ramping-vus or ramping-arrival-rate",
  })),
  { name: "check: all pass", code: `check(1, { a: true, b: (v) => v === 1 })`, gives: true },
  { name: "check: one fails", code: `check(1, { a: false, b: true })`, gives: false },
  { name: "check: nothing", code: `check(1, {})`, gives: true },
  {
    name: "check: a promise makes the result one",
    code: `check(1, { a: async () => true }) instanceof Promise`,
    gives: true,
  },
  { name: "check: conditions may sleep", code: `check(1, { a: () => { sleep(0.001); return true } })`, gives: true },
];

Deno.test("the functions of k6-utils", async (t) => {
  await checkRows(t, ROWS, { prelude: IMPORTS });
});

Deno.test("its check waits for what is async, and takes every condition for a sample", async () => {
  const run = await recordSamples(`${IMPORTS} export default async function () {
    console.log(await check(1, { plain: true, async: async (v) => { await null; return v === 2 }, promise: Promise.resolve("x") }, { my: "tag" }));
    console.log(await check(Promise.resolve(5), { value: (v) => v === 5 }));
  }`);
  assertEquals(run.lines, ["false", "true"]);
  assertEquals(samplesOf(run, "checks").map(([value, { check, my }]) => [check, value, my]).sort(), [
    ["async", 0, "tag"],
    ["plain", 1, "tag"],
    ["promise", 1, "tag"],
    ["value", 1, undefined],
  ]);
});

Deno.test("it needs no network", async () => {
  const { lines, exitCode } = await runScript(
    `import * as utils from "${URL_OF}"; export default () => console.log(Object.keys(utils).sort().join());`,
    { settings: { permissions: { net: [], denyNet: [], read: [], import: [], sandbox: "standard" } } },
  );
  assertEquals([lines, exitCode], [[[...NAMES, "default"].sort().join()], 0]);
});

/** Milliseconds since the scenario began, and the stage and profile that they are in. */
const STAGES: readonly [elapsed: number, index: number, profile: string][] = [
  [0, 0, "ramp-up"],
  [999, 0, "ramp-up"],
  [1000, 1, "ramp-up"],
  [3000, 2, "steady"],
  [4500, 3, "ramp-down"],
  [99_000, 3, "ramp-down"],
];

Deno.test("stages are told by the time since the scenario began; behind the end it is the last one", async (t) => {
  const stages = [[1000, 0], [2000, 10], [1000, 10], [1000, 0]].map(([duration, target]) => ({ duration, target }));
  for (const [elapsed, index, profile] of STAGES) {
    await t.step(`after ${elapsed} ms`, () => {
      const tags: Record<string, string> = {};
      const vu = {
        stages: () => ({ elapsed, stages, start: 5 }),
        setTag: (name: string, value: string) => void (tags[name] = value),
      };
      const utils = createModule(vu as unknown as VirtualUser, K6_UTILS_SPECIFIER) as Record<string, () => unknown>;
      assertEquals(utils.getCurrentStageIndex!(), index);
      utils.tagWithCurrentStageIndex!();
      utils.tagWithCurrentStageProfile!();
      assertEquals(tags, { stage: String(index), stage_profile: profile });
    });
  }
});
