/** `new WebSocket(…)` of `k6/websockets`: what is checked, in which order, in which words. */

import { assertEquals } from "../../support/assert.ts";
import { runScript } from "../../support/run_script.ts";
import { evaluateAll, runWebSocketScript } from "../../support/websocket_script.ts";

function wrongTag(key: string): string {
  return `GoError: invalid WebSocket tags option: invalid value for metric tag '${key}': ` +
    "only String, Boolean and Number types are accepted as a metric tag values";
}

function wrongCompression(value: string): string {
  return `GoError: unsupported compression algorithm '${value}', supported algorithm is 'deflate'`;
}

/** Name, arguments, the error or the `url` of the socket that there is. Nobody listens on port 1. */
const CASES: readonly (readonly [string, string, string])[] = [
  ["no arguments", "", "GoError: WebSocket requires a url"],
  ["a null URL", "null", "GoError: WebSocket requires a url"],
  ["no scheme", "'INVALID'", 'GoError: WebSocket requires url with scheme ws or wss, but got ""'],
  ["an empty URL", "''", 'GoError: WebSocket requires url with scheme ws or wss, but got ""'],
  ["a number", "5", 'GoError: WebSocket requires url with scheme ws or wss, but got ""'],
  ["another scheme", "'HTTP://x'", 'GoError: WebSocket requires url with scheme ws or wss, but got "http"'],
  [
    "a control character",
    String.raw`'ws://a\nb'`,
    String.raw`GoError: WebSocket requires valid url, but got "ws://a\nb" which resulted in parse "ws://a\nb": ` +
    "net/url: invalid control character in URL",
  ],
  [
    "a bad escape in the path",
    "'ws://a/%zz'",
    'GoError: WebSocket requires valid url, but got "ws://a/%zz" which resulted in parse "ws://a/%zz": ' +
    'invalid URL escape "%zz"',
  ],
  [
    "a space in the host",
    "'ws://a b/'",
    'GoError: WebSocket requires valid url, but got "ws://a b/" which resulted in parse "ws://a b/": ' +
    'invalid character " " in host name',
  ],
  [
    "quotes before a colon",
    `'ht"p://x'`,
    String.raw`GoError: WebSocket requires valid url, but got "ht\"p://x" which resulted in parse "ht\"p://x": ` +
    "first path segment in URL cannot contain colon",
  ],
  ["a fragment", "U + '#a%20b'", 'GoError: WebSocket requires no url fragment, but got "a b"'],
  ["a fragment with quotes", `U + '#a"b'`, String.raw`GoError: WebSocket requires no url fragment, but got "a\"b"`],
  [
    "the fragment before the params",
    "U + '#f', null, { foo: 1 }",
    'GoError: WebSocket requires no url fragment, but got "f"',
  ],
  [
    "the scheme before the fragment",
    "'http://x#f'",
    'GoError: WebSocket requires url with scheme ws or wss, but got "http"',
  ],
  ["an unknown param", "U, null, { foo: 1 }", "GoError: unknown WebSocket's option foo"],
  ["cookies, which is no param", "U, null, { cookies: {} }", "GoError: unknown WebSocket's option cookies"],
  ["params that are text", "U, null, 'ab'", "GoError: unknown WebSocket's option 0"],
  ["params that are an array", "U, null, ['a']", "GoError: unknown WebSocket's option 0"],
  ["params that have no keys", "U, null, 5", "ws://127.0.0.1:1/x"],
  ["null params", "U, null, null", "ws://127.0.0.1:1/x"],
  ["a null tag", "U, null, { tags: { a: null } }", wrongTag("a")],
  ["an undefined tag", "U, null, { tags: { a: undefined } }", wrongTag("a")],
  ["an object for a tag", "U, null, { tags: { x: 'ok', b: {} } }", wrongTag("b")],
  ["an array for a tag", "U, null, { tags: { a: [1] } }", wrongTag("a")],
  ["a bigint for a tag", "U, null, { tags: { a: 5n } }", wrongTag("a")],
  ["null tags", "U, null, { tags: null }", "ws://127.0.0.1:1/x"],
  ["text for tags", "U, null, { tags: 'ab' }", "ws://127.0.0.1:1/x"],
  ["another compression", "U, null, { compression: 'gzip' }", wrongCompression("gzip")],
  ["blank compression", "U, null, { compression: '  ' }", wrongCompression("")],
  ["null compression", "U, null, { compression: null }", wrongCompression("null")],
  ["undefined compression", "U, null, { compression: undefined }", wrongCompression("undefined")],
  ["compression among blanks", "U, null, { compression: ' deflate ' }", "ws://127.0.0.1:1/x"],
  ["params in their own order: tags", "U, null, { tags: { a: null }, compression: 'x' }", wrongTag("a")],
  ["params in their own order: compression", "U, null, { compression: 'x', tags: { a: null } }", wrongCompression("x")],
  [
    "params in their own order: unknown",
    "U, null, { foo: 1, compression: 'x' }",
    "GoError: unknown WebSocket's option foo",
  ],
  ["a jar that is none", "U, null, { jar: 5 }", "ws://127.0.0.1:1/x"],
  ["null headers", "U, null, { headers: null }", "ws://127.0.0.1:1/x"],
  ["a number for headers", "U, null, { headers: 5 }", "ws://127.0.0.1:1/x"],
  ["the transport of this connection", "U, null, { transport: 'wire' }", "ws://127.0.0.1:1/x"],
  ["no transport of its own", "U, null, { transport: undefined }", "ws://127.0.0.1:1/x"],
  ["protocols that are a number", "U, 5", "ws://127.0.0.1:1/x"],
  ["protocols that are an object", "U, {}", "ws://127.0.0.1:1/x"],
  ["a scheme in capitals", "'WS://127.0.0.1:1/A'", "ws://127.0.0.1:1/A"],
  ["no path", "'ws://127.0.0.1:1'", "ws://127.0.0.1:1"],
  ["a bare number sign", "U + '#'", "ws://127.0.0.1:1/x"],
  ["a blank in the query", "'ws://127.0.0.1:1?a b'", "ws://127.0.0.1:1?a b"],
  ["userinfo, which only the dial refuses", "'ws://u:p@127.0.0.1:1/'", "ws://u:p@127.0.0.1:1/"],
  ["an object with a text", "{ toString: () => U }", "ws://127.0.0.1:1/x"],
];

Deno.test("the constructor checks its arguments as k6 does", async (t) => {
  const top = "const U = 'ws://127.0.0.1:1/x';";
  const expressions = Object.fromEntries(CASES.map(([name, args]) => [name, `new WebSocket(${args}).url`]));
  const values = await evaluateAll(expressions, { top });
  for (const [name, , expected] of CASES) await t.step(name, () => assertEquals(values[name], expected));
});

Deno.test("the new may be left out", async () => {
  const values = await evaluateAll({
    url: "WebSocket(URL).url",
    "is one": "WebSocket(URL) instanceof WebSocket && new WebSocket(URL) instanceof WebSocket",
    name: "WebSocket.name",
  });
  assertEquals(values, { url: "ws://127.0.0.1:1", "is one": "true", name: "WebSocket" });
});

Deno.test("the throw option has no effect: a failed dial is told by events", async () => {
  const run = await runWebSocketScript("watch(new WebSocket(URL));", { options: { throw: true } });
  assertEquals(run.lines, ["3 error dial tcp 127.0.0.1:1: connect: connection refused", "3 close undefined "]);
  assertEquals(run.errors, []);
});

Deno.test("in the init context the constructor checks the URL and then refuses", async () => {
  const run = await runScript(`
    import { WebSocket } from "k6/websockets";
    for (const url of [undefined, "http://x", "ws://127.0.0.1:1/#f", "ws://127.0.0.1:1/"]) {
      try { new WebSocket(url, null, { foo: 1 }); } catch (error) { console.log(String(error)); }
    }
    export default function () {}`);
  // The init code runs twice: once to find the options, once for the VU.
  assertEquals([...new Set(run.lines)], [
    "GoError: WebSocket requires a url",
    'GoError: WebSocket requires url with scheme ws or wss, but got "http"',
    'GoError: WebSocket requires no url fragment, but got "f"',
    "GoError: using websockets in the init context is not supported",
  ]);
  assertEquals(run.exitCode, 0);
});

Deno.test("all ways to import the module give the same constructors", async () => {
  const run = await runScript(`
    import { WebSocket, Blob } from "k6/websockets";
    import module from "k6/websockets";
    import * as all from "k6/websockets";
    const required = require("k6/websockets");
    export default function () {
      console.log([module, all, required].every((each) => each.WebSocket === WebSocket && each.Blob === Blob));
      console.log(Object.keys(module).join());
    }`);
  assertEquals(run.lines, ["true", "WebSocket,Blob"]);
});

Deno.test("the module's old name works, with one warning in the whole run", async () => {
  const run = await runScript(
    `import { WebSocket, Blob } from "k6/experimental/websockets";
    import old from "k6/experimental/websockets";
    export default function () {
      console.log(old.WebSocket === WebSocket, String(new Blob()), new WebSocket("ws://127.0.0.1:1").readyState);
    }`,
    { options: { vus: 2, iterations: 2 }, settings: { threads: 2 } },
  );
  assertEquals(run.lines, ["true [object Blob] 0", "true [object Blob] 0"]);
  assertEquals(run.warnings, [
    "k6/experimental/websockets is deprecated and will be removed in a future release. Please use k6/websockets instead.",
  ]);
});
