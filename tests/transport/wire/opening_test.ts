/** Everything that can go wrong between `connect` and `open`, over real sockets. */

import type { HandshakeResponse } from "../../../src/transport/mod.ts";
import { assert, assertEquals, assertMatch } from "../../support/assert.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { type PeerScript, RawPeer } from "../../support/raw_peer.ts";
import { TransportBed } from "../../support/transport_bed.ts";

/** Answers and says goodbye. */
function answer(text: string): PeerScript {
  return (connection) => {
    connection.write(text);
    connection.end();
  };
}

const CHUNKED = "HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\n";
const UPGRADE = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";

/** What a server answers, the error, and of the response its status and body. */
const REFUSALS: [name: string, script: PeerScript, error: string, response?: [status: number, body: string]][] = [
  ["404", answer("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone"), "websocket: bad handshake", [404, "none"]],
  [
    "a redirect, which is not followed",
    answer("HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n"),
    "websocket: bad handshake",
    [302, ""],
  ],
  ["an ordinary page", answer("HTTP/1.1 200 OK\r\n\r\n<html>"), "websocket: bad handshake", [200, "<html>"]],
  ["a long body", answer(`HTTP/1.1 500 Oops\r\n\r\n${"x".repeat(2000)}`), "websocket: bad handshake", [
    500,
    "x".repeat(1024),
  ]],
  [
    "a body in chunks",
    answer("HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n"),
    "websocket: bad handshake",
    [403, "no"],
  ],
  ["a body that breaks off", answer("HTTP/1.1 403 No\r\nContent-Length: 10\r\n\r\nno"), "websocket: bad handshake", [
    403,
    "no",
  ]],
  [
    "a long body in chunks",
    answer(`${CHUNKED}3e8\r\n${"x".repeat(1000)}\r\n3e8\r\n${"y".repeat(1000)}\r\n`),
    "websocket: bad handshake",
    [403, "x".repeat(1000) + "y".repeat(24)],
  ],
  [
    "a Connection header that does not upgrade",
    (c) => c.write(c.acceptText().replace("Connection: Upgrade", "Connection: keep-alive")),
    "websocket: bad handshake",
    [101, ""],
  ],
  [
    "an accept key in another case",
    (c) => c.write(c.acceptText().replace(/(Accept: )(.*)/, (_, name, key) => name + key.toLowerCase())),
    "websocket: bad handshake",
    [101, ""],
  ],
  [
    "two accept keys, the first of them wrong",
    (c) => c.write(c.acceptText().replace("Sec-WebSocket-Accept", "Sec-WebSocket-Accept: x\r\nSec-WebSocket-Accept")),
    "websocket: bad handshake",
    [101, ""],
  ],
  ["100", answer("HTTP/1.1 100 Continue\r\n\r\n"), "websocket: bad handshake", [100, ""]],
  [
    "a wrong accept key",
    answer(`${UPGRADE}Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n`),
    "websocket: bad handshake",
    [101, ""],
  ],
  ["no accept key", answer(`${UPGRADE}\r\n`), "websocket: bad handshake", [101, ""]],
  [
    "no Upgrade header",
    (c) => c.write(c.acceptText().replace("Upgrade: websocket\r\n", "")),
    "websocket: bad handshake",
    [101, ""],
  ],
  [
    "no Connection header",
    (c) => c.write(c.acceptText().replace("Connection: Upgrade\r\n", "")),
    "websocket: bad handshake",
    [101, ""],
  ],
  [
    "an upgrade to something else",
    (c) => c.write(c.acceptText().replace("websocket", "h2c")),
    "websocket: bad handshake",
    [101, ""],
  ],
  [
    "an extension nobody offered",
    (c) => c.accept("Sec-WebSocket-Extensions: x-turbo\r\n"),
    "websocket: bad handshake",
    [101, ""],
  ],
  [
    "compression nobody offered",
    (c) => c.accept("Sec-WebSocket-Extensions: permessage-deflate\r\n"),
    "websocket: invalid compression negotiation",
    [101, ""],
  ],
  ["garbage", answer("hello world\r\n\r\n"), 'malformed HTTP status code "world"'],
  ["binary garbage", answer("\x00\x01\x02"), 'malformed HTTP response "\\x00\\x01\\x02"'],
  ["a bad header", answer("HTTP/1.1 101 x\r\nnocolon\r\n\r\n"), 'malformed MIME header: missing colon: "nocolon"'],
  [
    "an endless header",
    answer(`HTTP/1.1 101 x\r\nA: ${"x".repeat(100_000)}`),
    "net/http: server response headers exceeded 65536 bytes; aborted",
  ],
  ["a length that is none", answer("HTTP/1.1 404 x\r\nContent-Length: x\r\n\r\n"), 'bad Content-Length "x"'],
  ["nothing but FIN", (c) => c.end(), "unexpected EOF"],
  ["half a head", answer("HTTP/1.1 101 Swi"), "unexpected EOF"],
];

Deno.test("a server that does not upgrade is refused in Go's words", async (t) => {
  await using bed = new TransportBed();
  for (const [name, script, error, response] of REFUSALS) {
    await t.step(name, async () => {
      await using peer = await RawPeer.listen(script);
      const end = await bed.connect(peer.url).ended();
      assert(end.kind === "handshake");
      assertEquals(end.error, error);
      assertEquals(end.response && [end.response.status, end.response.body], response);
    });
  }
});

Deno.test("an upgrade is accepted in every form that k6 accepts", async (t) => {
  const forms: [name: string, form: (text: string) => string][] = [
    ["HTTP/1.0", (text) => text.replace("HTTP/1.1", "HTTP/1.0")],
    ["another status text", (text) => text.replace("Switching Protocols", "Sure")],
    ["no status text", (text) => text.replace(" Switching Protocols", "")],
    ["bare line feeds", (text) => text.replaceAll("\r\n", "\n")],
    ["names and values in any case", (text) => text.replace("Upgrade: websocket", "uPGRADE: WebSocket")],
    ["lists of tokens", (text) =>
      text.replace("Upgrade: websocket", "Upgrade: h2c, websocket")
        .replace("Connection: Upgrade", "Connection: keep-alive, Upgrade")],
    ["repeated headers", (text) => text.replace("Connection: ", "Connection: keep-alive\r\nConnection: ")],
    ["white space around the accept key", (text) => text.replace(/(Accept:)(.*)/, "$1 \t$2 \t")],
    ["headers of 60 KB", (text) => text.replace("Upgrade:", `X-Large: ${"x".repeat(60_000)}\r\nUpgrade:`)],
    ["a length, which means nothing here", (text) => text.replace("Upgrade:", "Content-Length: 4\r\nUpgrade:")],
  ];
  await using bed = new TransportBed();
  for (const [name, form] of forms) {
    await t.step(name, async () => {
      await using peer = await RawPeer.listen((connection) => {
        connection.write(form(connection.acceptText()));
        connection.writeHex("81026869");
      });
      assertEquals(await bed.connect(peer.url).storyOf(1), [{ text: "hi" }]);
    });
  }
});

Deno.test("a response that comes one byte at a time is waited for as long as the time limit says", async () => {
  const clock = new ManualClock();
  await using bed = new TransportBed({ clock });
  await using peer = await RawPeer.listen(() => {});
  const recorder = bed.connect(peer.url, { handshakeTimeout: 5000 });
  const connection = await peer.connection();
  const text = connection.acceptText();
  for (let i = 0; i < 50; i++) {
    connection.write(text[i]!);
    clock.advance(99);
    while (recorder.meter.received <= i) await new Promise((resolve) => setImmediate(resolve));
  }
  assertEquals(recorder.events, []);
  clock.advance(50);
  const end = await recorder.ended();
  assert(end.kind === "handshake");
  assertMatch(end.error, /: i\/o timeout$/);
});

Deno.test("a reset before the response is told as a failed read", async () => {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen((connection) => connection.reset());
  const end = await bed.connect(peer.url).ended();
  assert(end.kind === "handshake");
  assertMatch(end.error, /^read tcp 127\.0\.0\.1:\d+->127\.0\.0\.1:\d+: read: connection reset by peer$/);
});

Deno.test("the response comes with canonical names, in the order received, with the peer's address", async () => {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen((connection) =>
    connection.accept(
      "x-b: 2\r\nX-A: 1\r\nx-b: 3\r\nSec-WebSocket-Protocol: unasked\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n",
    )
  );
  const response = await bed.connect(peer.url).opened();
  const { headers, ...rest } = response;
  assertEquals(headers.filter(([name]) => name.startsWith("X-")), [["X-B", "2"], ["X-A", "1"], ["X-B", "3"]]);
  const expected: Omit<HandshakeResponse, "headers"> = {
    status: 101,
    body: "",
    protocol: "unasked",
    extensions: [],
    cookies: ["a=1", "b=2"],
    remoteAddress: "127.0.0.1",
    isComplete: true,
  };
  assertEquals(rest, expected);
});

Deno.test("the request is sent as it was asked for", async () => {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen((connection) => connection.accept());
  await bed.connect(`${peer.url}/a b?c=d`, { headers: [["x-a", "1"]], protocols: ["p"] }).opened();
  const { request } = await peer.connection();
  assertEquals(request.replace(/Key: .*/, "Key: k").split("\r\n"), [
    "GET /a%20b?c=d HTTP/1.1",
    `Host: 127.0.0.1:${peer.port}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: k",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Protocol: p",
    "X-A: 1",
    "",
    "",
  ]);
});

Deno.test("a server that accepts and stays silent runs into the time limit", async () => {
  const clock = new ManualClock();
  await using bed = new TransportBed({ clock });
  await using peer = await RawPeer.listen(() => {});
  const recorder = bed.connect(peer.url, { handshakeTimeout: 5000 });
  const connection = await peer.connection();
  clock.advance(4999);
  assertEquals(recorder.events, []);
  clock.advance(1);
  const end = await recorder.ended();
  assert(end.kind === "handshake");
  assertMatch(end.error, /^read tcp 127\.0\.0\.1:\d+->127\.0\.0\.1:\d+: i\/o timeout$/);
  await connection.until(({ over }) => over !== undefined);
});

Deno.test("a refusal whose body does not end counts as a refusal when the time is up", async () => {
  const clock = new ManualClock();
  await using bed = new TransportBed({ clock });
  await using peer = await RawPeer.listen((connection) => connection.write("HTTP/1.1 503 Busy\r\n\r\nwait"));
  const recorder = bed.connect(peer.url, { handshakeTimeout: 5000 });
  await peer.connection();
  // Nothing is called back for half a response: only the meter shows that it has come.
  while (recorder.meter.received === 0) await new Promise((resolve) => setImmediate(resolve));
  clock.advance(5000);
  const end = await recorder.ended();
  assert(end.kind === "handshake");
  assertEquals([end.error, end.response?.status, end.response?.body], ["websocket: bad handshake", 503, "wait"]);
});

Deno.test("destroy while the server makes up its mind closes the socket without a word", async () => {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen(() => {});
  const recorder = bed.connect(peer.url);
  const connection = await peer.connection();
  recorder.connection.destroy(false);
  await connection.until(({ over }) => over !== undefined);
  assertEquals(recorder.events, []);
});

Deno.test("bytes are counted from the first to the last, headers and frames included", async () => {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen((connection) => {
    connection.accept();
    connection.writeHex("81026869");
  });
  const recorder = bed.connect(peer.url);
  await recorder.storyOf(1);
  const connection = await peer.connection();
  const { meter } = recorder;
  assertEquals(meter, { sent: connection.request.length, received: connection.acceptText().length + 4 });
  recorder.connection.sendText("hello");
  await connection.until(({ received }) => received.length === 11);
  assertEquals(meter.sent, connection.request.length + 11);
});

Deno.test("no more sockets are opened than allowed", async () => {
  await using bed = new TransportBed({ maxSockets: 1 });
  await using peer = await RawPeer.listen((connection) => connection.accept());
  const first = bed.connect(peer.url);
  await first.opened();
  const end = await bed.connect(peer.url).ended();
  assertEquals(end, {
    kind: "handshake",
    error: `dial tcp 127.0.0.1:${peer.port}: socket: too many open files`,
    response: undefined,
  });
});
