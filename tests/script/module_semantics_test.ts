import { assertEquals } from "../support/assert.ts";
import { CompiledProgram, createScope, loadProgram, PauseContext } from "../../src/script/mod.ts";

/** A program that tells what it does through `globalThis.trace`; the entry is `main.js`. */
interface ModuleCase {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
}

const CASES: readonly ModuleCase[] = [
  {
    name: "modules are evaluated depth first, in the order of their imports, each once",
    files: {
      "main.js": `import "./a.js"; import "./b.js"; import "./a.js"; trace("main");`,
      "a.js": `import "./c.js"; trace("a");`,
      "b.js": `import "./c.js"; import "./d.js"; trace("b");`,
      "c.js": `trace("c");`,
      "d.js": `trace("d");`,
    },
  },
  {
    name: "imports are live bindings",
    files: {
      "main.js":
        `import { count, bump, late as renamed, default as value } from "./a.js"; import * as all from "./a.js";
         trace(count, all.count, renamed, value); bump(); trace(count, all.count, renamed, value);
         const read = () => count; bump(); trace(read(), typeof count, { count }.count, [count, ...[count]].join());`,
      "a.js": `export let count = 0; export let late; let value = 1; export { value as default };
         export function bump() { count++; late = "late" + count; value = count * 10; }`,
    },
  },
  {
    name: "the binding of a default export is live if it is a declaration, and fixed if it is an expression",
    files: {
      "main.js":
        `import f, { setF } from "./f.js"; import x, { setX } from "./x.js"; trace(f(), x); setF(); setX(); trace(f(), x);`,
      "f.js": `export default function f() { return "first"; } export function setF() { f = () => "second"; }`,
      "x.js": `let x = 1; export default x; export function setX() { x = 2; }`,
    },
  },
  {
    name: "functions of a cycle can be called before their module is evaluated, variables cannot be read",
    files: {
      "main.js": `import { a } from "./a.js"; trace("main", a());`,
      "a.js":
        `import { b, early } from "./b.js"; export function a() { return "a" + (typeof b) + b(); } export let x = "x"; trace("a", early);`,
      "b.js": `import { a, x } from "./a.js"; export function b() { return "b" + x; } export const early = typeof a;
         try { x; } catch (error) { trace(error.name); } try { a(); } catch (error) { trace(error.name); }`,
    },
  },
  {
    name: "a module that imports itself sees its own exports",
    files: {
      "main.js":
        `import * as self from "./main.js"; import { f as own } from "./main.js"; export function f() { return 1; } export const c = 2;
         trace(f(), self.f === f, own === f, self.c, Object.keys(self).join());`,
    },
  },
  {
    name: "re-exports, renamed and starred, lead to the module that has the binding",
    files: {
      "main.js": `import { one, uno, two, def, ns, "a b" as ab } from "./all.js"; import * as all from "./all.js";
         trace(one, uno, two, def, ns.one, ab, Object.keys(all).join());`,
      "all.js":
        `export * from "./a.js"; export { one as uno, default as def } from "./a.js"; export * as ns from "./a.js"; export const two = "own"; export * from "./b.js";`,
      "a.js":
        `export const one = 1; export const two = "hidden"; export default "default"; const x = "ab"; export { x as "a b" };`,
      "b.js": `export const three = 3; export const two = "hidden, too";`,
    },
  },
  {
    name: "names that two starred modules export are left out, unless both mean the same binding",
    files: {
      "main.js": `import * as all from "./all.js"; trace(Object.keys(all).join(), all.shared, "clash" in all);`,
      "all.js": `export * from "./a.js"; export * from "./b.js";`,
      "a.js": `export { shared } from "./c.js"; export const clash = 1; export const onlyA = 1;`,
      "b.js": `export { shared } from "./c.js"; export const clash = 2; export const onlyB = 1;`,
      "c.js": `export const shared = "same";`,
    },
  },
  {
    name: "namespaces are sorted, frozen in shape, without prototype, and throw on assignment",
    files: {
      "main.js": `import * as ns from "./a.js"; const keep = [ns];
         trace(Object.keys(keep[0]).join(), Object.getPrototypeOf(ns), ns[Symbol.toStringTag], Object.isExtensible(ns), "nope" in ns);
         try { ns.b = 1; } catch (error) { trace(error.name); } try { ns.nope = 1; } catch (error) { trace(error.name); }
         trace(JSON.stringify({ ...ns }), Object.entries(ns).length, ns.nope);`,
      "a.js": `export const b = 2; export const a = 1; export default 0;`,
    },
  },
  {
    name: "imported functions are called without this, also as tags and through parentheses",
    files: {
      "main.js": `import f, { g } from "./a.js"; import * as ns from "./a.js";
         trace(f(), g(), f\`\`, (f)(), (0, g)(), ns.g === g, new f().made);`,
      "a.js":
        `export default function f() { if (new.target) { this.made = "made"; return; } return this === undefined; } export function g() { return this === undefined; }`,
    },
  },
  {
    name: "imported names can be shadowed anywhere",
    files: {
      "main.js": `import { x, y } from "./a.js";
         const f = (x) => x + y; { const x = "block"; trace(x); } for (const x of ["loop"]) trace(x); try { throw "caught"; } catch (x) { trace(x); }
         class C { x = x; static y(y) { return y; } } function g({ x = y, z = x }) { return x + z; } trace(f("p"), new C().x, C.y("m"), g({}), x, (function x() { return typeof x; })());`,
      "a.js": `export let x = "x"; export let y = "y"; export function set() { x = 0; y = 0; }`,
    },
  },
  {
    name: "assigning an import is an error",
    files: {
      "main.js":
        `import { c, l } from "./a.js"; for (const assign of [() => { c = 1; }, () => { l = 1; }, () => { l++; }]) {
         try { assign(); trace("no error"); } catch (error) { trace(error.name); } } trace(c, l);`,
      "a.js": `export const c = "c"; export let l = "l"; export const set = () => { l = 2; };`,
    },
  },
  {
    name: "all forms of exports",
    files: {
      "main.js":
        `import d, * as all from "./a.js"; import anonymous from "./b.js"; import Klass from "./c.js"; import arrow from "./d.js"; import value from "./e.js"; import gen from "./f.js"; import asy from "./g.js";
         trace(Object.keys(all).join(), d, all.a, all.b, all.c, all.d, all.e, new all.K().k, all.f(), [...all.g()].join());
         trace(anonymous.name, anonymous(), Klass.name, new Klass().x, arrow.name, arrow(), value, gen.name, asy.name, await asy());`,
      "a.js":
        `export const { a, x: [b, ...c] } = { a: "a", x: ["b", "c"] }; export var d = 1, e; export class K { k = "k"; } export function f() { return "f"; }
         export function* g() { yield 1; } export default 5; e = 2;`,
      "b.js": `export default function () { return "anonymous"; }`,
      "c.js": `export default class { x = "x"; }`,
      "d.js": `export default () => "arrow"`,
      "e.js": `export default 1 + 1`,
      "f.js": `export default function* () {}`,
      "g.js": `export default async function () { return "async"; }`,
    },
  },
  {
    name: "top-level await holds up the importers, and nothing else is evaluated twice",
    files: {
      "main.js": `import { a } from "./a.js"; import "./b.js"; trace("main", a, await Promise.resolve("own"));`,
      "a.js": `trace("a1"); export const a = await new Promise((resolve) => resolve("awaited")); trace("a2");`,
      "b.js": `import { a } from "./a.js"; trace("b", a);`,
    },
  },
  {
    name: "a module whose top-level await is rejected can catch it",
    files: {
      "main.js":
        `try { await Promise.reject(new Error("no")); } catch (error) { trace(error.message); } finally { trace("finally"); }`,
    },
  },
  {
    name: "dynamic imports give the namespace after the module is evaluated, once",
    files: {
      "main.js":
        `trace("before"); const [x, y] = await Promise.all([import("./a.js"), import("./a.js")]); trace(x === y, x.value, Object.keys(x).join());
         const { default: d } = await import("./b.js"); trace(d); import("./a.js").then((ns) => trace("then", ns.value)); await null;`,
      "a.js": `trace("a"); export const value = await Promise.resolve(7);`,
      "b.js": `import { value } from "./a.js"; export default value + 1;`,
    },
  },
  {
    name: "a dynamically imported module that throws rejects every time with the same error",
    files: {
      "main.js":
        `const errors = []; for (let i = 0; i < 2; i++) try { await import("./a.js"); } catch (error) { errors.push(error); } trace(errors.length, errors[0] === errors[1], errors[0].message);`,
      "a.js": `trace("a"); throw new Error("broken");`,
    },
  },
  {
    name: "import.meta knows where the module is",
    files: {
      "main.js":
        `import { url } from "./sub/a.js"; trace(import.meta.url.split("/").pop(), url.split("/").slice(-2).join("/"), import.meta.resolve("./x/../y.js").split("/").pop());`,
      "sub/a.js": `export const { url } = import.meta;`,
    },
  },
  {
    name: "var, function and class declarations of a module are hoisted as the language says",
    files: {
      "main.js":
        `trace(typeof f, typeof v, f()); try { K; } catch (error) { trace(error.name); } var v = 1; function f() { return "f"; } class K {} { function inner() {} trace(typeof inner); } trace(typeof inner, v);`,
    },
  },
  {
    name: "this is undefined, and module code is strict",
    files: {
      "main.js":
        `trace(this, (function () { return this; })()); try { undeclared = 1; } catch (error) { trace(error.name); } trace(typeof undeclared);`,
    },
  },
  {
    name: "comments, line ends and odd spacing around declarations do no harm",
    files: {
      "main.js":
        `/* a */ import /* b */ d /* c */ , /* d */ { x /* e */ as /* f */ y } /* g */ from /* h */ "./a.js" /* i */ // j\nexport /* k */ const z = 1 /* l */\nexport /* m */ { z /* n */ as /* o */ w /* p */ } /* q */\nexport default /* r */ d /* s */\n;trace(d, y, z)\n//# sourceMappingURL=nothing`,
      "a.js": `export default "d"\nexport let x = "x"\n{}\n[1].length`,
    },
  },
];

/** Evaluates the modules with the runtime's own loader. */
async function traceNatively(files: ModuleCase["files"]): Promise<string[]> {
  const folder = await Deno.makeTempDir();
  const lines: string[] = [];
  Object.assign(globalThis, { trace: (...args: unknown[]) => lines.push(args.map(String).join(" ")) });
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.mkdir(new URL(".", `file://${folder}/${name}`), { recursive: true });
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    await import(`file://${folder}/main.js`);
    return lines;
  } finally {
    Reflect.deleteProperty(globalThis, "trace");
    await Deno.remove(folder, { recursive: true });
  }
}

/** Evaluates the modules as a script. A built-in module that pauses makes every function a rewritten one. */
async function traceAsScript(files: ModuleCase["files"], mode: "analysis" | "every-call"): Promise<string[]> {
  const program = await loadProgram({ url: new URL("file:///scripts/main.js") }, {
    mode,
    builtins: new Map([["k6", { specifier: "k6", exports: ["sleep"], pausing: { sleep: "always" } }]]),
    scopeNames: ["trace"],
    readFile: ({ pathname }) => {
      const name = pathname.slice("/scripts/".length);
      const pausing = name === "main.js" ? `; import { sleep as unusedSleep } from "k6"; unusedSleep;` : "";
      return Promise.resolve(files[name]! + pausing);
    },
  });
  const lines: string[] = [];
  const context = new PauseContext({ unlocked() {} });
  const scope = createScope({ trace: (...args: unknown[]) => lines.push(args.map(String).join(" ")) });
  const instance = new CompiledProgram(program).instantiate(context, { scope, builtin: () => ({ sleep() {} }) });
  await context.run(() => instance.evaluate(), []);
  await new Promise((resolve) => setTimeout(resolve));
  return lines;
}

for (const { name, files } of CASES) {
  Deno.test(`Modules behave as in the runtime itself: ${name}`, async () => {
    const expected = await traceNatively(files);
    assertEquals(expected.length > 0, true);
    for (const mode of ["analysis", "every-call"] as const) assertEquals(await traceAsScript(files, mode), expected);
  });
}
