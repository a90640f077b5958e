/** Libraries of which the VUs of a thread share one instance. */

import { assertEquals } from "@std/assert";
import { CompiledProgram, createScope, PauseContext, type Program } from "../../../src/script/mod.ts";
import { loadScript } from "../script_host.ts";

/** Evaluates a program in some VUs of one thread, one after the other. */
function exportsOfVus(program: Program, count: number): Record<string, unknown>[] {
  const compiled = new CompiledProgram(program);
  return Array.from({ length: count }, (_, index) => {
    const context = new PauseContext({ unlocked() {} });
    const scope = createScope({ __VU: index + 1, __ENV: {} });
    const instance = compiled.instantiate(context, { scope, builtin: () => ({ sleep() {} }) });
    return context.run(() => instance.evaluate(), []) as Record<string, unknown>;
  });
}

const COUNTER = { "counter.js": "let count = 0; export const object = {}; export function next() { return ++count; }" };
const SCRIPT = `import { sleep } from "k6"; import { next, object } from "./counter.js";
  export const first = next(); export { object }; export default function () { sleep(1); }`;

Deno.test("a module that is shared is evaluated once for all VUs of a thread, the script once for each", async () => {
  const program = await loadScript(SCRIPT, { files: COUNTER, load: { share: ["counter.js"] } });
  const [one, two, three] = exportsOfVus(program, 3);
  assertEquals([one!.first, two!.first, three!.first], [1, 2, 3]);
  assertEquals(one!.object === two!.object, true);
  assertEquals(one!.default === two!.default, false);
  assertEquals(program.notShared, []);
});

Deno.test("without being named, every module is evaluated once for each VU", async () => {
  const [one, two] = exportsOfVus(await loadScript(SCRIPT, { files: COUNTER }), 2);
  assertEquals([one!.first, two!.first], [1, 1]);
});

Deno.test("CommonJS, JSON and modules that import each other are shared too", async () => {
  const files = {
    "lib/a.js": `const b = require("./b.js"); exports.all = [require("./data.json"), b]; exports.count = 0;`,
    "lib/b.js": `const a = require("./a.js"); exports.early = Object.keys(a);`,
    "lib/data.json": `{"deep": [1]}`,
  };
  const source = `import { sleep } from "k6"; import a from "./lib/a.js"; a.count++; export { a };
    export default function () { sleep(1); }`;
  const program = await loadScript(source, { files, load: { share: ["*/lib/*"] } });
  const [one, two] = exportsOfVus(program, 2);
  assertEquals(one!.a === two!.a, true);
  assertEquals(one!.a, { all: [{ deep: [1] }, { early: [] }], count: 2 });
  assertEquals(program.notShared, []);
});

Deno.test("what fails while it is evaluated fails for every VU that imports it", async () => {
  const files = { "bad.js": `throw new Error("no such thing"); export const x = 1;` };
  const program = await loadScript(`import { x } from "./bad.js"; export default () => x;`, {
    files,
    load: { share: ["bad.js"] },
  });
  const compiled = new CompiledProgram(program);
  for (const _ of [1, 2]) {
    const context = new PauseContext({ unlocked() {} });
    const instance = compiled.instantiate(context, { scope: createScope({}), builtin: () => ({}) });
    let thrown: unknown;
    try {
      context.run(() => instance.evaluate(), []);
    } catch (error) {
      thrown = error;
    }
    assertEquals((thrown as Error).message, "no such thing");
  }
});

Deno.test("what can tell VUs apart is not shared, and it is said why", async (t) => {
  const cases: Record<string, readonly [file: string, text: string, reason: string]> = {
    "a k6 module": [
      "lib.js",
      `import { sleep } from "k6"; export const f = () => sleep(1);`,
      "it imports modules of k6",
    ],
    "the number of the VU": ["lib.js", "export const f = () => __VU;", "it uses __VU, which every VU has of its own"],
    "the environment": [
      "lib.js",
      "export const f = () => __ENV.X;",
      "it uses __ENV, which every VU has of its own",
    ],
    "a file of its own choice": [
      "lib.js",
      `export const f = open("x");`,
      "it uses open, which every VU has of its own",
    ],
    "timers": [
      "lib.js",
      "export const f = (late) => setTimeout(late, 10);",
      "it uses setTimeout, which every VU has of its own",
    ],
    "promises of the platform": [
      "lib.js",
      `export const f = (data) => crypto.subtle.digest("SHA-256", data);`,
      "it uses crypto.subtle, which every VU has of its own",
    ],
    "callbacks that pause": [
      "lib.js",
      "export const f = (callback) => callback();",
      "it calls functions of the script that may pause",
    ],
    "a top-level await": ["lib.js", "export const f = await 1;", "it awaits at its top level"],
    "another module that is not": [
      "lib.js",
      `import { g } from "./other.js"; export const f = g;`,
      "it imports file:///scripts/other.js, which is not",
    ],
  };
  for (const [name, [file, text, reason]] of Object.entries(cases)) {
    await t.step(name, async () => {
      const files = { [file]: text, "other.js": "export const g = 1;" };
      const source = `import { sleep } from "k6"; import { f } from "./lib.js";
        export default function () { typeof f === "function" && f(() => sleep(1)); }`;
      const { notShared, modules } = await loadScript(source, { files, load: { share: ["lib.js"] } });
      assertEquals(notShared, [`file:///scripts/lib.js is not shared: ${reason}`]);
      assertEquals(modules.map(({ isShared }) => isShared).includes(true), false);
    });
  }
});

Deno.test("a name that stands for no module is told, and so is the script itself", async () => {
  const { notShared } = await loadScript("export default () => {};", { load: { share: ["lodash*", "main.js"] } });
  assertEquals(notShared, [
    "no module of the script is called lodash*",
    "file:///scripts/main.js is not shared: it is the script",
  ]);
});
