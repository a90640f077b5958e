import { assertEquals } from "../../support/assert.ts";
import { loadScript, runScript, ScriptHost } from "../script_host.ts";

/** What a script prints about its globals. */
interface ScopeCase {
  readonly name: string;
  readonly source: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
}

/** Names of the runtime that k6 does not have. */
const HIDDEN =
  "Deno process Buffer fetch navigator location localStorage self window WebSocket Worker Request Response close " +
  "postMessage onmessage queueMicrotask setImmediate alert prompt WebAssembly SharedArrayBuffer Atomics Temporal caches";

const CASES: readonly ScopeCase[] = [
  {
    name: "what is put into globalThis can be read by its bare name, in every module",
    source: `import { read } from "./a.js"; globalThis.answer = 42; global.other = "o";
      export default function () { console.log(answer, other, read(), typeof nothing); delete globalThis.answer; console.log(typeof answer, read()); }`,
    files: { "a.js": `export const read = () => typeof answer === "undefined" ? "gone" : answer + 1;` },
    lines: ["42 o 43 undefined", "undefined gone"],
  },
  {
    name: "globalThis and global are one object, and this is none of it",
    source: `export default function () {
      console.log(globalThis === global, globalThis.globalThis === globalThis, this === undefined, (function () { return this; })() === undefined);
    }`,
    lines: ["true true true true"],
  },
  {
    name: "a global getter and setter work by the bare name",
    source: `let value = 1;
      Object.defineProperty(globalThis, "level", { get: () => value * 10, set(next) { value = next; }, configurable: true });
      export default function () { level = 4; level++; console.log(level, value); }`,
    lines: ["410 41"],
  },
  {
    name: "assignments to what is declared nowhere throw",
    source: `import "./common.js"; export default function () {
      try { undeclared = 1; } catch (error) { console.log(error.name + ": " + error.message); }
      try { undeclared; } catch (error) { console.log(error.name + ": " + error.message); }
      console.log(typeof undeclared, "undeclared" in globalThis);
    }`,
    files: {
      "common.js": `try { leaked = 1; } catch (error) { console.log("common " + error.name + ": " + error.message); }`,
    },
    lines: [
      "common ReferenceError: leaked is not defined",
      "ReferenceError: undeclared is not defined",
      "ReferenceError: undeclared is not defined",
      "undefined false",
    ],
  },
  {
    name: "globals may be replaced, declared names win over them",
    source: `globalThis.Date = class { static now() { return 7; } }; globalThis.setTimeout = () => "mine";
      const parseInt = () => "own"; function escape() { return "function"; }
      export default function (Map) { console.log(Date.now(), setTimeout(), parseInt("1"), escape(), typeof Map, typeof Set); }`,
    lines: ["7 mine own function undefined function"],
  },
  {
    name: "names that the VU has of its own are found through globalThis, too",
    source: `export default function () {
      const { setTimeout: later, __VU: vu } = globalThis;
      console.log(typeof later, vu, "console" in globalThis, globalThis.hasOwnProperty("console"), globalThis["__ITER"], __ITER);
    }`,
    lines: ["function 1 true true 0 0"],
  },
  {
    name: "nothing of the runtime is there",
    source: `export default function () {
      const there = [${
      HIDDEN.split(" ").map((name) => `["${name}", typeof ${name}, typeof globalThis.${name}]`).join(", ")
    }];
      console.log("there:", there.filter(([, bare, member]) => bare !== "undefined" || member !== "undefined").join());
    }`,
    lines: ["there: "],
  },
];

for (const { name, source, files = {}, lines: expected } of CASES) {
  for (const mode of ["analysis", "every-call"] as const) {
    Deno.test(`Globals: ${name} (${mode})`, async () => {
      const pausing = `import { sleep } from "k6"; export function unused() { sleep(1); } ${source}`;
      const { lines, log } = await runScript(pausing, { files, mode });
      assertEquals(log, undefined);
      assertEquals(lines, expected);
    });
  }
}

Deno.test("Globals: what one VU puts there, no other VU sees, nor does the thread", async () => {
  const program = await loadScript(`
    globalThis.count = (globalThis.count ?? 0) + 1; globalThis.JSON = "replaced";
    export default function () { count += 1; console.log(count, JSON); globalThis.late = __VU; console.log(typeof late, late); }`);
  for (const vu of [1, 2]) {
    const { lines } = await new ScriptHost(program, { __VU: vu }).run();
    assertEquals(lines, ["2 replaced", `number ${vu}`]);
  }
  assertEquals(["count" in globalThis, "late" in globalThis, typeof JSON], [false, false, "object"]);
});

Deno.test("Globals: every VU of a script that seeds Math.random has numbers of its own", async () => {
  const program = await loadScript(`import { randomSeed } from "k6";
    export default function () {
      if (__VU < 3) randomSeed(7);
      console.log(Math.random() === Math.random(), [1, 2].map(() => Math.random()).join(), Math.max(1, 2), typeof Math.PI);
    }`);
  assertEquals(program.seedsRandom, true);
  const outputs: string[] = [];
  for (const vu of [1, 2, 3]) {
    const { lines, log } = await new ScriptHost(program, { __VU: vu, Math: Object.create(Math) }).run();
    assertEquals(log, undefined);
    outputs.push(...lines);
  }
  assertEquals(outputs[0], outputs[1]);
  assertEquals(outputs[0] === outputs[2], false);
  assertEquals(outputs[2]!.endsWith(" 2 number"), true);
});
