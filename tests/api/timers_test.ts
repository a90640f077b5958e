/** Timers, by scripts: as globals and as `k6/timers`. */

import { assert, assertEquals } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";
import { checkRows } from "../support/script_table.ts";

function notCallable(text: string): string {
  return `TypeError: could not convert function call parameter 0: could not convert ${text} to sobek.Callable`;
}

Deno.test("timers refuse what is no function, and return numbers", async (t) => {
  await checkRows(t, [
    {
      name: "ids count up, over both kinds",
      code:
        `[setTimeout(() => {}, 0), setInterval(() => {}, 1), setTimeout(() => {}, 0)].map((id) => { clearInterval(id); return id })`,
      gives: [1, 2, 3],
    },
    ...["setTimeout", "setInterval"].flatMap((name) => [
      {
        name: `${name} without a function`,
        code: `${name}()`,
        throws: `GoError: ${name}'s callback isn't a callable function`,
      },
      {
        name: `${name} of null`,
        code: `${name}(null, 1)`,
        throws: `GoError: ${name}'s callback isn't a callable function`,
      },
      { name: `${name} of a number`, code: `${name}(5, 1)`, throws: notCallable("5") },
      { name: `${name} of text`, code: `${name}("code", 1)`, throws: notCallable("code") },
    ]),
    {
      name: "clearing what there is not",
      code: `[clearTimeout(), clearTimeout(99), clearInterval(null), clearTimeout("x")].length`,
      gives: 4,
    },
    { name: "either clears both kinds", code: `clearTimeout(setInterval(() => {}, 1))` },
    {
      name: "the module has the globals",
      code: `[timers.setTimeout === setTimeout, named === setTimeout]`,
      gives: [true, true],
    },
    {
      name: "the module's exports",
      code: `Object.keys(timers).sort()`,
      gives: ["clearInterval", "clearTimeout", "setInterval", "setTimeout"],
    },
  ], { prelude: `import timers, { setTimeout as named } from "k6/timers";` });
});

/** Bodies of the default function, and what they print. */
const ORDERS: readonly { name: string; code: string; prints: readonly string[] }[] = [
  {
    name: "timers run by time, then by age, after the code that made them",
    code: `for (const [n, ms] of [["c", 5], ["a", 1], ["d", 5], ["b", 1]]) setTimeout(() => log(n), ms); log("sync");`,
    prints: ["sync", "a", "b", "c", "d"],
  },
  {
    name: "no, negative and impossible delays are 0",
    code: `setTimeout(() => log("later"), 100); setTimeout(() => log("none")); setTimeout(() => log("minus"), -5);
      setTimeout(() => log("NaN"), NaN); setTimeout(() => log("text"), "x");`,
    prints: ["none", "minus", "NaN", "text", "later"],
  },
  {
    name: "callbacks get the arguments behind the delay",
    code:
      `setTimeout((...args) => log(JSON.stringify(args)), 0, 1, "b", null); setTimeout((...args) => log(args.length), 0);`,
    prints: ['[1,"b",null]', "0"],
  },
  {
    name: "a cleared timer does not run, also when it is cleared by one that is due with it",
    code:
      `const second = () => log("second"); let id; setTimeout(() => clearTimeout(id), 1); id = setTimeout(second, 1);
      clearTimeout(setTimeout(() => log("never"), 0));`,
    prints: [],
  },
  {
    name: "an interval goes on until it is cleared, and keeps the iteration open that long",
    code: `let n = 0; const id = setInterval(() => { log(++n); if (n === 3) clearInterval(id) }, 1);`,
    prints: ["1", "2", "3"],
  },
  {
    name: "microtasks come before the next timer",
    code:
      `setTimeout(() => { Promise.resolve().then(() => log("micro")); log("first") }, 0); setTimeout(() => log("second"), 0);`,
    prints: ["first", "micro", "second"],
  },
  {
    name: "a timer made in a timer runs after those that are due",
    code: `setTimeout(() => { log("a"); setTimeout(() => log("c"), 0) }, 0); setTimeout(() => log("b"), 0);`,
    prints: ["a", "b", "c"],
  },
  {
    name: "sleep holds up timers, and in them",
    code:
      `setTimeout(() => { log("a"); sleep(0.005); log("b") }, 1); setTimeout(() => log("c"), 2); sleep(0.004); log("slept");`,
    prints: ["slept", "a", "b", "c"],
  },
];

for (const { name, code, prints } of ORDERS) {
  Deno.test(name, async () => {
    const { lines, errors } = await runScript(`import { sleep } from "k6"; const log = (x) => console.log(String(x));
      export default function () { ${code} }`);
    assertEquals({ lines, errors }, { lines: [...prints], errors: [] });
  });
}

Deno.test("an exception in a timer ends the iteration: the others are stopped with a warning", async () => {
  const run = await runScript(`export default function () {
    setTimeout(() => { throw new RangeError("in a timer") }, 1);
    setTimeout(() => console.log("never"), 50);
    setInterval(() => console.log("never"), 50);
  }`);
  assertEquals(run.lines, []);
  assert(run.errors[0]!.startsWith("RangeError: in a timer\n\tat "), run.errors[0]);
  assertEquals([...run.warnings].sort(), [
    "setInterval 3 was stopped because the VU iteration was interrupted",
    "setTimeout 2 was stopped because the VU iteration was interrupted",
  ]);
});

Deno.test("a live interval keeps the iteration open until it is interrupted", async () => {
  const run = await runScript(`export default function () { setInterval(() => {}, 10) }`, {
    options: { scenarios: { s: { executor: "constant-vus", duration: "1s", gracefulStop: "0s" } } },
  });
  assertEquals(run.summary!.metrics.iterations, undefined);
  assert(run.warnings.includes("setInterval 1 was stopped because the VU iteration was interrupted"));
});

Deno.test("timers work in the init code, which waits for them", async () => {
  const { lines } = await runScript(`let ready = 0; setTimeout(() => { ready = 1 }, 5);
    export default function () { console.log(ready) }`);
  assertEquals(lines, ["1"]);
});
