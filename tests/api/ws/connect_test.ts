/** `ws.connect` of `k6/ws`, by scripts: arguments, params, what it returns and throws, what the handshake carries. */

import { DemoServer } from "../../../src/cli/demo/mod.ts";
import { assertEquals } from "../../support/assert.ts";
import { RawPeer } from "../../support/raw_peer.ts";
import { runScript } from "../../support/run_script.ts";
import { checkRows, type Row } from "../../support/script_table.ts";

const PRELUDE = `import ws from "k6/ws"; import { check } from "k6";
  const URL = __ENV.URL;
  const f = (socket) => socket.close();
  /** What the server of /headers saw. */
  function seen(params) {
    let text;
    ws.connect(URL + "/headers", params, (socket) => {
      socket.on("message", (message) => { text = message; socket.close() });
    });
    return JSON.parse(text);
  }`;

/** Runs rows against a demo server. */
async function checkWithServer(t: Deno.TestContext, rows: readonly Row[], options = {}): Promise<void> {
  await using server = await DemoServer.start({ port: 0 });
  await checkRows(t, rows, { prelude: PRELUDE, env: { URL: server.url, WIRE: server.wireUrl }, options });
}

const COUNT = "GoError: invalid number of arguments to ws.connect";
const CALLBACK = "GoError: last argument to ws.connect must be a function";
function badTag(key: string): string {
  return `GoError: invalid ws.connect() metric tags: invalid value for metric tag '${key}': ` +
    "only String, Boolean and Number types are accepted as a metric tag values";
}

function badCompression(name: string): string {
  return `GoError: unsupported compression algorithm '${name}', supported algorithm is 'deflate'`;
}

const ARGUMENTS: Row[] = [
  { name: "none", code: `ws.connect()`, throws: COUNT },
  { name: "a URL only", code: `ws.connect(URL)`, throws: COUNT },
  { name: "four", code: `ws.connect(URL, {}, {}, f)`, throws: COUNT },
  { name: "no callback", code: `ws.connect(URL, {})`, throws: CALLBACK },
  { name: "no callback behind params", code: `ws.connect(URL, {}, {})`, throws: CALLBACK },
  { name: "the callback in front of the params", code: `ws.connect(URL, f, {})`, throws: CALLBACK },
  { name: "null for a callback", code: `ws.connect(URL, null)`, throws: CALLBACK },
  {
    name: "the callback is looked at before the params",
    code: `ws.connect(URL, { compression: "x" }, 1)`,
    throws: CALLBACK,
  },
  ...(["null", "undefined", "{}", "[]", "() => 1", "10n"] as const).map((value) => ({
    name: `a tag that is ${value}`,
    code: `ws.connect(URL, { tags: { k: ${value} } }, f)`,
    throws: badTag("k"),
  })),
  { name: "another compression", code: `ws.connect(URL, { compression: "gzip" }, f)`, throws: badCompression("gzip") },
  {
    name: "the compression's name is trimmed in the text",
    code: `ws.connect(URL, { compression: " br " }, f)`,
    throws: badCompression("br"),
  },
  { name: "compression null", code: `ws.connect(URL, { compression: null }, f)`, throws: badCompression("null") },
  {
    name: "compression undefined",
    code: `ws.connect(URL, { compression: undefined }, f)`,
    throws: badCompression("undefined"),
  },
  {
    name: "params are looked at before the URL",
    code: `ws.connect("nonsense", { compression: "x" }, f)`,
    throws: badCompression("x"),
  },
];

Deno.test("wrong arguments of ws.connect are exceptions, whatever the option throw says", async (t) => {
  for (const isThrowing of [false, true]) {
    await t.step(`throw: ${isThrowing}`, (t) => checkWithServer(t, ARGUMENTS, { throw: isThrowing }));
  }
});

Deno.test("in the init context ws.connect is refused before anything else", async (t) => {
  const throws = "GoError: using websockets in the init context is not supported";
  await checkRows(t, [
    { name: "right arguments", code: `ws.connect("ws://127.0.0.1:1/", f)`, throws },
    { name: "no arguments", code: `ws.connect()`, throws },
  ], { prelude: PRELUDE, inInit: true });
});

/** Dials that reach nobody, or nobody who speaks WebSocket: the URL, and the text. */
const NOBODY: readonly [name: string, url: string, error: string][] = [
  ["no URL at all", `"INVALID"`, "malformed ws or wss URL"],
  ["undefined", `undefined`, "malformed ws or wss URL"],
  ["a number", `5`, "malformed ws or wss URL"],
  ["http", `"http://127.0.0.1:1/"`, "malformed ws or wss URL"],
  ["user and password", `"ws://u:p@127.0.0.1:1/"`, "malformed ws or wss URL"],
  ["a blank in the host", `"ws://a b/"`, 'parse "ws://a b/": invalid character " " in host name'],
  ["a bad escape", `"ws://127.0.0.1:1/%zz"`, 'parse "ws://127.0.0.1:1/%zz": invalid URL escape "%zz"'],
  ["nobody listens", `"ws://127.0.0.1:1/"`, "dial tcp 127.0.0.1:1: connect: connection refused"],
  ...["Upgrade", "Connection", "Sec-Websocket-Key", "Sec-Websocket-Version", "Sec-Websocket-Extensions"].map(
    (name): [string, string, string] => [
      `the header ${name}`,
      `URL, { headers: { "${name.toLowerCase()}": "x" } }`,
      `websocket: duplicate header not allowed: ${name}`,
    ],
  ),
];

Deno.test("a dial without a response returns status 0 and the error, or throws it; the callback is not called", async (t) => {
  const returned = (error: string) => ({ url: "", status: 0, headers: {}, body: "", error });
  const never = `() => { throw new Error("the callback was called") }`;
  const rows = NOBODY.map(([name, url]) => ({ name, code: `ws.connect(${url}, ${never})` }));
  await t.step(
    "throw: false",
    (t) => checkWithServer(t, rows.map((row, i) => ({ ...row, gives: returned(NOBODY[i]![2]) })), { throw: false }),
  );
  await t.step(
    "throw: true",
    (t) => checkWithServer(t, rows.map((row, i) => ({ ...row, throws: `GoError: ${NOBODY[i]![2]}` })), { throw: true }),
  );
});

/** Responses that are no proper 101, by peers that answer with exactly this. */
const REFUSALS: readonly [name: string, answer: string, response: Record<string, unknown>][] = [
  [
    "404 with a body",
    "HTTP/1.1 404 Not Found\r\nContent-Length: 6\r\nX-one: a\r\nx-one: b\r\n\r\nnobody",
    { status: 404, body: "nobody", headers: { "Content-Length": "6", "X-One": "a, b" } },
  ],
  [
    "a redirect, which is not followed",
    "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
    { status: 302, body: "", headers: { Location: "/elsewhere", "Content-Length": "0" } },
  ],
  [
    "a body of which 1,024 bytes count",
    `HTTP/1.1 500 Oops\r\nContent-Length: 2000\r\n\r\n${"x".repeat(2000)}`,
    { status: 500, body: "x".repeat(1024), headers: { "Content-Length": "2000" } },
  ],
  [
    "101 without Upgrade",
    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n\r\n",
    { status: 101, body: "", headers: { Connection: "Upgrade" } },
  ],
  [
    "101 with a wrong Sec-WebSocket-Accept",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: no\r\n\r\n",
    { status: 101, body: "", headers: { Upgrade: "websocket", Connection: "Upgrade", "Sec-Websocket-Accept": "no" } },
  ],
];

Deno.test("a response that is no proper 101 is returned without an error, or thrown as a bad handshake", async (t) => {
  for (const [name, answer, response] of REFUSALS) {
    await using peer = await RawPeer.listen((connection) => {
      connection.write(answer);
      connection.end();
    });
    const code = `ws.connect(${JSON.stringify(peer.url)}, () => { throw new Error("called") })`;
    const prelude = PRELUDE;
    await t.step(name, async (t) => {
      await checkRows(t, [{ name: "throw: false", code, gives: { url: "", error: "", ...response } }], { prelude });
      const options = { throw: true };
      await checkRows(t, [{ name: "throw: true", code, throws: "GoError: websocket: bad handshake" }], {
        prelude,
        options,
      });
    });
  }
});

const SUCCESSES: Row[] = [
  {
    name: "url as it was written, status 101, no body, no error",
    code:
      `{ const { url, status, body, error } = ws.connect(URL.replace("ws", "WS") + "/echo#frag", f); return [url.endsWith("/echo#frag"), url.startsWith("WS://"), status, body, error] }`,
    gives: [true, true, 101, "", ""],
  },
  {
    name: "exactly five members",
    code: `Object.keys(ws.connect(URL + "/echo", f)).sort()`,
    gives: ["body", "error", "headers", "status", "url"],
  },
  {
    name: "a plain object",
    code: `Object.getPrototypeOf(ws.connect(URL + "/echo", f)) === Object.prototype`,
    gives: true,
  },
  {
    name: "canonical names of headers",
    code:
      `Object.keys(ws.connect(URL + "/echo", f).headers).filter((name) => name.startsWith("Sec-") || name === "Upgrade").sort()`,
    gives: ["Sec-Websocket-Accept", "Upgrade"],
  },
  {
    name: "repeated headers are joined",
    code: `ws.connect(URL + "/headers?header=x-one:%20a&header=X-One:%20b", f).headers["X-One"]`,
    gives: "a, b",
  },
  {
    name: "it can be checked",
    code: `check(ws.connect(URL + "/echo", f), { "status is 101": (r) => r && r.status === 101 })`,
    gives: true,
  },
  {
    name: "params may be null or undefined",
    code: `[ws.connect(URL + "/echo", null, f).status, ws.connect(URL + "/echo", undefined, f).status]`,
    gives: [101, 101],
  },
  {
    name: "unknown params are ignored",
    code: `ws.connect(URL + "/echo", { cookies: { a: "b" }, protocols: ["x"], foo: 1 }, f).status`,
    gives: 101,
  },
  { name: "params may be text", code: `ws.connect(URL + "/echo", "params", f).status`, gives: 101 },
  {
    name: "nullish headers and tags are ignored",
    code: `ws.connect(URL + "/echo", { headers: null, tags: null }, f).status`,
    gives: 101,
  },
  {
    name: "blank compression is none",
    code:
      `[seen({ compression: "" }), seen({ compression: "  " })].map(({ headers }) => headers["sec-websocket-extensions"] === undefined)`,
    gives: [true, true],
  },
  {
    name: "deflate is offered without takeover",
    code: `seen({ compression: " deflate " }).headers["sec-websocket-extensions"]`,
    gives: "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
  },
  { name: "the User-Agent", code: `seen({}).headers["user-agent"]`, gives: "squall/test" },
  {
    name: "one's own User-Agent",
    code: `seen({ headers: { "user-agent": "mine" } }).headers["user-agent"]`,
    gives: "mine",
  },
  { name: "no Origin", code: `seen({}).headers.origin === undefined`, gives: true },
  {
    name: "values of headers become text",
    code:
      `{ const { headers } = seen({ headers: { "x-a": null, "x-b": [1, 2], "x-c": 3, "x-d": undefined } }); return [headers["x-a"], headers["x-b"], headers["x-c"], headers["x-d"]] }`,
    gives: ["null", "1,2", "3", "undefined"],
  },
  {
    name: "later headers of the same name replace",
    code: `seen({ headers: { "X-A": "1", "x-a": "2" } }).headers["x-a"]`,
    gives: "2",
  },
  {
    name: "one's own Host",
    code: `seen({ headers: { host: "elsewhere.example" } }).headers.host`,
    gives: "elsewhere.example",
  },
  {
    name: "a subprotocol is asked for by header",
    code:
      `ws.connect(URL + "/subprotocol?accept=b", { headers: { "Sec-WebSocket-Protocol": "a, b" } }, f).headers["Sec-Websocket-Protocol"]`,
    gives: "b",
  },
];

Deno.test("a session returns what the handshake brought, and the handshake carries the params", async (t) => {
  await checkWithServer(t, SUCCESSES);
});

Deno.test("without a user agent the header is left out", async () => {
  await using peer = await RawPeer.listen((connection) => connection.destroy());
  await runScript(
    `import ws from "k6/ws"; export default () => ws.connect("${peer.url}/path?q#f", { headers: { "x-first": "1" } }, () => {})`,
    { options: { userAgent: "" }, settings: { userAgent: "" } },
  );
  const { request } = peer.connections[0]!;
  assertEquals(request.split("\r\n")[0], "GET /path?q HTTP/1.1");
  assertEquals(/^user-agent/im.test(request), false);
  assertEquals(/^X-First: 1\r$/m.test(request), true);
});

Deno.test("compressed sessions carry messages; a server that keeps its window fails the handshake", async (t) => {
  await using server = await DemoServer.start({ port: 0 });
  const echo = `{ const texts = ["x".repeat(5000), "", "short"]; const seen = [];
    const r = ws.connect(__ENV.WIRE + "/deflate/echo", { compression: "deflate" }, (socket) => {
      socket.on("open", () => texts.forEach((text) => socket.send(text)));
      socket.on("message", (m) => { seen.push(m.length); if (seen.length === 3) socket.close() });
    });
    return [r.headers["Sec-Websocket-Extensions"], seen] }`;
  await checkRows(t, [
    {
      name: "echo",
      code: echo,
      gives: ["permessage-deflate; server_no_context_takeover; client_no_context_takeover", [5000, 0, 5]],
    },
  ], { prelude: PRELUDE, env: { WIRE: server.wireUrl } });
  await using peer = await RawPeer.listen((connection) => {
    connection.accept("Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n");
  });
  const code =
    `{ const r = ws.connect("${peer.url}", { compression: "deflate" }, f); return [r.url, r.status, r.error, r.body] }`;
  await checkRows(t, [{ name: "throw: false", code, gives: ["", 101, "", ""] }], { prelude: PRELUDE });
  const throws = "GoError: websocket: invalid compression negotiation";
  await checkRows(t, [{ name: "throw: true", code, throws }], { prelude: PRELUDE, options: { throw: true } });
});

Deno.test("nothing is opened any more in a failed iteration, by k6/ws either", async () => {
  await using server = await DemoServer.start({ port: 0 });
  const { lines, exitCode, summary } = await runScript(
    `import ws from "k6/ws"; import { WebSocket } from "k6/websockets";
    export default function () {
      const socket = new WebSocket(__ENV.URL + "/echo");
      socket.onopen = () => setTimeout(() => { throw new Error("x"); }, 0);
      socket.onclose = () => {
        try { ws.connect(__ENV.URL + "/echo", (s) => s.on("open", () => s.close())); } catch (error) { console.log(String(error)); }
      };
    }`,
    { env: { URL: server.url } },
  );
  assertEquals(lines, ["GoError: the iteration has failed: no WebSocket can be opened any more"]);
  assertEquals([exitCode, summary?.metrics.ws_sessions?.values.count], [0, 1]);
});
