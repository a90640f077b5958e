import { parseWebSocketUrl } from "../../../src/transport/mod.ts";
import {
  acceptForKey,
  buildHandshakeRequest,
  createHandshakeKey,
  type HandshakeRequest,
} from "../../../src/transport/wire/handshake_request.ts";
import { assertEquals, assertMatch } from "../../support/assert.ts";

const KEY = "dGhlIHNhbXBsZSBub25jZQ==";

function build(url: string, request: Partial<HandshakeRequest> = {}): string {
  const parts = { url: parseWebSocketUrl(url), headers: [], protocols: [], compression: undefined, ...request };
  const built = buildHandshakeRequest(parts, KEY);
  return "value" in built ? built.value : `refused: ${built.problem}`;
}

Deno.test("the request is what RFC 6455 section 4.1 asks for, without an Origin", () => {
  assertEquals(
    build("ws://example.com:8080/chat?room=1#top"),
    "GET /chat?room=1 HTTP/1.1\r\nHost: example.com:8080\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      `Sec-WebSocket-Key: ${KEY}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  );
});

Deno.test("subprotocols, compression and headers follow", () => {
  const request = build("ws://h", {
    headers: [["x-a", "1"], ["COOKIE", "a=b; c=d"], ["x-empty", ""]],
    protocols: ["chat", "superchat"],
    compression: { serverNoContextTakeover: true, clientNoContextTakeover: true },
  });
  assertEquals(
    request.slice(request.indexOf("Sec-WebSocket-Protocol")),
    "Sec-WebSocket-Protocol: chat, superchat\r\n" +
      "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n" +
      "X-A: 1\r\nCookie: a=b; c=d\r\nX-Empty: \r\n\r\n",
  );
});

Deno.test("a Host header replaces ours", () => {
  assertMatch(
    build("ws://10.0.0.1/", { headers: [["host", "name.example"]] }),
    /^GET \/ HTTP\/1.1\r\nHost: name.example\r\n/,
  );
});

Deno.test("a line break in a value does not start a header", () => {
  assertMatch(build("ws://h", { headers: [["x-a", "1\r\nX-Injected: 2"]] }), /\r\nX-A: 1 {2}X-Injected: 2\r\n/);
  assertMatch(
    build("ws://h", { protocols: ["a\r\nX-Injected: 2"] }),
    /\r\nSec-WebSocket-Protocol: a {2}X-Injected: 2\r\n/,
  );
});

Deno.test("headers of the handshake itself cannot be set", async (t) => {
  const cases: [header: string, message: string][] = [
    ["upgrade", "websocket: duplicate header not allowed: Upgrade"],
    ["CONNECTION", "websocket: duplicate header not allowed: Connection"],
    ["Sec-WebSocket-Key", "websocket: duplicate header not allowed: Sec-Websocket-Key"],
    ["sec-websocket-version", "websocket: duplicate header not allowed: Sec-Websocket-Version"],
    ["Sec-WebSocket-Extensions", "websocket: duplicate header not allowed: Sec-Websocket-Extensions"],
    ["bad name", 'net/http: invalid header field name "bad name"'],
    ["", 'net/http: invalid header field name ""'],
  ];
  for (const [header, message] of cases) {
    await t.step(header, () => assertEquals(build("ws://h", { headers: [[header, "x"]] }), `refused: ${message}`));
  }
});

Deno.test("a Sec-WebSocket-Protocol header is sent as it is, unless subprotocols were given", () => {
  const headers: [string, string][] = [["Sec-WebSocket-Protocol", "a, b"]];
  assertMatch(build("ws://h", { headers }), /\r\nSec-Websocket-Protocol: a, b\r\n/);
  assertEquals(
    build("ws://h", { headers, protocols: ["c"] }),
    "refused: websocket: duplicate header not allowed: Sec-Websocket-Protocol",
  );
});

Deno.test("acceptForKey gives the answer of RFC 6455 section 1.3", () => {
  assertEquals(acceptForKey(KEY), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
});

Deno.test("createHandshakeKey makes 16 bytes in base64, other ones each time", () => {
  const keys = new Set(Array.from({ length: 100 }, createHandshakeKey));
  assertEquals(keys.size, 100);
  for (const key of keys) assertEquals(atob(key).length, 16);
});
