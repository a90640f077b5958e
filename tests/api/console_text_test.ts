/** `console`, by scripts: how values become text, and which level they are logged at. */

import { assertEquals } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";

/** Arguments of `console.log`, and the line they become. */
const LINES: readonly [code: string, line: string][] = [
  [`"text"`, "text"],
  [`"a", "b"`, "a b"],
  [`"a", 1, true, null, undefined`, "a 1 true null undefined"],
  [``, ""],
  [`""`, ""],
  [`1.5`, "1.5"],
  [`-0`, "0"],
  [`1e21`, "1e+21"],
  [`NaN`, "NaN"],
  [`Infinity`, "Infinity"],
  [`10n`, "10"],
  [`undefined`, "undefined"],
  [`null`, "null"],
  [`() => 1`, "[object Function]"],
  [`function named() {}`, "[object Function]"],
  [`class C {}`, "[object Function]"],
  [`Symbol("s")`, "s"],
  [`Symbol()`, ""],
  [`{ s: Symbol("s") }`, `{ s: "s" }`],
  [`new Date(NaN)`, "{}"],
  [`{}`, "{}"],
  [`[]`, "[]"],
  [`{ a: 1, b: "x", c: true }`, `{ a: 1, b: "x", c: true }`],
  [`[1, "x", null, undefined]`, `[ 1, "x", null, null ]`],
  [`{ u: undefined, n: null, f: () => 1 }`, "{ u: null, n: null, f: [object Function] }"],
  [`{ a: { b: { c: [1, { d: 2 }] } } }`, "{ a: { b: { c: [ 1, { d: 2 } ] } } }"],
  [`{ nan: NaN, inf: -Infinity }`, "{ nan: NaN, inf: -Infinity }"],
  [`{ s: 'quo"te' }`, `{ s: "quo"te" }`],
  [`{ "with blank": 1 }`, "{ with blank: 1 }"],
  [`new Error("boom")`, "Error: boom"],
  [`new TypeError("bad")`, "TypeError: bad"],
  [`{ e: new Error("in") }`, "{ e: Error: in }"],
  [`new Date(0)`, `"1970-01-01T00:00:00.000Z"`],
  [`[new Date(0)]`, `[ "1970-01-01T00:00:00.000Z" ]`],
  [`new Uint8Array([1, 2, 3])`, "Uint8Array(3) [ 1, 2, 3 ]"],
  [`new Uint8Array(0)`, "Uint8Array(0) []"],
  [`new Float64Array([1.5, -2])`, "Float64Array(2) [ 1.5, -2 ]"],
  [`{ t: new Int16Array([7]) }`, "{ t: Int16Array(1) [ 7 ] }"],
  [`new Uint8Array([1, 2]).buffer`, "ArrayBuffer { [Uint8Contents]: <01 02>, byteLength: 2 }"],
  [`new Map([["a", 1]])`, "{}"],
  [`new Set([1])`, "{}"],
  [`/re/g`, "{}"],
  [`new (class Point { constructor() { this.x = 1 } })()`, "{ x: 1 }"],
  [`cycle`, '{ name: "c", self: [Circular] }'],
  [`[cycle]`, '[ { name: "c", self: [Circular] } ]'],
  [`[same, same]`, "[ { x: 1 }, { x: 1 } ]"],
  [`Promise.resolve(1)`, "{}"],
];

const PRELUDE = `const cycle = { name: "c" }; cycle.self = cycle; const same = { x: 1 };`;

Deno.test("console.log writes values as k6 does", async (t) => {
  const { lines } = await runScript(`${PRELUDE} export default function () {
    ${LINES.map(([code]) => `console.log(${code});`).join("\n")}
  }`);
  for (const [index, [code, line]] of LINES.entries()) {
    await t.step(`console.log(${code})`, () => assertEquals(lines[index], line));
  }
});

Deno.test("each method has its level", async () => {
  const { records } = await runScript(`export default function () {
    for (const method of Object.keys(console).sort()) console[method](method);
  }`);
  const written = records.filter(({ fields }) => fields?.source === "console");
  assertEquals(written.map(({ level, message }) => [message, level]), [
    ["debug", "debug"],
    ["error", "error"],
    ["info", "info"],
    ["log", "info"],
    ["warn", "warning"],
  ]);
});

Deno.test("console works in the init code, in setup and in teardown, in order", async () => {
  const { lines } = await runScript(`console.log("init " + __VU);
    export function setup() { console.log("setup") }
    export default function () { console.log("default") }
    export function teardown() { console.log("teardown") }`);
  assertEquals(lines.filter((line) => !line.startsWith("init")), ["setup", "default", "teardown"]);
});
