/** Which modules there are, what they export, and what is said of those that there are not. */

import { createModule, loadModules, MODULES, type VirtualUser } from "../../src/api/mod.ts";
import { assertEquals } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";

/** Import statements that fail at load, with the message and its place. */
const UNKNOWN: readonly [statement: string, message: string][] = [
  [`import { b64encode } from "k6/browser";`, "file:///test/script.js:1:27: unknown module: k6/browser"],
  [`import exec from "k6/execution";`, "file:///test/script.js:1:18: unknown module: k6/execution"],
  [`import crypto from "k6/crypto/x509";`, "file:///test/script.js:1:20: unknown module: k6/crypto/x509"],
  [`\n\n  import "k6/net/grpc";`, "file:///test/script.js:3:10: unknown module: k6/net/grpc"],
  [`import x from "k6/x/kafka";`, "file:///test/script.js:1:15: unknown module: k6/x/kafka"],
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
  assertEquals(errors.length, 1);
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
  const vu = { timers: { setTimeout: 1, clearTimeout: 1, setInterval: 1, clearInterval: 1 }, warnOnce: () => {} };
  for (const { specifier, exports } of MODULES.values()) {
    const made = createModule(vu as unknown as VirtualUser, specifier);
    assertEquals(Object.keys(made).sort(), [...exports, "default"].sort(), specifier);
  }
});
