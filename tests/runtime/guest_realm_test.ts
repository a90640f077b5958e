import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";

const REFUSED = "EvalError: import() is not available in code that is made from a string; " +
  "import() in the script itself is";

Deno.test("code of a script reaches nothing of the runtime, on no way", async (t) => {
  const globals =
    "Deno process postMessage close Worker fetch WebSocket onmessage reportError setTimeout setImmediate " +
    "Buffer require console addEventListener performance self MessageChannel BroadcastChannel WebAssembly navigator name";
  const cases: Record<string, { code: string; said: string }> = {
    "by the global object of sloppy functions": {
      code: `"${globals}".split(" ").filter((name) => name in Function("return this")()).join()`,
      said: "",
    },
    "by indirect eval": {
      code: '(0, eval)("typeof Deno + typeof process + typeof postMessage")',
      said: "undefined".repeat(3),
    },
    "by the prototype of the global object": {
      code: 'Object.getPrototypeOf(Function("return this")()) === Object.prototype',
      said: "true",
    },
    "by symbols of the global object": {
      code: 'Object.getOwnPropertySymbols(Function("return this")()).length',
      said: "0",
    },
    "by constructors of constructors": { code: 'console.log.constructor("return typeof Deno")()', said: "undefined" },
    "by frames of a stack": {
      code: `(() => { Error.prepareStackTrace = (_, sites) => sites; const sites = new Error().stack; 
        delete Error.prepareStackTrace;
        return sites.some((site) => site.getThis?.() !== undefined || site.getFunction?.() !== undefined); })()`,
      said: "false",
    },
    "by an event of its own": {
      code: 'Function("return this")().dispatchEvent({ type: "unhandledrejection", reason: 1 })',
      said: "true",
    },
    "import in Function": { code: `Function('return import("node:fs")')()`, said: REFUSED },
    "import in eval": { code: `eval('import/* */("node:fs")')`, said: REFUSED },
    "import in new Function": { code: `new Function('a = import ("data:text/javascript,")', "")`, said: REFUSED },
    "import in an async function": { code: `(async () => {}).constructor('import("node:fs")')`, said: REFUSED },
    "import in a generator": { code: `(function* () {}).constructor('import("node:fs")')`, said: REFUSED },
    "import behind a constructor": {
      code: `Object.getPrototypeOf((function* () {}).constructor)('import("node:fs")')`,
      said: REFUSED,
    },
    "import in text that changes": {
      code: `Function({ n: 0, toString() { return this.n++ ? 'import("node:fs")' : "return 1" } })()`,
      said: "1",
    },
  };
  for (const [name, { code, said }] of Object.entries(cases)) {
    await t.step(name, async () => {
      const { lines, exitCode, summary } = await runScript(
        `export default function () { try { console.log(String(${code})); } catch (e) { console.log(String(e)); } }`,
      );
      assertEquals([lines, exitCode, summary?.metrics.iterations?.values.count], [[said], 0, 1]);
    });
  }
});

Deno.test("code that is made from strings still works", async () => {
  const { lines } = await runScript(`export default function () {
    console.log(new Function("a", "b", "return a + b")(1, 2), eval("1 + 1"), Function("return this")() !== undefined);
    console.log((() => 1).constructor === Function, (() => 1) instanceof Function, Function.prototype.constructor === Function);
  }`);
  assertEquals(lines, ["3 2 true", "true true true"]);
});

const SELF_DAMAGE: Record<string, string> = {
  "Array.prototype.push": "Array.prototype.push = () => 0",
  "Array.prototype.Symbol(Symbol.iterator)": "Array.prototype[Symbol.iterator] = () => { throw new Error() }",
  "Object.prototype": "Object.prototype.then = () => {}",
  "Object.keys": "Object.keys = Object.entries = () => []",
  "Promise.prototype.then": "Promise.prototype.then = () => {}",
  "JSON.stringify": 'JSON.stringify = () => "x"',
  "Map.prototype.get": "Map.prototype.get = () => { throw new Error() }",
  "Function.prototype.call": "Function.prototype.call = () => {}",
  "Math.floor": "Math.floor = () => NaN",
};

Deno.test("a script that breaks what it shares with squall ends the run, not its summary", async (t) => {
  for (const [name, code] of Object.entries(SELF_DAMAGE)) {
    await t.step(code, async () => {
      const { exitCode, errors, summary } = await runScript(
        `export default async function () { await 1; if (__ITER === 3) { ${code}; } }`,
        { options: { vus: 1, iterations: 4 } },
      );
      assertStringIncludes(errors.join(), "Thread 1 cannot go on: the script has changed ");
      assertStringIncludes(errors.join(), name);
      assertEquals([exitCode, (summary?.metrics.iterations?.values.count ?? 0) >= 3], [107, true]);
    });
  }
});

Deno.test("a script may extend and wrap built-in objects, and cannot stop the clock", async () => {
  const { exitCode, errors, lines } = await runScript(
    `
    const { push } = Array.prototype;
    Array.prototype.push = function (...items) { return push.apply(this, items); };
    Array.prototype.mine = () => 1;
    performance.now = Date.now = () => 0;
    export default async function () { await 1; console.log([].mine()); }
  `,
    { options: { vus: 2, iterations: 2 } },
  );
  assertEquals([exitCode, errors, lines], [0, [], ["1", "1"]]);
});

Deno.test("in a strict sandbox the built-in objects are frozen, and objects still have members of their own", async () => {
  const permissions = { net: [], denyNet: [], read: [], import: [], sandbox: "strict" } as const;
  const { exitCode, lines } = await runScript(
    `
    class Mine extends Error { constructor() { super("m"); this.name = "Mine"; this.toString = () => "mine"; } }
    const attempts = ["Array.prototype.push = 1", "Object.prototype.then = 1", "Promise.prototype.then = 1", "JSON.parse = 1",
      "Map.prototype.get = 1", "(async () => {}).constructor.prototype.x = 1", "URL.prototype.x = 1"];
    export default function () {
      for (const code of attempts) {
        try { new Function('"use strict";' + code)(); console.log(code); } catch (e) { if (!(e instanceof TypeError)) throw e; }
      }
      console.log(new Mine().name, String(new Mine()));
    }
  `,
    { settings: { permissions } },
  );
  assertEquals([exitCode, lines], [0, ["Mine mine"]]);
});
