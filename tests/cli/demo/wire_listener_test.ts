/** The endpoints that need a hand on the wire. */

import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { DemoServer } from "../../../src/cli/demo/mod.ts";
import { assertEquals, assertMatch, assertRejects } from "../../support/assert.ts";
import { RecordingClient } from "../../support/recording_client.ts";
import { compressedTextFrame, handshakeRequest, rawClient } from "../../support/raw_client.ts";

Deno.test("/deflate/echo compresses as offered, or as it was told to", async (t) => {
  await using server = await DemoServer.start({ port: 0 });
  const cases = [
    { query: "", offer: {}, answer: "permessage-deflate" },
    {
      query: "",
      offer: { serverNoContextTakeover: true, clientNoContextTakeover: true },
      answer: "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
    },
    {
      query: "?takeover=never",
      offer: {},
      answer: "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
    },
    { query: "?window_bits=10", offer: {}, answer: "permessage-deflate; server_max_window_bits=10" },
  ];
  for (const { query, offer, answer } of cases) {
    await t.step(`${query} for ${JSON.stringify(offer)}`, async () => {
      const perMessageDeflate = { threshold: 0, ...offer };
      await using client = await RecordingClient.open(`${server.wireUrl}/deflate/echo${query}`, [], {
        perMessageDeflate,
      });
      assertEquals((await client.handshake).headers["sec-websocket-extensions"], answer);
      for (const text of ["", "a", "ab".repeat(50_000), "ab".repeat(50_000)]) {
        client.socket.send(text);
        assertEquals(await client.message(), text);
      }
      client.socket.send(Uint8Array.of(1, 2, 3));
      assertEquals(await client.message(), Uint8Array.of(1, 2, 3));
    });
  }
  await t.step("a client that offers nothing gets a plain echo", async () => {
    await using client = await RecordingClient.open(`${server.wireUrl}/deflate/echo`);
    client.socket.send("plain");
    assertEquals([client.socket.extensions, await client.message()], ["", "plain"]);
  });
});

Deno.test("/deflate/echo takes messages that end in a final block, as RFC 7692 section 7.2.3.4 allows", async () => {
  await using server = await DemoServer.start({ port: 0 });
  const extensions = { "Sec-WebSocket-Extensions": "permessage-deflate" };
  const request = handshakeRequest("/deflate/echo?takeover=never", extensions);
  const { connection } = await rawClient(server.wireUrl, request);
  // More often than ws inflates at a time: a place that is never given back would be missed.
  for (let i = 0; i < 12; i++) {
    await connection.write(compressedTextFrame(deflateRawSync(`message ${i}`)));
    const frame = new Uint8Array(100);
    const length = await connection.read(frame) ?? 0;
    assertEquals(frame[0], 0xc1);
    const inflated = inflateRawSync(frame.subarray(2, length), { finishFlush: constants.Z_SYNC_FLUSH });
    assertEquals(inflated.toString(), `message ${i}`);
  }
  connection.close();
});

Deno.test("/ping pings with its payload as often as it was told to", async () => {
  await using server = await DemoServer.start({ port: 0 });
  await using client = await RecordingClient.open(`${server.wireUrl}/ping?every=1&count=3&payload=hi`);
  const pings: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  client.socket.on("ping", (payload) => {
    pings.push(payload.toString());
    if (pings.length === 3) client.socket.send("enough");
  });
  client.socket.on("message", () => resolve());
  await promise;
  assertEquals(pings, ["hi", "hi", "hi"]);
});

Deno.test("/drop loses the connection without a close frame", async () => {
  await using server = await DemoServer.start({ port: 0 });
  await using client = await RecordingClient.open(`${server.wireUrl}/drop`);
  assertEquals(await client.closed, { code: 1006, reason: "" });
});

Deno.test("/drop?how=reset resets it", async () => {
  await using server = await DemoServer.start({ port: 0 });
  const { connection, answer } = await rawClient(server.wireUrl, handshakeRequest("/drop?how=reset"));
  assertMatch(answer, /^HTTP\/1\.1 101 /);
  await assertRejects(() => connection.read(new Uint8Array(1)), Deno.errors.ConnectionReset);
  connection.close();
});

Deno.test("unknown paths and bad parameters are refused", async (t) => {
  await using server = await DemoServer.start({ port: 0 });
  const cases = [
    { path: "/echo", status: 404, text: "No such endpoint\n" },
    { path: "/ping?every=0", status: 400, text: 'every takes 1 to 600000, got "0"\n' },
    { path: "/drop?how=softly", status: 400, text: 'how takes fin or reset, got "softly"\n' },
  ];
  for (const { path, status, text } of cases) {
    await t.step(path, async () => {
      const refusal = await RecordingClient.refusal(server.wireUrl + path);
      assertEquals([refusal.status, refusal.body], [status, text]);
    });
  }
});

Deno.test("the ports are free again once the server has ended", async () => {
  const server = await DemoServer.start({ port: 0 });
  await server[Symbol.asyncDispose]();
  await assertRejects(() => RecordingClient.open(`${server.url}/echo`));
  await assertRejects(() => RecordingClient.open(`${server.wireUrl}/ping`));
});
