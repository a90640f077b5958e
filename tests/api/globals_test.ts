/** Globals of scripts besides timers and `console`: `open`, `crypto`, `__ENV`, `__VU`, `__ITER`, and what there is not. */

import { assertEquals } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";
import { checkRows } from "../support/script_table.ts";

function initOnly(name: string): string {
  return `the "${name}" function is only available in the init stage (i.e. the global scope), ` +
    "see https://grafana.com/docs/k6/latest/using-k6/test-lifecycle/ for more information";
}

/** Runs a test with a folder of its own. */
async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("open reads text and bytes below the script's folder, by several spellings", async (t) => {
  await withFolder(async (folder) => {
    await Deno.mkdir(`${folder}/data`);
    await Deno.writeTextFile(`${folder}/data/a.txt`, "héllo");
    await Deno.writeFile(`${folder}/data/bytes`, new Uint8Array([0, 255, 1]));
    await Deno.writeFile(`${folder}/data/bom`, new Uint8Array([0xef, 0xbb, 0xbf, 65]));
    await checkRows(t, [
      {
        name: "relative",
        code: `[open("data/a.txt"), open("./data/a.txt"), open("./data/../data/a.txt")]`,
        gives: ["héllo", "héllo", "héllo"],
      },
      { name: "absolute", code: `open(${JSON.stringify(`${folder}/data/a.txt`)})`, gives: "héllo" },
      { name: "a file URL", code: `open(${JSON.stringify(`file://${folder}/data/a.txt`)})`, gives: "héllo" },
      { name: "import.meta.resolve", code: `open(import.meta.resolve("./data/a.txt"))`, gives: "héllo" },
      {
        name: "binary",
        code: `{ const b = open("data/bytes", "b"); return [b instanceof ArrayBuffer, [...new Uint8Array(b)]] }`,
        gives: [true, [0, 255, 1]],
      },
      {
        name: "binary data is the script's own",
        code: `{ new Uint8Array(open("data/bytes", "b"))[0] = 9; return new Uint8Array(open("data/bytes", "b"))[0] }`,
        gives: 0,
      },
      { name: "another mode is text", code: `open("data/a.txt", "r")`, gives: "héllo" },
      { name: "a byte order mark stays", code: `open("data/bom").charCodeAt(0)`, gives: 0xfeff },
      { name: "no name", code: `open()`, throws: "GoError: open() can't be used with an empty filename" },
      { name: "an empty name", code: `open("")`, throws: "GoError: open() can't be used with an empty filename" },
      { name: "null", code: `open(null)`, throws: "GoError: open() can't be used with an empty filename" },
    ], {
      url: new URL(`file://${folder}/script.js`),
      inInit: true,
      prelude: `for (const name of ["a.txt", "bytes", "bom"]) open("data/" + name);`,
    });
  });
});

Deno.test("open fails with the path: what is not there, folders, what lies elsewhere, what the first evaluation did not open", async () => {
  await withFolder(async (folder) => {
    await Deno.mkdir(`${folder}/data`);
    await Deno.writeTextFile(`${folder}/a.txt`, "a");
    const { lines } = await runScript(
      `
      const attempt = (path) => { try { open(path) } catch (error) { if (__VU === 0) console.log(String(error)) } };
      attempt("missing"); attempt("data"); attempt("/nowhere/else");
      if (__VU !== 0) try { open("a.txt") } catch (error) { console.log(String(error)) }
      export default function () {}`,
      { url: new URL(`file://${folder}/script.js`) },
    );
    assertEquals(lines.slice(0, 4), [
      `GoError: stat ${folder}/missing: no such file or directory`,
      `GoError: open() can't be used with directories, path: "${folder}/data"`,
      "GoError: open /nowhere/else: the script may only read below its own folder; run squall with --allow-read=/nowhere/else",
      "GoError: open() can't be used with files that weren't previously opened during initialization (__VU==0), " +
      `path: "${folder}/a.txt"`,
    ]);
  });
});

Deno.test("later open and require are refused", async (t) => {
  await checkRows(t, [
    { name: "open", code: `open("a.txt")`, throws: `GoError: ${initOnly("open")}` },
    { name: "require", code: `{ try { require("k6") } catch (e) { return e.message } }`, gives: initOnly("require") },
  ]);
});

Deno.test("__VU, __ITER and __ENV say where the script is", async () => {
  const { lines } = await runScript(
    `
    console.log("init", __VU, typeof __ITER);
    export function setup() { console.log("setup", __VU, typeof __ITER) }
    export default function () { console.log("default", __VU, __ITER, __ENV.KEY, __ENV.MORE, typeof __ENV.NONE); __ENV.MORE = "kept" }
    export function teardown() { console.log("teardown", __VU) }`,
    { env: { KEY: "value" }, options: { iterations: 2 } },
  );
  assertEquals([...new Set(lines)], [
    "init 0 undefined",
    "init 1 undefined",
    "setup 0 undefined",
    "default 1 0 value undefined undefined",
    "default 1 1 value kept undefined",
    "teardown 0",
  ]);
});

Deno.test("crypto works, and its pending operations keep the iteration open", async (t) => {
  await checkRows(t, [
    {
      name: "randomUUID",
      code: `/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID())`,
      gives: true,
    },
    {
      name: "getRandomValues gives its array back",
      code: `{ const a = new Uint8Array(64); return [crypto.getRandomValues(a) === a, a.some((n) => n !== 0)] }`,
      gives: [true, true],
    },
    {
      name: "TextEncoder and TextDecoder",
      code: `new TextDecoder().decode(new TextEncoder().encode("hé"))`,
      gives: "hé",
    },
  ]);
  const { lines } = await runScript(`export default function () {
    const hex = (buffer) => Array.from(new Uint8Array(buffer), (n) => n.toString(16).padStart(2, "0")).join("");
    const bytes = new TextEncoder().encode("abc");
    crypto.subtle.digest("SHA-1", bytes).then((digest) => console.log(hex(digest)));
    crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"])
      .then(async (key) => {
        const signature = await crypto.subtle.sign("HMAC", key, bytes);
        console.log(signature.byteLength, await crypto.subtle.verify("HMAC", key, signature, bytes));
      });
    crypto.subtle.digest("nothing", bytes).catch((error) => console.log(error.name));
    console.log("returned");
  }`);
  assertEquals(lines.toSorted(), [
    "32 true",
    "NotSupportedError",
    "a9993e364706816aba3e25717850c26c9cd0d89d",
    "returned",
  ]);
});

Deno.test("an iteration goes on through any number of operations of crypto, one after the other", async () => {
  const { lines } = await runScript(`export default async function () {
    let digest = new Uint8Array(200_000);
    let count = 0;
    while (count < 50) {
      digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array([...digest.slice(0, 9), ...new Uint8Array(2e5)])));
      count++;
    }
    console.log(count);
  }`);
  assertEquals(lines, ["50"]);
});

Deno.test("the runtime that squall runs on cannot be seen", async (t) => {
  const names = [
    "Deno",
    "process",
    "window",
    "self",
    "fetch",
    "WebSocket",
    "Worker",
    "Buffer",
    "setImmediate",
    "postMessage",
    "close",
    "navigator",
  ];
  await checkRows(t, [
    ...names.map((name) => ({ name, code: `typeof ${name}`, gives: "undefined" })),
    ...names.map((name) => ({ name: `globalThis.${name}`, code: `typeof globalThis.${name}`, gives: "undefined" })),
    { name: "global is globalThis", code: `global === globalThis`, gives: true },
  ]);
});

Deno.test("errors of modules are Errors named GoError, with a value that says the same", async (t) => {
  await checkRows(t, [{
    name: "fail",
    code:
      `{ try { fail("why") } catch (e) { return [e instanceof Error, e instanceof GoError, e.name, e.message, String(e), String(e.value), e.value.error()] } }`,
    gives: [true, true, "GoError", "why", "GoError: why", "why", "why"],
  }], { prelude: `import { fail } from "k6";` });
});

Deno.test("messages of the engine name what the script has written, and nothing of the loader", async (t) => {
  await checkRows(t, [
    {
      name: "a member of a global",
      code: "console.foo()",
      throws: "TypeError: globalThis.console.foo is not a function",
    },
    { name: "a global", code: "{ new console(); }", throws: "TypeError: globalThis.console is not a constructor" },
    { name: "a member of globalThis", code: "globalThis.foo()", throws: "TypeError: globalThis.foo is not a function" },
    {
      name: "a member of a socket",
      code: "{ const s = new WebSocket('ws://127.0.0.1:1/'); s.onerror = () => {}; s.url = 'x'; }",
      throws: "TypeError: Cannot set property url of #<WebSocket> which has only a getter",
    },
  ], { prelude: `import { WebSocket } from "k6/websockets";` });
  await t.step("stacks are in the script's own words", async () => {
    const { errors } = await runScript(`export default function () { __ITER(); }`);
    assertEquals(errors[0]!.split("\n")[0], "TypeError: __ITER is not a function");
  });
  await t.step("a binding named globalThis is the script's own", async () => {
    const { lines } = await runScript(`
      const member = ({ globalThis }) => globalThis.a;
      function argument(globalThis) { return globalThis.a; }
      export default function () {
        const globalThis = { a: 1 };
        console.log(globalThis.a, member({ globalThis: { a: 2 } }), argument({ a: 3 }), typeof console);
      }
    `);
    assertEquals(lines, ["1 2 3 object"]);
  });
});
