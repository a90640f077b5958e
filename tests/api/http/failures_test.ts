/** Requests that fail: hostile servers, dials that must not be, limits; with texts, codes and log lines as k6 has them. */

import { gzipSync } from "node:zlib";
import { assertEquals } from "../../support/assert.ts";
import { answer, HttpPeer } from "../../support/http_peer.ts";
import { type PeerScript, RawPeer } from "../../support/raw_peer.ts";
import { runScript } from "../../support/run_script.ts";
import { checkRows } from "../../support/script_table.ts";
import { EXPIRED, SERVER } from "../../support/tls_fixtures.ts";

const SCRIPT = `import http from "k6/http";
export default function () {
  const r = http.get(__ENV.URL, JSON.parse(__ENV.PARAMS));
  console.log(JSON.stringify([r.status, r.error, r.error_code, r.body, r.proto]));
}`;

interface Failure {
  readonly name: string;
  readonly peer: PeerScript;
  /** What the response says of it. */
  readonly error: string;
  readonly code: number;
  readonly body?: string | null;
  /** What the log says; `URL` and `PEER` stand for what is different in each run. */
  readonly logged: string;
  readonly params?: object;
}

const BROKEN = 'Get "URL": net/http: HTTP/1.x transport connection broken: ';
const OK = "HTTP/1.1 200 OK\r\n";

function malformed(name: string, bytes: string, error: string): Failure {
  return { name, peer: (c) => (c.write(bytes), c.end()), error, code: 1000, logged: `${BROKEN}${error}` };
}

const FAILURES: readonly Failure[] = [
  {
    name: "a reset",
    peer: (c) => c.reset(),
    error: "read: connection reset by peer",
    code: 1220,
    logged: 'Get "URL": read tcp PEER: read: connection reset by peer',
  },
  { name: "an end without a word", peer: (c) => c.end(), error: "EOF", code: 1000, logged: 'Get "URL": EOF' },
  malformed("no HTTP", "foo bar\r\n\r\n", 'malformed HTTP status code "bar"'),
  malformed("another version", "HTTZ/1.1 200 OK\r\n\r\n", 'malformed HTTP version "HTTZ/1.1"'),
  malformed("a header without a colon", `${OK}foo\r\n\r\n`, 'malformed MIME header: missing colon: "foo"'),
  malformed("a head that stops", `${OK}Foo: bar\r\n`, "unexpected EOF"),
  malformed("a length that is none", `${OK}Content-Length: abc\r\n\r\n`, 'bad Content-Length "abc"'),
  malformed(
    "two lengths",
    `${OK}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`,
    'http: message cannot contain multiple Content-Length headers; got ["3" "4"]',
  ),
  malformed("an unknown coding", `${OK}Transfer-Encoding: gzip\r\n\r\n`, 'unsupported transfer encoding: "gzip"'),
  malformed(
    "interim responses without end",
    "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(7),
    "net/http: too many 1xx informational responses",
  ),
  {
    name: "a body that is too short",
    peer: (c) => (c.write(`${OK}Content-Length: 10\r\n\r\nabc`), c.end()),
    error: "unexpected EOF",
    code: 1000,
    body: "abc",
    logged: "unexpected EOF",
  },
  {
    name: "a chunk without a size",
    peer: (c) => c.write(`${OK}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc`),
    error: "invalid byte in chunk length",
    code: 1000,
    body: "",
    logged: "invalid byte in chunk length",
  },
  {
    name: "a chunk without an end",
    peer: (c) => c.write(`${OK}Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n`),
    error: "malformed chunked encoding",
    code: 1000,
    body: "abc",
    logged: "malformed chunked encoding",
  },
  {
    name: "a reset within the body",
    peer: (c) => (c.write(`${OK}Content-Length: 10\r\n\r\nabc`), void setTimeout(() => c.reset(), 30)),
    error: "read: connection reset by peer",
    code: 1220,
    body: "abc",
    logged: "read tcp PEER: read: connection reset by peer",
  },
  {
    name: "headers that never come",
    peer: (c) => c.write(OK),
    error: "request timeout",
    code: 1050,
    logged: 'Get "URL": request timeout',
    params: { timeout: 50 },
  },
  {
    name: "a body that never ends",
    peer: (c) => c.write(`${OK}\r\npart`),
    error: "request timeout",
    code: 1050,
    body: "part",
    logged: "request timeout",
    params: { timeout: "50ms" },
  },
  {
    name: "a body larger than accepted",
    peer: (c) => c.write(`${OK}\r\n${"x".repeat(2000)}`),
    error: "the body of the response is larger than the 1000 bytes that are accepted",
    code: 1000,
    body: "",
    logged: "the body of the response is larger than the 1000 bytes that are accepted",
  },
];

/** Scripts of a test: one run each, so that no connection is kept from one to the next. */
async function request(url: string, params: object = {}, maxMessageSize = 1000) {
  const run = await runScript(SCRIPT, {
    env: { URL: url, PARAMS: JSON.stringify(params) },
    settings: { maxMessageSize },
  });
  const logged = run.records.find(({ message }) => message === "Request Failed")?.fields?.error;
  return {
    response: run.lines[0] === undefined ? undefined : JSON.parse(run.lines[0]),
    logged: logged?.replaceAll(url, "URL").replace(/127\.0\.0\.1:\d+->127\.0\.0\.1:\d+/, "PEER"),
    errors: run.errors,
  };
}

Deno.test("whatever a server does, the request fails with k6's text and code, and the test goes on", async (t) => {
  for (const { name, peer: script, error, code, body = null, logged, params } of FAILURES) {
    await t.step(name, async () => {
      await using peer = await RawPeer.listen(script);
      const outcome = await request(`http://127.0.0.1:${peer.port}/`, params);
      assertEquals(outcome, { response: [0, error, code, body, ""], logged, errors: [] });
    });
  }
});

Deno.test("what k6 accepts is accepted", async (t) => {
  const cases: [name: string, bytes: string, body: string, proto: string][] = [
    ["a body until the end", "HTTP/1.0 200 OK\r\n\r\nuntil the end", "until the end", "HTTP/1.0"],
    [
      "interim responses",
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\n\r\n${OK}Content-Length: 2\r\n\r\nok`,
      "ok",
      "HTTP/1.1",
    ],
    [
      "chunks with extensions and a trailer",
      `${OK}Transfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n1\r\nd\r\n0\r\nT: 1\r\n\r\n`,
      "abcd",
      "HTTP/1.1",
    ],
    ["a large head", `${OK}X: ${"a".repeat(200_000)}\r\nContent-Length: 0\r\n\r\n`, "", "HTTP/1.1"],
    ["more than was announced", `${OK}Content-Length: 2\r\n\r\nokMORE`, "ok", "HTTP/1.1"],
  ];
  for (const [name, bytes, body, proto] of cases) {
    await t.step(name, async () => {
      await using peer = await RawPeer.listen((connection) => {
        connection.write(bytes);
        connection.end();
      });
      const { response } = await request(`http://127.0.0.1:${peer.port}/`);
      assertEquals(response, [200, "", 0, body, proto]);
    });
  }
});

Deno.test("bodies that cannot be unpacked, or not within the limit, are errors", async (t) => {
  const coded = (coding: string, body: Uint8Array | string) =>
    answer(200, { "Content-Encoding": coding }, body as string);
  await using peer = await HttpPeer.listen({
    "/gzip": coded("gzip", "this is not gzip"),
    "/deflate": coded("deflate", "this is not deflate"),
    "/bomb": coded("gzip", gzipSync(new Uint8Array(5_000_000))),
  });
  const cases: [path: string, detail: string][] = [
    ["/gzip", "gzip: invalid header"],
    ["/deflate", "zlib: invalid header"],
    ["/bomb", "it is larger than the 100000 bytes that are accepted"],
  ];
  for (const [path, detail] of cases) {
    await t.step(path, async () => {
      const text = `error decompressing response body (${detail})`;
      const { response, logged } = await request(peer.url + path, {}, 100_000);
      assertEquals([response, logged], [[0, text, 1701, null, ""], text]);
    });
  }
});

Deno.test("URLs and options that forbid the request", async (t) => {
  await using tls = await HttpPeer.listen({}, SERVER);
  await using expired = await HttpPeer.listen({}, EXPIRED);
  await using plain = await HttpPeer.listen();
  const row = (name: string, url: string, error: string, code: number) => ({
    name,
    code: `{ const r = http.get(${JSON.stringify(url)}); return [r.status, r.error, r.error_code]; }`,
    gives: [0, error, code],
  });
  const run = await checkRows(t, [
    row("nobody listens", "http://127.0.0.1:1/", "dial: connection refused", 1212),
    row("another scheme", "ws://127.0.0.1/", 'unsupported protocol scheme "ws"', 1000),
    row("no scheme", "foo", 'unsupported protocol scheme ""', 1000),
    row("no host", "http://", "http: no Host in request URL", 1000),
    row("no port that there is", "http://127.0.0.1:99999/", "dial tcp: address 99999: invalid port", 1210),
    row("no URL", "http://a b/", 'invalid URL: parse "http://a b/": invalid character " " in host name', 1020),
    row("a blocked host", "http://a.blocked.test/", "hostname is blocked", 1111),
    row("a blacklisted address", "http://10.1.2.3/", "ip is blacklisted", 1110),
    row("an unknown authority", tls.url, "x509: unknown authority", 1310),
    row(
      "TLS with one who does not",
      plain.url.replace("http:", "https:"),
      "tls: first record does not look like a TLS handshake",
      1301,
    ),
    { name: "an expired certificate", code: `http.get(${JSON.stringify(expired.url)}).status`, gives: 0 },
    {
      name: "not text",
      code: `[http.get(5).error, http.get().error, http.get({}).error]`,
      gives: ["invalid URL: '#5'", "invalid URL: '#<nil>'", "invalid URL: '#map[]'"],
    },
    { name: "no method", code: `http.request("F O", "http://a/").error`, gives: 'net/http: invalid method "F O"' },
    { name: "a name of hosts", code: `http.get("http://h.test:" + ${plain.port}).status`, gives: 200 },
  ], {
    prelude: `import http from "k6/http";`,
    options: { blockHostnames: ["*.blocked.test"], blacklistIPs: ["10.0.0.0/8"], hosts: { "h.test": "127.0.0.1" } },
  });
  const logged = run.records.flatMap(({ message, fields }) => message === "Request Failed" ? fields?.error ?? "" : []);
  assertEquals(
    logged[6],
    'Get "http://a.blocked.test/": hostname (a.blocked.test) is in a blocked pattern (*.blocked.test)',
  );
  assertEquals(
    logged[9],
    `Get "${plain.url.replace("http:", "https:")}": http: server gave HTTP response to HTTPS client`,
  );
});

Deno.test("params that make no sense make no request", async (t) => {
  const row = (params: string, error: string) => ({
    name: params,
    code: `http.get("http://127.0.0.1:1", ${params}).error`,
    gives: error,
  });
  await checkRows(t, [
    row("{ timeout: null }", "invalid timeout value: unable to use type <nil> as a duration value"),
    row('{ timeout: "x" }', 'invalid timeout value: time: invalid duration "x"'),
    row("{ timeout: 0 }", "request timeout"),
    row('{ responseType: "foo" }', "foo does not belong to ResponseType values"),
    row("{ responseCallback: () => true }", "unsupported responseCallback"),
    row(
      "{ tags: { a: {} } }",
      "invalid HTTP request metric tags: invalid value for metric tag 'a': only String, Boolean and Number types are accepted as a metric tag values",
    ),
    {
      name: "a body that is none",
      code: `http.post("http://127.0.0.1:1", 5).error`,
      gives: "unknown request body type int64",
    },
    {
      name: "an error of a getter",
      code: `http.get("http://127.0.0.1:1", { get tags() { throw new Error("mine"); } })`,
      throws: "Error: mine",
    },
  ], { prelude: `import http from "k6/http";` });
});

Deno.test("with throw, of the run or of the request, failures are exceptions", async (t) => {
  const refused = 'GoError: Get "http://127.0.0.1:1/": dial tcp 127.0.0.1:1: connect: connection refused';
  const prelude = `import http from "k6/http";`;
  await checkRows(t, [
    { name: "of the request", code: `http.get("http://127.0.0.1:1/", { throw: true })`, throws: refused },
    {
      name: "in a batch",
      code: `http.batch([["GET", "http://127.0.0.1:1/", null, { throw: true }]])`,
      throws: refused,
    },
  ], { prelude });
  await checkRows(t, [
    { name: "of the run", code: `http.get("http://127.0.0.1:1/")`, throws: refused },
    { name: "switched off again", code: `http.get("http://127.0.0.1:1/", { throw: false }).status`, gives: 0 },
    { name: "no URL", code: `http.get(5)`, throws: "GoError: invalid URL: '#5'" },
  ], { prelude, options: { throw: true } });
});
