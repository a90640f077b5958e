/** The class `WebSocket` outside a runner: k6's, with what a VU would know in its params. */

import { Buffer } from "node:buffer";
import { CookieJar, type Metrics, SquallError, WebSocket } from "../../mod.ts";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "../support/assert.ts";
import { startServePeer, startWsPeer } from "../support/echo_peers.ts";
import { RawPeer } from "../support/raw_peer.ts";
import { SERVER } from "../support/tls_fixtures.ts";

/** Waits for the end of a socket; gives its events in order. */
function ended(ws: WebSocket): Promise<string[]> {
  const events: string[] = [];
  ws.addEventListener("open", () => events.push("open"));
  ws.addEventListener("message", ({ data }) => events.push(`message ${data}`));
  ws.addEventListener("error", ({ error }) => events.push(`error ${error}`));
  ws.addEventListener("ping", () => events.push("ping"));
  ws.addEventListener("pong", () => events.push("pong"));
  return new Promise((resolve) => {
    ws.addEventListener("close", ({ code, wasClean }) => resolve([...events, `close ${code} ${wasClean}`]));
  });
}

Deno.test("a socket opens, talks, pings and closes, and leaves nothing open", async () => {
  await using peer = await startServePeer();
  const ws = new WebSocket(peer.url, ["chat"]);
  assertEquals([ws.readyState, ws.protocol, ws.response], [WebSocket.CONNECTING, "", null]);
  const events = ended(ws);
  ws.onopen = () => {
    assertEquals([ws.readyState, ws.protocol, ws.response?.status], [ws.OPEN, "chat", 101]);
    ws.send("hello");
  };
  ws.onmessage = () => ws.ping();
  ws.onpong = () => ws.close(3001, "enough");
  assertEquals(await events, [
    "open",
    "message hello",
    "pong",
    "error websocket: close 3001: enough",
    "close 3001 true",
  ]);
  assertEquals(ws.readyState, WebSocket.CLOSED);
});

Deno.test("all sockets have one class, with or without new", async () => {
  const call = WebSocket as unknown as (url: string) => WebSocket;
  const sockets = [new WebSocket("ws://127.0.0.1:1"), call("ws://127.0.0.1:1")];
  const endings = sockets.map(ended);
  for (const ws of sockets) assert(ws instanceof WebSocket);
  assertEquals(await Promise.all(endings), [
    ["error dial tcp 127.0.0.1:1: connect: connection refused", "close undefined false"],
    ["error dial tcp 127.0.0.1:1: connect: connection refused", "close undefined false"],
  ]);
});

Deno.test("wrong arguments throw at once, in k6's words or ours", async (t) => {
  const cases: [name: string, make: () => unknown, text: string][] = [
    ["no URL", () => new WebSocket(undefined as unknown as string), "WebSocket requires a url"],
    [
      "another scheme",
      () => new WebSocket("http://x/"),
      'WebSocket requires url with scheme ws or wss, but got "http"',
    ],
    ["an unknown param", () => new WebSocket("ws://x/", null, { timeout: 1 } as object), "unknown WebSocket's option"],
    ["a bad option", () => new WebSocket("ws://x/", null, { options: { blacklistIPs: ["x"] } }), "blacklistIPs"],
    ["other metrics", () => new WebSocket("ws://x/", null, { metrics: {} as Metrics }), "is no Metrics of squall"],
    ["another transport", () => {
      return new WebSocket("ws://x/", null, { transport: "pigeon" as "wire" });
    }, "unknown transport 'pigeon'"],
  ];
  for (const [name, make, text] of cases) {
    await t.step(name, () => assertStringIncludes(assertThrows(make, Error).message, text));
  }
});

Deno.test("options are k6's: hosts, user agent, client settings", async () => {
  const requests: string[] = [];
  await using peer = await startWsPeer({
    onRequest: ({ headers }) => requests.push(`${headers["user-agent"]} ${headers.host} ${headers["x-a"]}`),
  });
  const { port } = new URL(peer.url);
  const options = { hosts: { "chat.example": "127.0.0.1" }, userAgent: "me" };
  const ws = new WebSocket(`ws://chat.example:${port}/`, null, { options, headers: { "X-A": "b" } });
  ws.onopen = () => ws.close();
  assertEquals(await ended(ws), ["open", "close 1000 true"]);
  assertEquals(requests, [`me chat.example:${port} b`]);
});

Deno.test("certificates are verified unless the options say otherwise", async () => {
  await using peer = await startWsPeer({ tls: SERVER });
  const strict = await ended(new WebSocket(peer.url));
  assertStringIncludes(strict[0] ?? "", "error tls: failed to verify certificate");
  const ws = new WebSocket(peer.url, null, { options: { insecureSkipTLSVerify: true } });
  ws.onopen = () => ws.close();
  assertEquals(await ended(ws), ["open", "close 1000 true"]);
});

Deno.test("cookies of a jar go with the handshake, those of the response come back to it", async () => {
  const cookies: (string | undefined)[] = [];
  await using peer = await RawPeer.listen((connection) => {
    cookies.push(/^cookie: (.*)\r$/im.exec(connection.request)?.[1]);
    connection.accept("Set-Cookie: seen=1\r\n");
    connection.writeHex("8802 03e8");
    connection.end();
  });
  const jar = new CookieJar();
  const home = peer.url.replace("ws:", "http:");
  jar.set(home, "session", "s3cret");
  await ended(new WebSocket(peer.url, null, { jar }));
  assertEquals(jar.cookiesForURL(home), { session: ["s3cret"], seen: ["1"] });
  await ended(new WebSocket(peer.url));
  assertEquals(cookies, ["session=s3cret", undefined]);
});

Deno.test("a peer that keeps TCP open after the close frame holds the close event up, not the sanitizers", async () => {
  await using peer = await RawPeer.listen(async (connection) => {
    connection.accept();
    await connection.until(() => connection.frames().length > 0);
    connection.writeHex("8802 03e8");
  });
  const ws = new WebSocket(peer.url);
  ws.onopen = () => ws.close();
  assertEquals(await ended(ws), ["open", "close 1000 true"]);
});

Deno.test("compressed messages leave no compressor open", async () => {
  await using peer = await startWsPeer({ deflate: { threshold: 0 } });
  const ws = new WebSocket(peer.url, null, { compression: "deflate" });
  const text = "again ".repeat(200);
  ws.onopen = () => ws.send(text);
  ws.onmessage = ({ data }) => ws.close(data === text ? 1000 : 3000);
  assertEquals((await ended(ws)).at(-1), "close 1000 true");
});

Deno.test("what a handler throws closes the socket and is an uncaught exception", async () => {
  await using peer = await startServePeer();
  const uncaught = Promise.withResolvers<unknown>();
  const listener = (event: globalThis.ErrorEvent): void => {
    event.preventDefault();
    uncaught.resolve(event.error);
  };
  globalThis.addEventListener("error", listener);
  try {
    const ws = new WebSocket(peer.url);
    const error = new Error("no good");
    const told: string[] = [];
    ws.onerror = (event) => told.push(event.error);
    ws.onopen = () => {
      throw error;
    };
    await ended(ws);
    assertEquals(await uncaught.promise, error);
    assertStringIncludes(told[0] ?? "", "no good");
  } finally {
    globalThis.removeEventListener("error", listener);
  }
});

Deno.test("what waits for a promise runs between two messages of one packet", async () => {
  await using peer = await RawPeer.listen((connection) => {
    connection.accept();
    connection.write(Buffer.from("\x81\x01a\x81\x01b\x88\x00", "latin1"));
    connection.end();
  });
  const order: string[] = [];
  const ws = new WebSocket(peer.url);
  ws.onmessage = async ({ data }) => {
    order.push(data);
    await Promise.resolve().then(() => {}).then(() => {});
    order.push(`after ${data}`);
  };
  await ended(ws);
  assertEquals(order, ["a", "after a", "b", "after b"]);
});

Deno.test("errors about options carry a code", () => {
  const make = () => new WebSocket("ws://x/", null, { options: { dns: { ttl: "soon" } } });
  assertEquals(assertThrows(make, SquallError).code, "INVALID_OPTIONS");
});
