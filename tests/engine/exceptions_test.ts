import { assertEquals } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";

const ITERATION = { executor: "shared-iterations", scenario: "default" };
const EXCEPTION = { ...ITERATION, source: "stacktrace" };

Deno.test("an exception in an iteration is logged with its stack, and the VU goes on", async (t) => {
  const at = (place: string): string => `\n\tat ${place}\n`;
  const here = "file:///test/script.js";
  const cases: [name: string, body: string, message: string, fields: Record<string, string>][] = [
    ["an error", "throw new Error('boo');", `Error: boo${at(`default (${here}:2:7)`)}`, EXCEPTION],
    [
      "an error of a class",
      "class Mine extends Error { name = 'Mine'; } throw new Mine('boo');",
      `Mine: boo${at(`default (${here}:2:51)`)}`,
      EXCEPTION,
    ],
    ["an error without a message", "throw new Error();", `Error${at(`default (${here}:2:7)`)}`, EXCEPTION],
    ["an error of many lines", "throw new Error('a\\nb');", `Error: a\nb${at(`default (${here}:2:7)`)}`, EXCEPTION],
    ["a text", "throw 'boo';", "boo", EXCEPTION],
    ["an object", "throw { a: 1 };", "[object Object]", EXCEPTION],
    ["undefined", "throw undefined;", "undefined", EXCEPTION],
    ["null", "throw null;", "null", EXCEPTION],
    [
      "in an arrow of a timer",
      "setTimeout(() => { throw new Error('boo'); }, 1);",
      `Error: boo${at(`${here}:2:26`)}`,
      EXCEPTION,
    ],
    [
      "in a named function of a timer",
      "setTimeout(function later() { throw new Error('boo'); }, 1);",
      `Error: boo${at(`later (${here}:2:37)`)}`,
      EXCEPTION,
    ],
    [
      "a rejected promise",
      "Promise.reject(new Error('boo'));",
      `Uncaught (in promise) Error: boo${at(`default (${here}:2:16)`)}`,
      ITERATION,
    ],
    ["a promise rejected with a text", "Promise.reject('boo');", "Uncaught (in promise) boo", ITERATION],
    [
      "a rejected promise in a timer",
      "setTimeout(() => { Promise.reject('boo'); }, 1);",
      "Uncaught (in promise) boo",
      ITERATION,
    ],
  ];
  for (const [name, body, message, fields] of cases) {
    await t.step(name, async () => {
      const result = await runScript(`export default function () {\n${body}\n}`, { options: { iterations: 2 } });
      const errors = result.records.filter(({ level }) => level === "error");
      assertEquals(errors.map((record) => record.message), [message, message]);
      assertEquals(errors.map((record) => record.fields), [fields, fields]);
      assertEquals([result.exitCode, result.summary?.metrics.iterations?.values.count], [0, 2]);
    });
  }
});

Deno.test("an exception in an async function fails the iteration as a rejected promise", async () => {
  const { errors, exitCode } = await runScript(`export default async function () {
    await null;
    throw new Error("boo");
  }`);
  assertEquals(errors, ["Uncaught (in promise) Error: boo\n\tat default (file:///test/script.js:3:11)\n"]);
  assertEquals(exitCode, 0);
});

Deno.test("a message calls a global as the script calls it", async (t) => {
  for (const call of ["console.table", "setTimeout.nope", "__ENV.nope", "performance.$$x"]) {
    await t.step(call, async () => {
      const { errors } = await runScript(`export default function () { ${call}(); }`);
      assertEquals(errors[0]?.split("\n")[0], `TypeError: ${call} is not a function`);
    });
  }
});

Deno.test("a stack shows the user's functions from the inside to the outside", async () => {
  const { errors } = await runScript(`const inner = () => { throw new TypeError("boo"); };
class Thing {
  run() { inner(); }
}
function outer() {
  new Thing().run();
}
export default function () {
  outer();
}`);
  assertEquals(errors[0]?.replaceAll("file:///test/script.js:", "").split("\n\tat "), [
    "TypeError: boo",
    "inner (1:29)",
    "run (3:11)",
    "outer (6:15)",
    "default (9:3)\n",
  ]);
});

Deno.test("an exception ends the iteration: timers that wait are dropped with a warning", async () => {
  const { errors, warnings, lines } = await runScript(`export default function () {
    setTimeout(() => console.log("never"), 1e6);
    setInterval(() => console.log("never"), 1e6);
    throw new Error("boo");
  }`);
  assertEquals(errors, ["Error: boo\n\tat default (file:///test/script.js:4:11)\n"]);
  assertEquals(warnings, [
    "setTimeout 1 was stopped because the VU iteration was interrupted",
    "setInterval 2 was stopped because the VU iteration was interrupted",
  ]);
  assertEquals(lines, []);
});

Deno.test("endless recursion fails the iteration and nothing else", async () => {
  const { errors, exitCode, lines } = await runScript(
    `
      function down() { return down() + 1; }
      export default function () { if (__ITER === 0) down(); console.log("fine"); }
    `,
    { options: { iterations: 2 } },
  );
  assertEquals(errors.map((message) => message.split("\n")[0]), ["RangeError: Maximum call stack size exceeded"]);
  assertEquals([exitCode, lines], [0, ["fine"]]);
});

Deno.test("an exception outside iterations ends the run with 107", async (t) => {
  const thrown = 'throw new Error("boo");';
  const here = "file:///test/script.js";
  const hint = { hint: "script exception" };
  const stack = (place: string): string => `Error: boo\n\tat ${place}\n`;
  const cases: [name: string, source: string, error: string, fields: Record<string, string>, lines: string[]][] = [
    ["in the init code", `${thrown} export default function () {}`, stack(`${here}:1:7`), hint, []],
    [
      "in the init code of a VU",
      `if (__VU > 0) ${thrown} export default function () {}`,
      stack(`${here}:1:21`),
      { hint: "error while initializing VU #1 (script exception)" },
      [],
    ],
    ["in setup", `export function setup() { ${thrown} }`, stack(`setup (${here}:1:33)`), hint, []],
    [
      "in a timer of setup",
      `export function setup() { setTimeout(() => { ${thrown} }, 1); }`,
      stack(`${here}:1:52`),
      hint,
      [],
    ],
    [
      "in an async setup",
      `export async function setup() { await 1; ${thrown} }`,
      `Uncaught (in promise) ${stack(`setup (${here}:1:48)`)}`,
      {},
      [],
    ],
    ["in teardown", `export function teardown() { ${thrown} }`, stack(`teardown (${here}:1:36)`), hint, ["iteration"]],
  ];
  for (const [name, source, error, fields, lines] of cases) {
    await t.step(name, async () => {
      const isWhole = source.includes("default");
      const rest = 'export function handleSummary() { return { stdout: "summary" }; }\n' +
        (source.includes("teardown") || isWhole ? "" : 'export function teardown() { console.log("teardown"); }\n') +
        (isWhole ? "" : 'export default function () { console.log("iteration"); }');
      const result = await runScript(`${source}\n${rest}`);
      assertEquals(result.errors, [error]);
      assertEquals(result.records.find(({ level }) => level === "error")?.fields ?? {}, fields);
      assertEquals([result.exitCode, result.lines], [107, lines]);
      assertEquals(result.stdout, isWhole ? "" : "summary", "what was measured is summed up, if anything could be");
    });
  }
});
