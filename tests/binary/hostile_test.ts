/**
 * Hostile scripts in the binary: each ends with a clear error or is simply refused, and what was measured is told.
 * The many ways of each kind are tested beside what guards against them; here is one of a kind, on the runtime that
 * load machines have.
 */

import { assertEquals, assertMatch, assertStringIncludes } from "../support/assert.ts";
import { HAS_BINARY, Machine } from "./machine.ts";

interface Hostility {
  /** Of an iteration, or with `export` of the script as a whole. */
  readonly source: string;
  readonly args?: readonly string[];
  readonly code: number;
  readonly stderr: RegExp;
  /** What the summary counts; absent: the run never began. */
  readonly iterations?: number;
}

const IDLE = "export default function () {}";
/** Two virtual users of one thread; the first does harm in its third iteration. */
const HARM = `
  import { sleep } from "k6";
  import { WebSocket } from "k6/websockets";
  export const options = {
    scenarios: { a: { executor: "per-vu-iterations", vus: 2, iterations: 3, maxDuration: "LIMIT", gracefulStop: "0s" } },
  };
  const all = [];
  export default async function () {
    sleep(0.6);
    if (__VU !== 1 || __ITER < 2) return;
    HERE
  }`;
const LATE = "keeps it busy, and with it all of its virtual users";
const FULL = /Thread 1 was ended, which takes most of the memory: squall as a whole has \d+ MB/;

const CASES: Readonly<Record<string, Hostility>> = {
  "reads a file outside": {
    source: 'open("../../etc/passwd"); export default () => {}',
    code: 107,
    stderr: /--allow-read/,
  },
  "spawns a process": {
    source: "new Function(\"return new Deno.Command('sh').outputSync()\")();",
    code: 0,
    stderr: /TypeError: Deno\.Command is not a constructor/,
    iterations: 6,
  },
  "loads node:child_process": {
    source: "await new Function(\"return import('node:child_process')\")();",
    code: 0,
    stderr: /EvalError: import\(\) is not available in code that is made from a string/,
    iterations: 6,
  },
  "imports a module of the runtime": {
    source: `import "node:fs"; ${IDLE}`,
    code: 107,
    stderr: /node:fs/,
  },
  "dials another host": {
    args: ["--allow-net=127.0.0.1:1"],
    source: 'new WebSocket("ws://127.0.0.2:2/").onerror = ({ error }) => console.log(error);',
    code: 0,
    stderr: /--allow-net/,
    iterations: 6,
  },
  "imports from elsewhere": {
    args: ["--sandbox=strict"],
    source: `import "https://example.invalid/x.js"; ${IDLE}`,
    code: 107,
    stderr: /--allow-import=example\.invalid/,
  },
  "ends the process": {
    source: 'Function("return Deno")().exit(0);',
    code: 0,
    stderr: /TypeError: .*exit is not a function/,
    iterations: 6,
  },
  "ends its thread": {
    source: 'const it = Function("return this")(); (it.close ?? it.self?.close)();',
    code: 0,
    stderr: /TypeError/,
    iterations: 6,
  },
  "forges messages": {
    source: 'Function("return this")().postMessage({ kind: "failed", message: "forged" });',
    code: 0,
    stderr: /TypeError: .*postMessage is not a function/,
    iterations: 6,
  },
  "poisons Array.prototype": {
    source: "Array.prototype.push = () => 0;",
    code: 107,
    stderr: /the script has changed Array\.prototype\.push, which it shares with squall/,
    iterations: 6,
  },
  "poisons Object.prototype": {
    source: 'Object.defineProperty(Object.prototype, "get", { get() { throw new Error("poison"); } });',
    code: 107,
    stderr: /the script has changed Object\.prototype/,
    iterations: 6,
  },
  "poisons Promise": {
    source: "Promise.prototype.then = () => {};",
    code: 107,
    stderr: /the script has changed Promise\.prototype\.then/,
    iterations: 6,
  },
  "poisons JSON": {
    source: 'JSON.stringify = () => "x";',
    code: 107,
    stderr: /the script has changed JSON\.stringify/,
    iterations: 6,
  },
  "poisons in a strict sandbox": {
    args: ["--sandbox=strict"],
    source: '"use strict"; Array.prototype.push = () => 0;',
    code: 0,
    stderr: /TypeError: Cannot assign to read only property/,
    iterations: 6,
  },
  "fills memory fast": {
    args: ["--memory-limit=400MB"],
    source: "for (;;) all.push(new Array(1e6).fill(1.5));",
    code: 107,
    stderr: FULL,
    iterations: 5,
  },
  "fills memory slowly": {
    args: ["--memory-limit=250MB"],
    source: "for (;;) { all.push(new Uint8Array(16e6).fill(1)); sleep(0.01); }",
    code: 107,
    stderr: FULL,
    iterations: 5,
  },
  "loops for ever in its init code": {
    source: `for (;;); ${IDLE}`,
    code: 102,
    stderr: RegExp(`the init code ${LATE}`),
  },
  "loops for ever in an iteration": {
    source: "for (;;);",
    code: 102,
    stderr: RegExp(`a function of the script ${LATE}`),
    iterations: 5,
  },
  "loops for ever in a handler": {
    source: "setTimeout(() => { for (;;); }, 1);",
    code: 102,
    stderr: RegExp(`a function of the script ${LATE}`),
    iterations: 5,
  },
};

/** Most of the time they sleep. */
const AT_ONCE = 2;

async function commit({ source, args = [], code }: Hostility) {
  const script = source.includes("export ")
    ? source
    : HARM.replace("HERE", () => source).replace("LIMIT", code === 102 ? "4s" : "60s");
  await using machine = await Machine.create({ "main.js": script });
  return await machine.run(["run", "-q", ...args, "main.js"], { SQUALL_PATIENCE: "1600" });
}

/** Starts all of them, a few at a time. */
function commitAll(): Map<string, Promise<Awaited<ReturnType<typeof commit>>>> {
  const all = Object.entries(CASES).map(([name, hostility]) => ({
    name,
    hostility,
    ...Promise.withResolvers<Awaited<ReturnType<typeof commit>>>(),
  }));
  const queue = all.values();
  async function work(): Promise<void> {
    for (const { hostility, resolve, reject } of queue) await commit(hostility).then(resolve, reject);
  }
  for (let lane = 0; lane < AT_ONCE; lane++) work();
  return new Map(all.map(({ name, promise }) => [name, promise]));
}

Deno.test({
  name: "hostile scripts in the binary",
  ignore: !HAS_BINARY,
  async fn(t) {
    const results = commitAll();
    for (const [name, { code, stderr: pattern, iterations }] of Object.entries(CASES)) {
      await t.step(name, async () => {
        const result = await results.get(name)!;
        assertMatch(result.stderr, pattern);
        assertEquals(result.code, code, result.stderr);
        if (iterations === undefined) return;
        // Up to a second may be missing of what a thread has measured that does not answer any more.
        const [, counted] = /iterations\.+: (\d+) /.exec(result.stdout) ?? [];
        assertEquals(Number(counted) >= 2 && Number(counted) <= iterations, true, `${counted} iterations`);
        assertStringIncludes(result.stdout, "TOTAL RESULTS");
      });
    }
  },
});
