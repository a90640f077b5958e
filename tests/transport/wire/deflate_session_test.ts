/** permessage-deflate between us and a server that has nothing in common with our codec (npm `ws`), in every agreement. */

import { Buffer } from "node:buffer";
import type { PerMessageDeflateOptions } from "ws";
import type { CompressionOffer } from "../../../src/transport/mod.ts";
import { assertEquals, assertLess } from "../../support/assert.ts";
import { startWsPeer } from "../../support/echo_peers.ts";
import { RawPeer } from "../../support/raw_peer.ts";
import { TransportBed } from "../../support/transport_bed.ts";

const FORGETFUL: CompressionOffer = { serverNoContextTakeover: true, clientNoContextTakeover: true };
const KEEPING: CompressionOffer = { serverNoContextTakeover: false, clientNoContextTakeover: false };

/** What is offered, what the server wants, and what they agree on. */
const AGREEMENTS: [name: string, offer: CompressionOffer, server: PerMessageDeflateOptions, extension: string][] = [
  ["both forget", FORGETFUL, {}, "permessage-deflate; server_no_context_takeover; client_no_context_takeover"],
  ["both keep their windows", KEEPING, {}, "permessage-deflate"],
  [
    "the server forgets of its own accord",
    KEEPING,
    { serverNoContextTakeover: true },
    "permessage-deflate; server_no_context_takeover",
  ],
  [
    "the server wants us to forget",
    KEEPING,
    { clientNoContextTakeover: true },
    "permessage-deflate; client_no_context_takeover",
  ],
  [
    "the server's window is small",
    { ...KEEPING, serverMaxWindowBits: 9 },
    {},
    "permessage-deflate; server_max_window_bits=9",
  ],
  [
    "our window is small",
    { ...KEEPING, clientMaxWindowBits: true },
    { clientMaxWindowBits: 9 },
    "permessage-deflate; client_max_window_bits=9",
  ],
  [
    "both windows are small and forgotten",
    { ...FORGETFUL, serverMaxWindowBits: 10, clientMaxWindowBits: 10 },
    { serverMaxWindowBits: 10, clientMaxWindowBits: 10 },
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover; " +
    "server_max_window_bits=10; client_max_window_bits=10",
  ],
];

Deno.test("compressed messages pass both ways in every agreement", async (t) => {
  for (const [name, compression, deflate, extension] of AGREEMENTS) {
    await t.step(name, async () => {
      await using bed = new TransportBed();
      await using peer = await startWsPeer({ deflate: { threshold: 0, ...deflate } });
      const recorder = bed.connect(peer.url, { compression });
      assertEquals((await recorder.opened()).extensions, [extension]);
      // Far enough apart for the small windows, near enough for the large ones.
      const noise = Buffer.from(crypto.getRandomValues(new Uint8Array(3000))).toString("hex");
      const texts = ["", "a", "é€🎉", noise, noise, "x".repeat(70_000), "", noise];
      for (const text of texts) recorder.connection.sendText(text);
      recorder.connection.sendBinary(new Uint8Array(2000).fill(7));
      const story = await recorder.storyOf(texts.length + 1);
      assertEquals(story, [...texts.map((text) => ({ text })), { binary: Array(2000).fill(7) }]);
    });
  }
});

Deno.test("a server that answers without compression gets plain frames", async () => {
  await using bed = new TransportBed();
  await using peer = await startWsPeer();
  const recorder = bed.connect(peer.url, { compression: FORGETFUL });
  assertEquals((await recorder.opened()).extensions, []);
  recorder.connection.sendText("plain");
  assertEquals(await recorder.storyOf(1), [{ text: "plain" }]);
});

Deno.test("messages leave compressed, the empty one too, and bufferedAmount counts them uncompressed", async () => {
  await using bed = new TransportBed();
  const extension = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
  await using peer = await RawPeer.listen((connection) =>
    connection.accept(`Sec-WebSocket-Extensions: ${extension}\r\n`)
  );
  const recorder = bed.connect(peer.url, { compression: FORGETFUL });
  await recorder.opened();
  recorder.connection.sendText("");
  recorder.connection.sendText("a".repeat(5000));
  recorder.connection.sendBinary(new Uint8Array(5000));
  recorder.connection.ping(Buffer.from("p"));
  assertEquals(recorder.connection.bufferedAmount, 10_000);
  const connection = await peer.connection();
  await connection.until((client) => client.frames().length === 4);
  assertEquals(connection.frames().map(({ first }) => first), [0xc1, 0xc1, 0xc2, 0x89]);
  assertEquals(connection.frames()[0]!.payload.toString("hex"), "00");
  assertLess(connection.frames()[1]!.payload.length, 100);
});
