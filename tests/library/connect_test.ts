/** The function `connect` outside a runner: k6/ws with a promise where k6 blocks. */

import { connect } from "../../mod.ts";
import { assertEquals, assertRejects, assertStringIncludes } from "../support/assert.ts";
import { startServePeer } from "../support/echo_peers.ts";
import { RawPeer } from "../support/raw_peer.ts";

Deno.test("connect resolves with the response when the session is over", async () => {
  await using peer = await startServePeer();
  const events: unknown[] = [];
  const response = await connect(peer.url, { headers: { "Sec-WebSocket-Protocol": "chat" } }, (socket) => {
    events.push("callback");
    socket.on("open", () => {
      events.push("open");
      socket.send("hello");
    });
    socket.on("message", (message) => {
      events.push(message);
      socket.sendBinary(new Uint8Array([1, 2]).buffer);
    });
    socket.on("binaryMessage", (message) => {
      events.push([...new Uint8Array(message)]);
      socket.ping();
    });
    socket.on("pong", () => {
      events.push("pong");
      socket.setTimeout(() => socket.close(1000), 1);
    });
    socket.on("close", (code) => events.push(code));
  });
  assertEquals(events, ["callback", "open", "hello", [1, 2], "pong", 1000]);
  assertEquals([response.url, response.status, response.error], [peer.url, 101, ""]);
  assertEquals(response.headers["Sec-Websocket-Protocol"], "chat");
});

Deno.test("a refusal is a response, and so is a dial that reaches nobody", async () => {
  await using peer = await startServePeer();
  const refused = await connect(`${peer.url}/reject`, () => {});
  assertEquals([refused.status, refused.body, refused.error], [404, "nobody", ""]);
  const failed = await connect("ws://127.0.0.1:1", null, () => {});
  assertEquals([failed.status, failed.error], [0, "dial tcp 127.0.0.1:1: connect: connection refused"]);
});

Deno.test("connect rejects with what is wrong", async (t) => {
  await using peer = await startServePeer();
  const thrown = new TypeError("thrown");
  const cases: [name: string, call: () => Promise<unknown>, text: string][] = [
    ["a callback that throws", () =>
      connect(peer.url, () => {
        throw thrown;
      }), "thrown"],
    ["a handler that throws", () =>
      connect(peer.url, (socket) => {
        socket.on("open", () => {
          throw thrown;
        });
      }), "thrown"],
    [
      "a failed dial with the option throw",
      () => connect("ws://127.0.0.1:1", { options: { throw: true } }, () => {}),
      "connection refused",
    ],
    ["no callback", () => connect(peer.url, undefined as never), "last argument to ws.connect must be a function"],
    ["too few arguments", () => (connect as () => Promise<unknown>)(), "invalid number of arguments to ws.connect"],
  ];
  for (const [name, call, text] of cases) {
    await t.step(name, async () => assertStringIncludes((await assertRejects(call, Error)).message, text));
  }
});

Deno.test("when connect has resolved the connection is gone, also where the server keeps it", async () => {
  await using peer = await RawPeer.listen((connection) => connection.accept());
  const response = await connect(peer.url, (socket) => {
    socket.on("open", () => socket.close());
  });
  assertEquals(response.status, 101);
});

Deno.test("sessions run side by side", async () => {
  await using peer = await startServePeer();
  let open = 0;
  const both = Promise.withResolvers<void>();
  const session = () =>
    connect(peer.url, (socket) => {
      if (++open === 2) both.resolve();
      both.promise.then(() => socket.close());
    });
  const responses = await Promise.all([session(), session()]);
  assertEquals(responses.map(({ status }) => status), [101, 101]);
});
