/** Which modules there are, what they export, and what is said of those that there are not. */

import { createModule, loadModules, MODULES, type VirtualUser } from "../../src/api/mod.ts";
import { assertEquals } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";

const HERE = "file:///test/script.js:1:15: unknown module:";
const NO_BROWSER = "squall drives no browsers: log in with k6/http, or run this part of the test with k6";

/** Import statements that fail at load, with the message and its place. */
const UNKNOWN: readonly [statement: string, message: string][] = [
  [`import { b64encode } from "k6/browser";`, `file:///test/script.js:1:27: unknown module: k6/browser: ${NO_BROWSER}`],
  [`import x from "k6/experimental/browser";`, `${HERE} k6/experimental/browser: ${NO_BROWSER}`],
  [
    `\n\n  import "k6/net/grpc";`,
    "file:///test/script.js:3:10: unknown module: k6/net/grpc: squall speaks WebSocket and HTTP, not gRPC: run this " +
    "part of the test with k6",
  ],
  [
    `import x from "k6/crypto/x509";`,
    `${HERE} k6/crypto/x509: squall reads no certificates: read what you need of them with another tool, and open() ` +
    "the result",
  ],
  [
    `import x from "k6/x/kafka";`,
    `${HERE} k6/x/kafka: squall has no extensions, which are written in Go: use a JavaScript module, or run this part ` +
    "of the test with k6",
  ],
  [
    `import x from "k6/experimental/redis";`,
    `${HERE} k6/experimental/redis: squall has no Redis client: share data with SharedArray of k6/data, or hand it out ` +
    "in setup()",
  ],
  [
    `import x from "k6/experimental/timers";`,
    `${HERE} k6/experimental/timers: setTimeout and its relatives are global, and in k6/timers: remove the import`,
  ],
  [
    `import x from "k6/experimental/webcrypto";`,
    `${HERE} k6/experimental/webcrypto: crypto is global: remove the import`,
  ],
  [
    `import x from "k6/experimental/tracing";`,
    `${HERE} k6/experimental/tracing: as k6 has it, it is a JavaScript module now: ` +
    "https://grafana.com/docs/k6/latest/javascript-api/jslib/http-instrumentation-tempo",
  ],
  [`import x from "k6/nothing";`, `${HERE} k6/nothing`],
  [`export * from "k6/htm";`, "file:///test/script.js:1:15: unknown module: k6/htm"],
  [`import x from "k6/";`, "file:///test/script.js:1:15: unknown module: k6/"],
  [
    `import x from "lodash";`,
    `file:///test/script.js:1:15: The moduleSpecifier "lodash" couldn't be recognised as something k6 supports.`,
  ],
];

Deno.test("a module that there is not fails the load, with its name and where it is imported", async (t) => {
  for (const [statement, message] of UNKNOWN) {
    await t.step(statement.trim(), async () => {
      const { errors, exitCode } = await runScript(`${statement}\nexport default function () {}`);
      assertEquals({ errors, exitCode }, { errors: [message], exitCode: 107 });
    });
  }
});

Deno.test("every module can be imported by name, by default and as a namespace, and holds what its row says", async () => {
  const modules = [...MODULES.values()].filter(({ specifier }) => specifier.startsWith("k6"));
  const { lines, errors } = await runScript(`
    ${modules.map(({ specifier }, i) => `import d${i}, * as n${i} from "${specifier}";`).join("\n")}
    export default function () {
      ${
    modules.map((_, i) => `console.log([Object.keys(n${i}).sort(), Object.keys(d${i}).sort()].join(" "));`).join("\n")
  }
    }`);
  assertEquals(errors, []);
  const expected = modules.map(({ exports }) => {
    return `${[...exports, "default"].sort().join(",")} ${[...exports].sort().join(",")}`;
  });
  assertEquals(lines, expected);
});

Deno.test("an export that a module does not have fails the load", async () => {
  const { errors, exitCode } = await runScript(`import { snooze } from "k6"; export default function () {}`);
  assertEquals(exitCode, 107);
  assertEquals(errors, [
    `file:///test/script.js:1:10: The requested module "k6" does not provide an export named "snooze": ` +
    "it has check, fail, group, randomSeed, sleep",
  ]);
});

Deno.test("what is only required fails when the script gets there, with the same words", async () => {
  const { lines } = await runScript(`
    try { require("k6/browser"); } catch (error) { if (__VU === 0) console.log(error.message); }
    export default function () {}
  `);
  assertEquals(lines[0], `unknown module: k6/browser: ${NO_BROWSER}`);
});

Deno.test("require gives what import does, in the init context", async () => {
  const { lines } = await runScript(`const { sleep } = require("k6"); const ws = require("k6/ws");
    export default function () {
      console.log(typeof sleep, typeof ws.connect);
      try { require("k6") } catch (error) { console.log(error.message.slice(0, 62)) }
    }`);
  assertEquals(lines, ["function function", `the "require" function is only available in the init stage (i.`]);
});

Deno.test("the table's rows make exactly the exports that they name", async () => {
  await loadModules(MODULES.keys());
  const timers = { setTimeout: 1, clearTimeout: 1, setInterval: 1, clearInterval: 1 };
  const vu = { timers, warnOnce: () => {}, execution: {} };
  for (const { specifier, exports } of MODULES.values()) {
    const made = createModule(vu as unknown as VirtualUser, specifier);
    assertEquals(Object.keys(made).sort(), [...exports, "default"].sort(), specifier);
  }
});
