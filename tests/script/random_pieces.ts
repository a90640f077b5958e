/** What random programs are made of. Pieces write their parts themselves, with the program that they belong to. */

import type { RandomProgram } from "./random_program.ts";

/** Writes one piece of a program. */
export type Piece = (p: RandomProgram) => string;

const FUEL = 400;

/** What all programs share. `w` pauses and gives its argument back, `v` does not pause; both tell their order. */
export const PRELUDE = `
let fuel = 0, naps = 0;
function nap() { if (naps++ % RHYTHM === 0) sleep(0.1); }
function tick() { if (++fuel > ${FUEL}) throw new Error("no fuel"); return true; }
function show(value) {
  if (value instanceof Error) return value.message === "no fuel" || value.mine ? value.message : value.name;
  if (typeof value === "function") return "function";
  if (typeof value === "object" && value !== null) { try { return JSON.stringify(value); } catch (error) { return show(error); } }
  return String(value);
}
function log(...values) { console.log(values.map(show).join(" ")); }
function fault(text) { const error = new Error(text); error.mine = true; return error; }
function w(value) { tick(); log("w", value); nap(); return value; }
function v(value) { tick(); log("v", value); return value; }
function* many(n) { for (let i = 0; i < n % 4; i++) { tick(); yield w(i); } return n; }
async function later(value) { tick(); w(value); await null; log("later"); return w(value); }
const table = { w, v, get slow() { return w(7); }, set slow(value) { w(value); }, n: 1, log };
class Base {
  n = w(1);
  #p = 2;
  constructor(value) { this.value = w(value); }
  get g() { return w(this.#p); }
  set g(value) { this.#p = w(value); }
  m(value) { tick(); return this.value + w(value); }
  static s(value) { return w(value); }
}`;

/** Expressions that are numbers, or good enough for one. */
export const NUMBERS: readonly Piece[] = [
  (p) => String(p.below(9)),
  (p) => p.pick(p.readable),
  (p) => p.pick(p.readable),
  (p) => `w(${p.number()})`,
  (p) => `w(${p.number()})`,
  (p) => `v(${p.number()})`,
  (p) => `(sleep(0.1), ${p.number()})`,
  (p) => `table.w(${p.number()})`,
  (p) => `table[${p.pick(['"w"', '"v"', 'v("w")', 'w("w")'])}](${p.number()})`,
  (p) => `table?.w?.(${p.number()})`,
  (p) => `(table.none?.(${p.number()}).deep[w(1)] ?? ${p.number()})`,
  (p) => `w.call(null, ${p.number()})`,
  (p) => `Reflect.apply(${p.pick(["w", "v"])}, null, [${p.number()}])`,
  (p) => `(${p.number()} ${p.pick(["+", "-", "*", "%", "|", "<", "==="])} ${p.number()})`,
  (p) => `((${p.number()}) ${p.pick(["&&", "||", "??"])} (${p.number()}))`,
  (p) => `(${p.number()} ? ${p.number()} : ${p.number()})`,
  (p) => `(${p.assignable()} ${p.pick(["=", "+=", "-=", "||=", "&&=", "??="])} ${p.number()})`,
  (p) => `(${p.assignable()}${p.pick(["++", "--"])})`,
  (p) => `(table.slow ${p.pick(["=", "+=", "-=", "&&=", "||=", "??="])} ${p.number()})`,
  (p) => `(table.slow${p.pick(["++", "--"])})`,
  (_) => `table.slow`,
  (p) => `${p.list()}.length`,
  (p) => `(${p.list()}[${p.number()} % 2] ?? ${p.number()})`,
  (p) => `${p.list()}.reduce((a, b) => ${p.withNames(["a", "b"], () => p.number())}, ${p.number()})`,
  (p) => `${p.list()}.${p.pick(["findIndex", "findLastIndex"])}(${p.callback()})`,
  (p) => `Number(${p.list()}.${p.pick(["some", "every"])}(${p.callback()}))`,
  (p) => `${p.callback()}(${p.number()}, ${p.number()})`,
  (p) => p.functions.length > 0 ? `${p.pick(p.functions)}(${p.number()}, ${p.number()})` : "w(0)",
  (p) => `new Base(${p.number()}).${p.pick(["value", "g", "n", `m(${p.number()})`, `g++`])}`,
  (p) => `Base.s(${p.number()})`,
  (p) => `${p.object()}.${p.pick(["n", "g", `m(${p.number()})`, "k1"])}`,
  (p) => `Number(\`\${${p.number()}}\${w(1)}\`)`,
  (p) =>
    `(([a, b = ${p.withNames([], () => p.number())}]) => ${p.withNames(["a", "b"], () => p.number())})(${p.list()})`,
  (p) =>
    `(({ n, g = ${p.withNames([], () => p.number())} }) => ${
      p.withNames(["n", "g"], () => p.number())
    })(${p.object()})`,
  (p) => `(+{ valueOf() { return ${p.inFunction("sync", [], () => p.number())}; } })`,
  (p) => `"a1b2".replace(/\\d/g, (a) => ${p.withNames(["a"], () => p.number())}).length`,
  (p) => `new Map([[1, ${p.number()}]]).get(w(1))`,
  (p) => `(() => { ${p.inFunction("sync", [], () => `${p.block(2)} return ${p.number()};`)} })()`,
  (p) => p.place.kind === "async" ? `(await ${p.pick([p.number(), `later(${p.number()})`])})` : `w(${p.number()})`,
  (p) => p.place.kind === "generator" ? `(yield ${p.number()})` : `v(${p.number()})`,
  (p) => p.place.kind === "generator" ? `(yield* many(${p.number()}))` : `w(${p.number()})`,
];

/** Expressions that are arrays. */
export const LISTS: readonly Piece[] = [
  (p) => `[${p.number()}, ${p.number()}]`,
  (p) => `[${p.number()}, ...${p.list()}]`,
  (p) => `[...many(${p.number()})]`,
  (p) => `${p.list()}.${p.pick(["map", "filter", "flatMap"])}(${p.callback()})`,
  (p) => `${p.list()}.slice().sort((a, b) => ${p.pick(["(sleep(0.1), a - b)", "b - a", "a - b"])})`,
  (p) => `Array.from({ length: 2 }, ${p.callback()})`,
  (p) => `Object.values({ a: ${p.number()}, [w("b")]: ${p.number()} })`,
  (p) => `[1, 2].map(${p.pick(["w", "v", "table.w"])})`,
  (p) => `Array.prototype.map.call([1, 2], ${p.callback()})`,
];

/** Statements. */
export const STATEMENTS: readonly Piece[] = [
  (p) => `log(${p.number()});`,
  (p) => `log(${p.list()}, ${p.number()});`,
  (_) => `sleep(0.1);`,
  (p) => `${p.assignable()} = ${p.number()};`,
  (p) => `${p.pick(["let", "let", "var"])} ${p.declare(() => p.number())};`,
  (p) => p.after(() => `${p.number()}] = ${p.list()};`, (name) => `let [${name} = `),
  (p) => p.after(() => `${p.number()}, ...${p.rest()} } = ${p.object()};`, (name) => `let { n: ${name} = `),
  (p) => `[${p.assignable()}, ${p.assignable()}] = ${p.list()};`,
  (p) => `if (${p.number()}) ${p.body()} else ${p.body()}`,
  (p) => `if (${p.number()}) ${p.single()}`,
  (p) => `for (let ${p.loopName()} = 0; ${p.name} < ${p.pick(["2", "w(2)", "v(3)"])}; ${p.name}++) ${p.loop()}`,
  (p) => `for (const ${p.loopName()} of ${p.pick([p.list(), "many(3)", "new Set([1, 2])"])}) ${p.loop()}`,
  (p) => `for (const ${p.loopName()} in { a: 1, b: w(2) }) ${p.loop()}`,
  (p) => `{ let i = 0; while (tick() && i++ < ${p.pick(["2", "w(2)"])}) ${p.loop()} }`,
  (p) => `{ let i = 0; do ${p.loop()} while (tick() && ${p.pick(["i++", "w(i++)"])} < 1); }`,
  (p) =>
    `switch (${p.number()} % 3) { case w(0): ${p.block(2)} ${p.leave()} case 1: ${p.block(1)} default: ${p.block(1)} }`,
  (p) => `try ${p.body()} catch (error) { log("caught", error); ${p.block(1)} }`,
  (p) => `try ${p.body()} finally ${p.body()}`,
  (p) =>
    `try { ${p.block(2)} throw fault("f" + ${p.number()}); } catch ({ message }) { log(message); } finally ${p.body()}`,
  (p) => `if (${p.number()} === 3) { ${p.leave()} }`,
  (p) => `${p.list()}.forEach(${p.callback()});`,
  (p) => `new ${p.pick(["Set", "Map"])}([[1, 2]]).forEach(${p.callback()});`,
  (p) => p.functionDeclaration(),
  (p) => p.functionDeclaration(),
  (p) => p.classDeclaration(),
  (p) => `Promise.resolve(${p.number()}).then((a) => { ${p.inFunction("sync", ["a"], () => p.block(2))} }).catch(log);`,
  (p) => `later(${p.number()}).then(log, log);`,
  (p) => `(async () => { ${p.inFunction("async", [], () => p.block(3))} })().catch(log);`,
  (p) => p.place.kind === "async" ? `log([await later(${p.number()}), ${p.number()}]);` : "sleep(0.1);",
  (p) => p.place.kind === "async" ? `for await (const ${p.loopName()} of ${p.list()}) ${p.loop()}` : "sleep(0.1);",
];
