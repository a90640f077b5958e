import { assertEquals, assertRejects } from "../../support/assert.ts";
import { ScriptError } from "../../../src/script/mod.ts";
import { RemoteModules } from "../../../src/script/load/remote_modules.ts";
import { loadScript, type RunOptions } from "../script_host.ts";

/** A script that cannot be loaded. */
interface ErrorCase extends Omit<RunOptions, "name"> {
  readonly name: string;
  /** The script's file name. */
  readonly script?: string;
  readonly source: string;
  readonly code: string;
  readonly message: string;
  /** Absent if the error is about a file as a whole. */
  readonly frame?: string;
  /** Default: 107. */
  readonly exitCode?: number;
}

const MISSING = "couldn't be found on local disk. Make sure that you've specified the right path to the file.";

const CASES: readonly ErrorCase[] = [
  {
    name: "an unknown specifier",
    source: `import { check } from "k6";\n\nimport lodash from "lodash";\nexport default function () {}\n`,
    code: "MODULE_SPECIFIER",
    message:
      `file:///scripts/main.js:3:20: The moduleSpecifier "lodash" couldn't be recognised as something k6 supports.`,
    frame: `  1 | import { check } from "k6";
  2 |
> 3 | import lodash from "lodash";
    |                    ^
  4 | export default function () {}
  5 |`,
  },
  {
    name: "a module of k6 that is not built in",
    source: `export * from "k6/nope";`,
    code: "MODULE_SPECIFIER",
    message: "file:///scripts/main.js:1:15: unknown module: k6/nope",
    frame: `> 1 | export * from "k6/nope";\n    |               ^`,
  },
  {
    name: "a file that is not there, imported by another module",
    source: `import "./a.js";`,
    files: { "a.js": `\n\texport { x } from "./b/c.js";` },
    code: "MODULE_NOT_FOUND",
    message: `file:///scripts/a.js:2:20: The moduleSpecifier "./b/c.js" ${MISSING}`,
    frame: `  1 |\n> 2 | \texport { x } from "./b/c.js";\n    | \t                  ^`,
  },
  {
    name: "a script that is not there",
    source: "",
    load: { readFile: (url) => Promise.reject(new Deno.errors.NotFound(url.href)) },
    code: "MODULE_NOT_FOUND",
    message: `file:///scripts/main.js: The moduleSpecifier "file:///scripts/main.js" ${MISSING}`,
    exitCode: 255,
  },
  {
    name: "an https module where they are not allowed",
    source: `import "https://modules.test/a.js";`,
    code: "MODULE_NOT_FOUND",
    message:
      `file:///scripts/main.js:1:8: The moduleSpecifier "https://modules.test/a.js" couldn't be retrieved from ` +
      `the resolved url "https://modules.test/a.js". Error : "importing modules over https is not allowed here"`,
    frame: `> 1 | import "https://modules.test/a.js";\n    |        ^`,
  },
  {
    name: "an https module that cannot be fetched",
    source: `import "https://modules.test/a.js";`,
    load: { remote: remoteModules({}) },
    code: "MODULE_NOT_FOUND",
    message:
      `file:///scripts/main.js:1:8: The moduleSpecifier "https://modules.test/a.js" couldn't be retrieved from ` +
      `the resolved url "https://modules.test/a.js". Error : "not found: https://modules.test/a.js"`,
    frame: `> 1 | import "https://modules.test/a.js";\n    |        ^`,
  },
  {
    name: "an https module that imports a file",
    source: `import "https://modules.test/a.js";`,
    load: { remote: remoteModules({ "https://modules.test/a.js?_k6=1": `import "file:///etc/passwd";` }) },
    code: "MODULE_SPECIFIER",
    message: "https://modules.test/a.js:1:8: origin (https://modules.test/a.js) not allowed to load local file: " +
      "file:///etc/passwd",
    frame: `> 1 | import "file:///etc/passwd";\n    |        ^`,
  },
  {
    name: "an export that a module does not have",
    source: `import { one,\n  two as three } from "./a.js";`,
    files: { "a.js": "export const one = 1;" },
    code: "MODULE_EXPORT",
    message: `file:///scripts/main.js:2:3: The requested module "./a.js" does not provide an export named "two"`,
    frame: `  1 | import { one,\n> 2 |   two as three } from "./a.js";\n    |   ^`,
  },
  {
    name: "a default export that a module does not have",
    source: `import a from "./a.js";`,
    files: { "a.js": "export const one = 1;" },
    code: "MODULE_EXPORT",
    message: `file:///scripts/main.js:1:8: The requested module "./a.js" does not provide an export named "default"`,
    frame: `> 1 | import a from "./a.js";\n    |        ^`,
  },
  {
    name: "an export that a built-in module does not have",
    source: `import { sleep, slip } from "k6";`,
    code: "MODULE_EXPORT",
    message: `file:///scripts/main.js:1:17: The requested module "k6" does not provide an export named "slip": ` +
      "it has check, fail, group, randomSeed, sleep",
    frame: `> 1 | import { sleep, slip } from "k6";\n    |                 ^`,
  },
  {
    name: "a re-export that goes round in a circle",
    source: `export { x } from "./a.js";`,
    files: { "a.js": `export { x } from "./main.js";` },
    code: "MODULE_EXPORT",
    message: `file:///scripts/main.js:1:10: The requested module "./a.js" does not provide an export named "x"`,
    frame: `> 1 | export { x } from "./a.js";\n    |          ^`,
  },
  {
    name: "an export that two starred modules have",
    source: `import { x } from "./all.js";`,
    files: {
      "all.js": `export * from "./a.js"; export * from "./b.js";`,
      "a.js": "export const x = 1;",
      "b.js": "export const x = 2;",
    },
    code: "MODULE_EXPORT",
    message:
      `file:///scripts/main.js:1:10: The requested module "./all.js" contains conflicting star exports for name "x"`,
    frame: `> 1 | import { x } from "./all.js";\n    |          ^`,
  },
  {
    name: "JSON that is none",
    source: `import data from "./data.json";`,
    files: { "data.json": `{\n  "a": 1,\n  b\n}` },
    code: "MODULE_JSON",
    message:
      "file:///scripts/data.json:3:3: Expected double-quoted property name in JSON at position 14 (line 3 column 3)",
    frame: `  1 | {\n  2 |   "a": 1,\n> 3 |   b\n    |   ^\n  4 | }`,
  },
  {
    name: "syntax that is none",
    source: `export default function () {\n  let a = ;\n}`,
    code: "SCRIPT_SYNTAX",
    message: `file:///scripts/main.js:2:11: Unexpected token ";"`,
    frame: `  1 | export default function () {\n> 2 |   let a = ;\n    |           ^\n  3 | }`,
  },
  {
    name: "a file that ends too early",
    source: `export default function () {\n  if (true) {\n}`,
    code: "SCRIPT_SYNTAX",
    message: "file:///scripts/main.js:3:2: Unexpected token end of file",
    frame: `  1 | export default function () {\n  2 |   if (true) {\n> 3 | }\n    |  ^`,
  },
  {
    name: "syntax that is none in CommonJS",
    source: `exports.default = function () {\n  const 1a = 2;\n};`,
    code: "SCRIPT_SYNTAX",
    message: "file:///scripts/main.js:2:10: Identifier directly after number",
    frame: `  1 | exports.default = function () {\n> 2 |   const 1a = 2;\n    |          ^\n  3 | };`,
  },
  {
    name: "types in a file that is not TypeScript by its name",
    source: `export default function (): void {}`,
    code: "SCRIPT_SYNTAX",
    message: `file:///scripts/main.js:1:27: Unexpected token ":"`,
    frame: `> 1 | export default function (): void {}\n    |                           ^`,
  },
  {
    name: "TypeScript that is none, shown as it was written",
    source: `interface A { a: number }\nenum B { C }\nexport default function (): void {\n  let a: number = ;\n}`,
    script: "main.ts",
    code: "SCRIPT_SYNTAX",
    message: "file:///scripts/main.ts:4:19: Expression expected",
    frame:
      `  2 | enum B { C }\n  3 | export default function (): void {\n> 4 |   let a: number = ;\n    |                   ^\n  5 | }`,
  },
  {
    name: "a missing export in TypeScript that had to be transformed",
    source:
      `enum B { C }\ninterface A { a: number }\nimport { one } from "./a.js";\nexport default (): number => one + B.C;`,
    script: "main.ts",
    files: { "a.js": "export const two = 2;" },
    code: "MODULE_EXPORT",
    message: `file:///scripts/main.ts:3:10: The requested module "./a.js" does not provide an export named "one"`,
    frame:
      `  1 | enum B { C }\n  2 | interface A { a: number }\n> 3 | import { one } from "./a.js";\n    |          ^\n  4 | export default (): number => one + B.C;`,
  },
  {
    name: "for await at the top level",
    source: `for await (const x of []) console.log(x);\nexport default function () {}`,
    code: "SCRIPT_SYNTAX",
    message:
      "file:///scripts/main.js:1:1: for await is not possible at the top level of a module: put it into an async function",
    frame: `> 1 | for await (const x of []) console.log(x);\n    | ^\n  2 | export default function () {}`,
  },
];

function remoteModules(texts: Readonly<Record<string, string>>): RemoteModules {
  return new RemoteModules({
    directory: "/dev/null/modules",
    maxAge: 0,
    fetch: (url) => {
      const text = texts[url];
      return Promise.resolve(text === undefined ? new Response(null, { status: 404 }) : new Response(text));
    },
  });
}

for (const { name, source, script = "main.js", code, message, frame, exitCode = 107, ...options } of CASES) {
  Deno.test(`A script that cannot be loaded says where and shows the lines: ${name}`, async () => {
    const error = await assertRejects(() => loadScript(source, { ...options, name: script }), ScriptError);
    assertEquals(error.code, code);
    assertEquals(error.message, message);
    assertEquals(error.frame, frame);
    assertEquals(error.exitCode, exitCode);
  });
}
