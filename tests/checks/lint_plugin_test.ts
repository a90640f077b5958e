/** The house's own lint rules, on code that keeps them and code that does not. */

import { fileURLToPath } from "node:url";
import { assertEquals } from "../support/assert.ts";
import plugin from "./lint_plugin.ts";

interface Case {
  readonly name: string;
  readonly file: string;
  readonly source: string;
  readonly messages: readonly string[];
}

function functionOf(lines: number): string {
  return `function f() {\n${"  f();\n".repeat(lines - 2)}}\n`;
}

const TOP_LEVEL = "A function at the top level is declared with `function`";
const TALKS = "Only the command writes to the console";
const PRIVATE = "A private member is written #name";

function gone(name: string): string {
  return `${name} is gone when this runs beside a script`;
}

const CASES: readonly Case[] = [
  { name: "60 lines", file: "src/a/b.ts", source: functionOf(60), messages: [] },
  {
    name: "61 lines",
    file: "src/a/b.ts",
    source: functionOf(61),
    messages: ["This function has 61 lines, 60 are allowed"],
  },
  {
    name: "a long method",
    file: "cli.ts",
    source: `class A {\n  ${functionOf(61).replace("function ", "")}}`,
    messages: ["This function has 61 lines, 60 are allowed"],
  },
  { name: "a long function of a test", file: "tests/a/b_test.ts", source: functionOf(61), messages: [] },
  { name: "a good name", file: "src/a/ring_buffer.ts", source: "", messages: [] },
  {
    name: "an empty name",
    file: "src/a/utils.ts",
    source: "",
    messages: ["utils.ts says nothing about what is in it"],
  },
  {
    name: "an empty name of a test",
    file: "tests/a/types_test.ts",
    source: "",
    messages: ["types_test.ts says nothing about what is in it"],
  },
  { name: "capitals", file: "src/a/ringBuffer.ts", source: "", messages: ["ringBuffer.ts is not in snake_case"] },
  { name: "a function at the top level", file: "src/a/b.ts", source: "export function f() {}", messages: [] },
  {
    name: "an arrow inside",
    file: "src/a/b.ts",
    source: "function f() { const g = () => 1; return g; }",
    messages: [],
  },
  { name: "an arrow as a value", file: "src/a/b.ts", source: "const f = { g: () => 1 };", messages: [] },
  { name: "an arrow at the top level", file: "src/a/b.ts", source: "const f = () => 1;", messages: [TOP_LEVEL] },
  { name: "an exported arrow", file: "tests/a/b.ts", source: "export const f = async () => 1;", messages: [TOP_LEVEL] },
  { name: "the command talks", file: "src/cli/b.ts", source: "console.log(1);", messages: [] },
  { name: "an example talks", file: "examples/b.js", source: "console.log(1);", messages: [] },
  { name: "the command's entry talks", file: "cli.ts", source: "console.log(1);", messages: [] },
  { name: "another room talks", file: "src/engine/b.ts", source: "console.log(1);", messages: [TALKS] },
  { name: "the library's door talks", file: "mod.ts", source: "console.error(1);", messages: [TALKS] },
  { name: "a hash", file: "src/a/b.ts", source: "class A { #b = 1; #c() {} }", messages: [] },
  { name: "a private constructor", file: "src/a/b.ts", source: "class A { private constructor() {} }", messages: [] },
  {
    name: "private words",
    file: "src/a/b.ts",
    source: "class A { private b = 1; private c() {} }",
    messages: [PRIVATE, PRIVATE],
  },
  {
    name: "the runtime taken at the top",
    file: "src/runtime/b.ts",
    source: "const { setTimeout: later, AbortController } = globalThis; const { cwd } = Deno;\n" +
      "function f(type: Deno.Conn) { later(cwd); new AbortController(); return type; }",
    messages: [],
  },
  {
    name: "the runtime taken too late",
    file: "src/api/b.ts",
    source: "function f() { const { env } = Deno; Deno.exit(); globalThis.fetch(env); setTimeout(f); new Event('a'); }",
    messages: ["Deno", "Deno", "globalThis", "setTimeout", "Event"].map(gone),
  },
  {
    name: "the runtime taken in a field",
    file: "src/base/b.ts",
    source: "class A { static a = performance.now(); b = performance.now(); c() { performance.now(); } }",
    messages: ["performance", "performance"].map(gone),
  },
  {
    name: "names of our own",
    file: "src/api/b.ts",
    source: "import process from 'node:process'; export class Blob { a() { process.cwd(); return new Blob(); } }",
    messages: [],
  },
  {
    name: "the runtime in the main thread",
    file: "src/engine/b.ts",
    source: "function f() { Deno.exit(); }",
    messages: [],
  },
  {
    name: "the runtime while modules are read",
    file: "src/script/load/b.ts",
    source: "function f() { Deno.exit(); }",
    messages: [],
  },
];

for (const { name, file, source, messages } of CASES) {
  Deno.test(`lint plugin: ${name} in ${file}`, () => {
    const diagnostics = Deno.lint.runPlugin(plugin, fileURLToPath(new URL(`../../${file}`, import.meta.url)), source);
    assertEquals(diagnostics.map(({ message }) => message), messages);
  });
}
