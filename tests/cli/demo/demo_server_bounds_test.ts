/** The demo server against clients that ask too much, read nothing, or break the protocol: it goes on. */

import { deflateRawSync } from "node:zlib";
import { DemoServer } from "../../../src/cli/demo/mod.ts";
import { assert, assertEquals, assertMatch } from "../../support/assert.ts";
import { RecordingClient } from "../../support/recording_client.ts";
import { compressedTextFrame, handshakeRequest, rawClient } from "../../support/raw_client.ts";

async function assertAlive(server: DemoServer): Promise<void> {
  for (const url of [`${server.url}/echo`, `${server.wireUrl}/ping?every=600000`]) {
    await using client = await RecordingClient.open(url);
    client.socket.send("alive");
    assertEquals(await client.message(), "alive");
  }
}

Deno.test("a message over the limit closes its connection with 1009", async (t) => {
  await using server = await DemoServer.start({ port: 0, limits: { messageSize: 10 } });
  for (const url of [`${server.url}/echo`, `${server.wireUrl}/deflate/echo`]) {
    await t.step(url.slice(url.lastIndexOf(":")), async () => {
      await using client = await RecordingClient.open(url);
      client.socket.send("0123456789");
      assertEquals(await client.message(), "0123456789");
      client.socket.send("0123456789+");
      assertEquals((await client.closed).code, 1009);
    });
  }
});

Deno.test("a client that sends and never reads is let go once its bound is full", async () => {
  await using server = await DemoServer.start({ port: 0, limits: { bufferedBytes: 1_000_000 } });
  await using client = await RecordingClient.open(`${server.url}/echo`);
  client.socket.pause();
  for (let i = 0; i < 300; i++) client.socket.send(new Uint8Array(100_000));
  await new Promise<void>((resolve) => client.socket.send("last", () => resolve()));
  client.socket.resume();
  // The close frame stands behind what the client did not read, so it may see 1013 or just the end.
  const { code } = await client.closed;
  assert(code === 1013 || code === 1006, `closed with ${code}`);
  await assertAlive(server);
});

Deno.test("messages that wait in /slow count against the same bound", async () => {
  await using server = await DemoServer.start({ port: 0, limits: { bufferedBytes: 10 } });
  await using client = await RecordingClient.open(`${server.url}/slow?message=600000`);
  client.socket.send("0123456789");
  client.socket.send("+");
  assertEquals(await client.closed, { code: 1013, reason: "sending too much at a time" });
});

Deno.test("connections over the limit are refused with 503 until one ends", async (t) => {
  await using server = await DemoServer.start({ port: 0, limits: { connections: 1 } });
  for (const url of [`${server.url}/echo`, `${server.wireUrl}/deflate/echo`]) {
    await t.step(url.slice(url.lastIndexOf(":")), async () => {
      const first = await RecordingClient.open(url);
      const refusal = await RecordingClient.refusal(url);
      assertEquals([refusal.status, refusal.body], [503, "The server holds as many connections as it may\n"]);
      first.socket.close();
      await first.closed;
      await using second = await RecordingClient.open(url);
      second.socket.send("place again");
      assertEquals(await second.message(), "place again");
    });
  }
});

Deno.test("a handshake that is none is refused with the reason", async (t) => {
  await using server = await DemoServer.start({ port: 0 });
  const cases = [
    { name: "another version", changes: { "Sec-WebSocket-Version": "8" }, status: 426, text: "is 8; this server" },
    {
      name: "no version",
      changes: { "Sec-WebSocket-Version": undefined },
      status: 426,
      text: "is missing; this server",
    },
    { name: "no key", changes: { "Sec-WebSocket-Key": undefined }, status: 400, text: "not 16 bytes in base64" },
    { name: "a short key", changes: { "Sec-WebSocket-Key": "aGk=" }, status: 400, text: "not 16 bytes in base64" },
    { name: "no connection header", changes: { "Connection": "close" }, status: 400, text: "'connection' header" },
    { name: "a host that is none", changes: { "Host": "a b" }, status: 400, text: "does not name a host" },
  ];
  for (const { name, changes, status, text } of cases) {
    await t.step(name, async () => {
      const { connection, answer } = await rawClient(server.url, handshakeRequest("/echo", changes));
      connection.close();
      assertMatch(answer, new RegExp(`^HTTP/1\\.1 ${status} [^]*${text}`));
    });
  }
});

Deno.test("a client that breaks the protocol ends nothing but its own connection", async (t) => {
  await using server = await DemoServer.start({ port: 0 });
  const frames: Record<string, number[]> = {
    "a reserved opcode": [0x83, 0x80, 0, 0, 0, 0],
    "reserved bits": [0xf1, 0x80, 0, 0, 0, 0],
    "a continuation of nothing": [0x80, 0x80, 0, 0, 0, 0],
    "a fragmented ping": [0x09, 0x80, 0, 0, 0, 0],
    "a ping over 125 bytes": [0x89, 0xfe, 0, 126, 0, 0, 0, 0],
    "text that is not UTF-8": [0x81, 0x81, 0, 0, 0, 0, 0xff],
    "a close frame of one byte": [0x88, 0x81, 0, 0, 0, 0, 3],
    "a length of 2^62 bytes": [0x82, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    "half a frame, then nothing": [0x82, 0xfe],
  };
  for (const [name, bytes] of Object.entries(frames)) {
    await t.step(name, async () => {
      for (const url of [server.url, server.wireUrl]) {
        const path = url === server.url ? "/echo" : "/deflate/echo";
        const { connection, answer } = await rawClient(url, handshakeRequest(path));
        assertMatch(answer, /^HTTP\/1\.1 101 /);
        await connection.write(Uint8Array.from(bytes));
        connection.close();
      }
      await assertAlive(server);
    });
  }
});

Deno.test("compressed data that is none, or far too much, ends nothing but its own connection", async (t) => {
  await using server = await DemoServer.start({ port: 0, limits: { messageSize: 1_000_000 } });
  const payloads = {
    "no deflate data": new Uint8Array(125).fill(0xff),
    "50 MB in 50 KB": deflateRawSync(new Uint8Array(50_000_000)),
  };
  const request = handshakeRequest("/deflate/echo?takeover=never", {
    "Sec-WebSocket-Extensions": "permessage-deflate",
  });
  for (const [name, payload] of Object.entries(payloads)) {
    await t.step(name, async () => {
      // More often than ws inflates at a time: a place that is never given back would be missed.
      for (let i = 0; i < 12; i++) {
        const { connection, answer } = await rawClient(server.wireUrl, request);
        assertMatch(answer, /Sec-WebSocket-Extensions: permessage-deflate/);
        await connection.write(compressedTextFrame(payload));
        await connection.readable.pipeTo(new WritableStream());
      }
      await using client = await RecordingClient.open(`${server.wireUrl}/deflate/echo`, [], {
        perMessageDeflate: { threshold: 0 },
      });
      client.socket.send("alive");
      assertEquals(await client.message(), "alive");
    });
  }
});

Deno.test("a server ends in the middle of everything and leaves nothing open", async () => {
  const server = await DemoServer.start({ port: 0 });
  const paths = [`${server.url}/push?rate=1000`, `${server.url}/ws`, `${server.url}/close/1000?after=600000`];
  const wirePaths = [`${server.wireUrl}/ping?every=1`, `${server.wireUrl}/drop?after=600000`];
  const codes = [1001, 1001, 1001, 1006, 1006];
  const clients = await Promise.all([...paths, ...wirePaths].map((url) => RecordingClient.open(url)));
  const held: Deno.TcpConn[] = [];
  for (const url of [server.url, server.wireUrl]) {
    const path = url === server.url ? "/echo" : "/deflate/echo";
    for (const request of [handshakeRequest(path), handshakeRequest("/nowhere")]) {
      held.push((await rawClient(url, request)).connection);
    }
    const unfinished = await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(url).port) });
    await unfinished.write(new TextEncoder().encode("GET /echo HTTP/1.1\r\nHost: de"));
    held.push(unfinished);
  }
  await server[Symbol.asyncDispose]();
  const closed = await Promise.all(clients.map((client) => client.closed));
  assertEquals(closed.map(({ code }) => code), codes);
  for (const connection of held) connection.close();
});
