/** The demo server as its clients see it, by two independent clients: Deno's own and npm `ws`. */

import { DemoServer } from "../../../src/cli/demo/mod.ts";
import { SquallError } from "../../../src/base/mod.ts";
import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes } from "../../support/assert.ts";
import { RecordingClient } from "../../support/recording_client.ts";

function start(options: Parameters<typeof DemoServer.start>[0] = {}): Promise<DemoServer> {
  return DemoServer.start({ port: 0, ...options });
}

function httpUrl(url: string): string {
  return url.replace("ws://", "http://");
}

Deno.test("/echo answers Deno's own client with the same text and the same bytes", async () => {
  await using server = await start();
  const socket = new WebSocket(`${server.url}/echo`);
  socket.binaryType = "arraybuffer";
  const received: unknown[] = [];
  const { promise: closed, resolve } = Promise.withResolvers<CloseEvent>();
  socket.onopen = () => {
    socket.send("héllo");
    socket.send(Uint8Array.of(0, 1, 255));
    socket.send("");
  };
  socket.onmessage = ({ data }) => {
    received.push(data instanceof ArrayBuffer ? new Uint8Array(data) : data);
    if (received.length === 3) socket.close(3001, "enough");
  };
  socket.onclose = resolve;
  const { code, wasClean } = await closed;
  assertEquals(received, ["héllo", Uint8Array.of(0, 1, 255), ""]);
  assertEquals([code, wasClean], [3001, true]);
});

Deno.test("/echo keeps the order of many messages", async () => {
  await using server = await start();
  await using client = await RecordingClient.open(`${server.url}/echo`);
  for (let i = 0; i < 100; i++) client.socket.send(`${i}`);
  for (let i = 0; i < 100; i++) assertEquals(await client.message(), `${i}`);
});

Deno.test("/ws is a chat: members of a room hear each other, also that somebody has gone", async () => {
  await using server = await start();
  await using ann = await RecordingClient.open(`${server.url}/ws?room=a`);
  assertEquals(await ann.json(), { event: "USER_JOINED", user: "guest-1", message: "guest-1 has joined" });
  const bob = await RecordingClient.open(`${server.url}/ws?room=a`);
  await using _elsewhere = await RecordingClient.open(`${server.url}/ws?room=b`);
  assertEquals(await ann.json(), { event: "USER_JOINED", user: "guest-2", message: "guest-2 has joined" });
  bob.socket.send(JSON.stringify({ event: "SAY", message: "hi" }));
  assertEquals(await ann.json(), { event: "CHAT_MSG", user: "guest-2", message: "hi" });
  ann.socket.send("what?");
  assertEquals(await ann.json(), {
    event: "ERROR",
    message: "Expected a JSON object whose event is SET_NAME, SAY or LEAVE",
  });
  bob.socket.terminate();
  assertEquals(await ann.json(), { event: "USER_LEFT", user: "guest-2", message: "guest-2 has left" });
  ann.socket.send(JSON.stringify({ event: "LEAVE" }));
  assertEquals(await ann.closed, { code: 1000, reason: "bye" });
});

Deno.test("/close/:code closes with what it was asked for", async (t) => {
  await using server = await start();
  const cases = [
    { path: "/close/1000", code: 1000, reason: "" },
    { path: "/close/1001?reason=closed%20by%20server", code: 1001, reason: "closed by server" },
    { path: "/close/1011?after=1", code: 1011, reason: "" },
    { path: "/close/4999?reason=%C3%A9", code: 4999, reason: "é" },
    { path: "/close/none", code: 1005, reason: "" },
  ];
  for (const { path, code, reason } of cases) {
    await t.step(path, async () => {
      await using client = await RecordingClient.open(server.url + path);
      assertEquals(await client.closed, { code, reason });
    });
  }
});

Deno.test("/push sends as many messages as asked for, of the size asked for, then closes", async (t) => {
  await using server = await start();
  for (const type of ["text", "binary"]) {
    await t.step(type, async () => {
      await using client = await RecordingClient.open(`${server.url}/push?rate=1000&size=80&count=3&type=${type}`);
      for (const seq of [1, 2, 3]) {
        const message = await client.message();
        assertEquals(typeof message === "string" ? "text" : "binary", type);
        assertEquals(message.length, 80);
        const { time, ...rest } = JSON.parse(typeof message === "string" ? message : new TextDecoder().decode(message));
        assertEquals(rest.seq, seq);
        assert(time > 1e12, `epoch milliseconds: ${time}`);
      }
      assertEquals(await client.closed, { code: 1000, reason: "done" });
    });
  }
});

Deno.test("/slow echoes in order", async () => {
  await using server = await start();
  await using client = await RecordingClient.open(`${server.url}/slow?handshake=1&message=1`);
  client.socket.send("a");
  client.socket.send("b");
  assertEquals([await client.message(), await client.message()], ["a", "b"]);
});

Deno.test("a server that shuts down refuses a handshake that still waits", async () => {
  const server = await start();
  const refusal = RecordingClient.refusal(`${server.url}/slow?handshake=600000`);
  // The request has reached its endpoint once a later one on the same listener was answered.
  await using client = await RecordingClient.open(`${server.url}/echo`);
  await server[Symbol.asyncDispose]();
  assertEquals((await refusal).status, 503);
  assertEquals((await client.closed).code, 1001);
});

Deno.test("/headers tells what the handshake carried, and answers with the headers asked for", async () => {
  await using server = await start();
  const url = `${server.url}/headers?header=Echo-User-Agent:%20me`;
  const headers = { "User-Agent": "me", "X-One": "1", "Cookie": "a=1; b=two", "Sec-WebSocket-Protocol": "chat, v2" };
  await using client = await RecordingClient.open(url, [], { headers });
  assertEquals((await client.handshake).headers["echo-user-agent"], "me");
  const carried = await client.json() as Record<string, unknown>;
  assertEquals((carried["headers"] as Record<string, string>)["x-one"], "1");
  assertEquals({ ...carried, headers: {} }, {
    path: "/headers",
    query: { header: "Echo-User-Agent: me" },
    headers: {},
    cookies: { a: "1", b: "two" },
    protocols: ["chat", "v2"],
    remoteAddress: "127.0.0.1",
  });
});

Deno.test("/set-cookie sets every cookie in the 101 response", async () => {
  await using server = await start();
  await using client = await RecordingClient.open(`${server.url}/set-cookie?cookie=a=1;%20Path=/&cookie=b=2`);
  assertEquals((await client.handshake).headers["set-cookie"], ["a=1; Path=/", "b=2"]);
});

Deno.test("/subprotocol picks like a server that has a list of its own", async (t) => {
  await using server = await start();
  const cases = [
    { query: "", offered: ["x", "y"], chosen: "x" },
    { query: "?accept=b,a", offered: ["a", "b"], chosen: "b" },
    { query: "?accept=z&accept=a", offered: ["a", "b"], chosen: "a" },
    { query: "?force=a", offered: ["a", "b"], chosen: "a" },
  ];
  for (const { query, offered, chosen } of cases) {
    await t.step(`${query} for ${offered}`, async () => {
      await using client = await RecordingClient.open(`${server.url}/subprotocol${query}`, offered);
      assertEquals(client.socket.protocol, chosen);
      client.socket.send("still an echo");
      assertEquals(await client.message(), "still an echo");
    });
  }
  await t.step("nothing in common", async () => {
    const error = await assertRejects(() => RecordingClient.open(`${server.url}/subprotocol?accept=z`, ["a"]), Error);
    assertEquals(error.message, "Server sent no subprotocol");
  });
  await t.step("a forced one that nobody offered", async () => {
    const error = await assertRejects(() => RecordingClient.open(`${server.url}/subprotocol?force=z`, ["a"]), Error);
    assertEquals(error.message, "Server sent an invalid subprotocol");
  });
});

Deno.test("/reject/:status refuses with that status", async (t) => {
  await using server = await start();
  const cases = [
    { path: "/reject/200", status: 200, body: "rejected with 200\n" },
    { path: "/reject/204", status: 204, body: "" },
    { path: "/reject/401", status: 401, body: "rejected with 401\n" },
    { path: "/reject/503", status: 503, body: "rejected with 503\n" },
  ];
  for (const { path, status, body } of cases) {
    await t.step(path, async () => {
      const refusal = await RecordingClient.refusal(server.url + path);
      assertEquals([refusal.status, refusal.body], [status, body]);
    });
  }
  await t.step("with a location and cookies", async () => {
    const { status, headers } = await RecordingClient.refusal(
      `${server.url}/reject/302?location=/echo&cookie=a=1&cookie=b=2`,
    );
    assertEquals([status, headers["location"], headers["set-cookie"]], [302, "/echo", ["a=1", "b=2"]]);
  });
});

Deno.test("/login answers any request with the user, and with a cookie that handshakes carry", async () => {
  await using server = await start();
  const response = await fetch(`${server.url.replace("ws:", "http:")}/login?user=ada%20l`, { method: "POST" });
  assertEquals(await response.json(), { user: "ada l", method: "POST" });
  assertEquals(response.headers.getSetCookie(), ["session=ada%20l; Path=/; HttpOnly"]);
});

Deno.test("bad parameters are refused with a text that names all of them", async (t) => {
  await using server = await start();
  const cases = [
    { path: "/echo?size=1", text: "size is unknown here; known: nothing\n" },
    {
      path: "/push?rate=0&size=63&kind=text",
      text: 'rate takes 1 to 100000, got "0"\nsize takes 64 to 1048576, got "63"\n' +
        "kind is unknown here; known: rate, size, count, type\n",
    },
    { path: "/push?type=json", text: 'type takes text or binary, got "json"\n' },
    { path: "/close/65536", text: 'code takes 0 to 65535, got "65536"\n' },
    { path: "/close/1e3", text: 'code takes 0 to 65535, got "1e3"\n' },
    { path: `/close/1000?reason=${"x".repeat(124)}`, text: "reason takes at most 123 bytes, got 124\n" },
    { path: "/slow?handshake=-1", text: 'handshake takes 0 to 600000, got "-1"\n' },
    { path: "/reject/101", text: 'status takes 200 to 599, got "101"\n' },
    { path: "/headers?header=X", text: 'header takes Name: value, got "X"\n' },
    {
      path: "/set-cookie?cookie=a=%0D%0A",
      text: 'cookie takes name=value, attributes behind semicolons, got "a=\\r\\n"\n',
    },
    { path: `/ws?room=${"é".repeat(51)}`, text: "room takes at most 100 bytes, got 102\n" },
  ];
  for (const { path, text } of cases) {
    await t.step(path, async () => {
      const { status, body } = await RecordingClient.refusal(server.url + path);
      assertEquals([status, body], [400, text]);
    });
  }
});

Deno.test("plain HTTP gets the list of endpoints, 404 or 426", async (t) => {
  await using server = await start();
  const base = httpUrl(server.url);
  await t.step("/", async () => {
    const response = await fetch(`${base}/`);
    assertEquals(response.status, 200);
    const text = await response.text();
    assertEquals(text, server.describe());
    for (const path of ["/echo", "/ws", "/push", "/close/:code", "/slow", "/headers", "/set-cookie", "/subprotocol"]) {
      assertStringIncludes(text, `  ${path} `);
    }
    for (const path of ["/reject/:status", "/deflate/echo", "/ping", "/drop"]) assertStringIncludes(text, `  ${path} `);
  });
  await t.step("an unknown path", async () => {
    const response = await fetch(`${base}/nowhere`);
    assertEquals([response.status, (await response.text()).split("\n")[0]], [404, "No such endpoint: /nowhere"]);
  });
  await t.step("an endpoint without an upgrade", async () => {
    const response = await fetch(`${base}/echo`);
    assertEquals([response.status, response.headers.get("upgrade")], [426, "websocket"]);
    assertEquals(
      await response.text(),
      '/echo is a WebSocket endpoint; this request has no "Upgrade: websocket" header\n',
    );
  });
  await t.step("the wire-level listener", async () => {
    const response = await fetch(httpUrl(server.wireUrl));
    assertEquals(response.status, 404);
    assertMatch(await response.text(), /^WebSocket endpoints only:\n\n {2}\/deflate\/echo /);
  });
});

Deno.test("a port that is taken is an error that names the address", async () => {
  await using server = await start();
  const port = Number(new URL(server.url).port);
  const wirePort = Number(new URL(server.wireUrl).port);
  for (const options of [{ port, wirePort: 0 }, { port: 0, wirePort }]) {
    const error = await assertRejects(() => start(options), SquallError);
    assertEquals(error.code, "CANNOT_LISTEN");
    assertStringIncludes(error.message, `Cannot listen on 127.0.0.1:${options.port || options.wirePort}: `);
  }
});
