import { assertEquals } from "../../support/assert.ts";
import { loadScript, type RunOptions, runScript } from "../script_host.ts";

/** A script with the modules that it imports, and what it prints. */
interface KindCase extends Omit<RunOptions, "name"> {
  readonly name: string;
  readonly source: string;
  /** The script's file name. */
  readonly script?: string;
  readonly lines: readonly string[];
}

const CASES: readonly KindCase[] = [
  {
    name: "JSON by its extension, by an attribute, by require and by import()",
    source: `import data from "./data.json"; import * as all from "./data.json";
      import other from "./other.txt" with { type: "json" };
      const required = require("./data.json");
      export default async function () {
        console.log(JSON.stringify(data), other, required === data);
        const { default: imported } = await import("./data.json");
        console.log(imported === data, all.default === data, Object.keys(all), String(Object.prototype.toString.call(all)));
      }`,
    files: { "data.json": `\ufeff{ "a": [1, null] }`, "other.txt": `"text"` },
    lines: ['{"a":[1,null]} text true', "true true default [object Module]"],
  },
  {
    name: "a script without import and export is CommonJS",
    source: `const { sleep } = require("k6");
      exports.default = function () { sleep(0.01); console.log(this === undefined, typeof module, typeof require); };`,
    lines: ["true object function"],
  },
  {
    name: "module.exports may be anything, and is the default import",
    source: `import make, { extra } from "./make.js";
      import * as all from "./make.js";
      export default function () { console.log(make(2), extra, all.extra, typeof all); }`,
    files: { "make.js": `module.exports = function (x) { return x + 1; }; module.exports.extra = "e";` },
    lines: ["3 e e function"],
  },
  {
    name: "a transpiled module carries its own default export",
    source: `import value, { named } from "./t.js"; export default function () { console.log(value, named); }`,
    files: {
      "t.js":
        `"use strict"; Object.defineProperty(exports, "__esModule", { value: true }); exports.default = "d"; exports.named = "n";`,
    },
    lines: ["d n"],
  },
  {
    name: "CommonJS modules in a circle see what the other has exported so far",
    source: `import a from "./a.js"; export default function () { console.log(a.done, a.seen, a.later()); }`,
    files: {
      "a.js":
        `exports.early = 1; const b = require("./b.js"); exports.seen = b.saw; exports.later = () => b.now(); exports.done = true;`,
      "b.js": `const a = require("./a.js"); exports.saw = JSON.stringify(a); exports.now = () => a.done;`,
    },
    lines: ['true {"early":1} true'],
  },
  {
    name: "a module is evaluated once, however it is asked for",
    source: `import "./once.js"; require("./once.js"); import { x } from "./x/../once.js";
      export default async function () { const again = await import("./once.js"); console.log(x, again.x); }`,
    files: { "once.js": `console.log("once"); export const x = {}.x ?? 1;` },
    lines: ["once", "1 1"],
  },
  {
    name: "require of an ES module gives its namespace, of a built-in module its exports",
    source: `const lib = require("./lib.js"); const { sleep } = require("k6");
      exports.default = () => { sleep(0.01); console.log(Object.keys(lib), lib.default, lib[Symbol.toStringTag]); };`,
    files: { "lib.js": `export const b = 1; export const a = 2; export default 3;` },
    lines: ["a,b,default 3 Module"],
  },
  {
    name: "ES modules that use module or exports are told what is wrong, and typeof is not",
    source: `export default function () {
        for (const use of [() => module.exports, () => { exports.a = 1; }]) {
          try { use(); } catch (error) { console.log(error.message.slice(0, 50)); }
        }
        console.log(typeof module, typeof exports);
      }`,
    lines: [
      'you are trying to access identifier "module", this',
      'you are trying to access identifier "exports", thi',
      "undefined undefined",
    ],
  },
  {
    name: "require that fails can be caught, with k6's text",
    source:
      `for (const name of ["", "lodash"]) try { require(name); } catch (error) { console.log(error.name + ": " + error.message); }
      try { require("./missing.js"); } catch (error) { console.log(error.message.slice(0, 60)); }
      try { require("./broken.js"); } catch (error) { console.log(error.message); }
      try { require("./throws.js"); } catch (error) { console.log(error.message); }
      try { require("./throws.js"); } catch (error) { console.log(error.message); }
      export default function () { try { require("./fine.js"); } catch (error) { console.log(error.name + ": " + error.message.slice(0, 72)); } }`,
    files: {
      "broken.js": "const 1;",
      "throws.js": `console.log("evaluated"); throw new Error("thrown");`,
      "fine.js": "",
    },
    lines: [
      "GoError: require() can't be used with an empty specifier",
      `GoError: The moduleSpecifier "lodash" couldn't be recognised as something k6 supports.`,
      `The moduleSpecifier "./missing.js" couldn't be found on loca`,
      'file:///scripts/broken.js:1:7: Unexpected token "1"',
      "evaluated",
      "thrown",
      "thrown",
      'GoError: the "require" function is only available in the init stage (i.e. the glo',
    ],
  },
  {
    name: "import() of what cannot be loaded is rejected when the script gets there",
    source: `export default async function () {
        const name = "./compu" + "ted.js";
        for (const load of [() => import("./missing.js"), () => import("lodash"), () => import(name)]) {
          await load().catch((error) => console.log(error.name + ": " + error.message.slice(0, 46)));
        }
      }`,
    lines: [
      `TypeError: The moduleSpecifier "./missing.js" couldn't be`,
      `TypeError: The moduleSpecifier "lodash" couldn't be recog`,
      `TypeError: The module "./computed.js" was not loaded with`,
    ],
  },
  {
    name: "import.meta.resolve and import.meta.url",
    source: `import { where } from "./lib/where.js";
      export default function () {
        console.log(where(), import.meta.url, import.meta.resolve("./x/../y.js"), import.meta.resolve("/z.js"));
        for (const name of ["k6", "lodash", "http://h.test/a.js"]) {
          try { import.meta.resolve(name); } catch (error) { console.log(error.name + ": " + error.message.slice(0, 40)); }
        }
      }`,
    files: { "lib/where.js": `export const where = () => import.meta.resolve("./data.csv");` },
    lines: [
      "file:///scripts/lib/data.csv file:///scripts/main.js file:///scripts/y.js file:///z.js",
      `GoError: The moduleSpecifier "k6" couldn't be rec`,
      `GoError: The moduleSpecifier "lodash" couldn't be`,
      "GoError: only supported schemes for imports are f",
    ],
  },
  {
    name: "imports and namespaces cannot be written to",
    source: `import { x } from "./lib.js"; import * as all from "./lib.js";
      export default function () {
        const whole = all;
        const writes = [() => { x = 2; }, () => { all.x = 2; }, () => { all.y = 2; }, () => { whole.x = 2; }, () => { whole.y = 2; }, () => { delete all.x; }];
        for (const write of writes) try { write(); console.log("wrote"); } catch (error) { console.log(error.name); }
        console.log(x, all.y, Object.keys(whole));
      }`,
    files: { "lib.js": "export const x = 1;" },
    lines: [...Array(6).fill("TypeError"), "1 undefined x"],
  },
  {
    name: "the top level may sleep and await",
    source: `import { sleep } from "k6"; import { late } from "./late.js";
      sleep(0.01); const value = await Promise.resolve(late + 1); sleep(0.01);
      export default function () { console.log(value); }`,
    files: { "late.js": `import { sleep } from "k6"; sleep(0.01); export const late = await Promise.resolve(1);` },
    lines: ["2"],
  },
  {
    name: "TypeScript: what is only a type is dropped, with the module that it comes from",
    source: `import type { A } from "./missing_types.ts";
      import { B, run, type C } from "./lib.ts";
      import D, { E } from "./missing_too.ts";
      export type { F } from "./missing_types.ts";
      let d: D | E | undefined;
      export default function (): void { const b: B = { n: 1 }; const a: A = b as unknown as A; console.log(run(b), a === b, d satisfies unknown); }`,
    script: "main.ts",
    files: {
      "lib.ts":
        `export interface B { n: number } export type C = B; export const run = <T extends B>(b: T): number => b.n!;`,
    },
    lines: ["1 true undefined"],
  },
  {
    name: "TypeScript: enums, namespaces, parameter properties, and a JavaScript module between",
    source: `import { Colour, Point } from "./shapes.ts"; import { sleep } from "k6";
      namespace Space { export const deep = 3; }
      export default function (): void { sleep(0.01); console.log(Colour[Colour.Green], new Point(1).sum(), Space.deep); }`,
    script: "main.ts",
    files: {
      "shapes.ts": `export * from "./point.ts"; export enum Colour { Red = 1, Green }`,
      "point.ts":
        `export class Point { constructor(private readonly x: number, public y = 2) {} sum(): number { return this.x + this.y; } }`,
    },
    lines: ["Green 3 3"],
  },
];

for (const { name, source, script = "main.js", lines: expected, ...options } of CASES) {
  for (const mode of ["analysis", "every-call"] as const) {
    Deno.test(`Kinds of modules: ${name} (${mode})`, async () => {
      const { lines, log } = await runScript(source, { ...options, name: script, mode });
      assertEquals(log, undefined);
      assertEquals(lines, expected);
    });
  }
}

Deno.test("A script from standard input may have types although its name does not tell", async () => {
  const source = `enum A { B = 4 }\nexport default function (): void { console.log(A.B as number); }`;
  const url = new URL("file:///scripts/-");
  const { loadProgram, ...script } = await import("../../../src/script/mod.ts");
  const program = await loadProgram({ url, source }, { builtins: new Map(), scopeNames: ["console"] });
  const lines: string[] = [];
  const context = new script.PauseContext({ unlocked() {} });
  const scope = script.createScope({ console: { log: (value: unknown) => lines.push(String(value)) } });
  const instance = new script.CompiledProgram(program).instantiate(context, { scope, builtin: () => ({}) });
  const exports = context.run(() => instance.evaluate(), []) as { readonly default: () => void };
  context.run(exports.default, []);
  assertEquals(lines, ["4"]);
});

Deno.test("https modules import each other relatively, and what they name in full", async () => {
  const texts: Record<string, string> = {
    "https://modules.test/lib/a.js":
      `import { b } from "./b.js"; import { sleep } from "k6"; export const a = () => { sleep(0.01); return b + 1; };`,
    "https://modules.test/lib/b.js": `export { c as b } from "https://other.test/c.js?v=1";`,
    "https://other.test/c.js?v=1": `export const c = 1;`,
  };
  const { RemoteModules } = await import("../../../src/script/load/remote_modules.ts");
  const asked: string[] = [];
  const remote = new RemoteModules({
    directory: "/dev/null/modules",
    maxAge: 0,
    fetch: (address) => {
      const url = new URL(address);
      url.searchParams.delete("_k6");
      asked.push(url.href);
      return Promise.resolve(new Response(texts[url.href]));
    },
  });
  const source = `import { a } from "https://modules.test/lib/a.js"; export default function () { console.log(a()); }`;
  const { lines, log } = await runScript(source, { load: { remote } });
  assertEquals([log, ...lines], [undefined, "2"]);
  assertEquals(asked, Object.keys(texts));
});

Deno.test("A URL may stand for a built-in module; then nothing is fetched", async () => {
  const alias = (url: URL) => url.host === "jslib.test" ? "k6" : undefined;
  const program = await loadScript(`import { sleep } from "https://jslib.test/x.js"; export default () => sleep(1);`, {
    load: { alias },
  });
  assertEquals([program.builtins, program.modules.length], [["k6"], 1]);
});
