/** A consumer that cannot keep up: what is held, what the peer feels, and in which order it comes afterwards. */

import { Buffer } from "node:buffer";
import { assert, assertEquals } from "../../support/assert.ts";
import { RawPeer } from "../../support/raw_peer.ts";
import { TransportBed } from "../../support/transport_bed.ts";

/** Lets everything happen that is due on the sockets. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
}

Deno.test("a pause inside of a callback holds the rest of the same read, the end included", async () => {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen((connection) => {
    connection.accept();
    connection.writeHex("810161 890170 810162 8802 03e8");
  });
  const recorder = bed.connect(peer.url);
  recorder.onEvent = (event) => {
    if ("text" in event || "ping" in event) recorder.connection.pause();
  };
  await recorder.storyOf(1);
  await settle();
  assertEquals(recorder.story, [{ text: "a" }]);
  recorder.connection.resume();
  await recorder.storyOf(2);
  await settle();
  assertEquals(recorder.story.slice(1), [{ ping: "p" }]);
  recorder.connection.resume();
  await recorder.storyOf(3);
  recorder.connection.resume();
  assertEquals(await recorder.ended(), { kind: "close", code: 1000, reason: "" });
});

Deno.test("a peer that goes on sending to a paused consumer is held up, and nothing is lost", async () => {
  await using bed = new TransportBed();
  const payload = Buffer.alloc(60_000, "x");
  const frame = Buffer.concat([Buffer.from([0x82, 126, payload.length >> 8, payload.length & 255]), payload]);
  const count = 500;
  await using peer = await RawPeer.listen((connection) => {
    connection.accept();
    for (let i = 0; i < count; i++) connection.write(frame);
  });
  const recorder = bed.connect(peer.url);
  let received = 0;
  recorder.binary = (data) => {
    assertEquals(data.length, payload.length);
    received++;
    if (received === 10) recorder.connection.pause();
  };
  await recorder.opened();
  while (received < 10) await settle();
  await settle();
  assertEquals(received, 10);
  assert(recorder.meter.received < count * frame.length / 2, "the peer was not held up");
  recorder.connection.resume();
  while (received < count) await settle();
  assertEquals(received, count);
});

Deno.test("sending goes on during a pause", async () => {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen((connection) => connection.accept());
  const recorder = bed.connect(peer.url);
  await recorder.opened();
  recorder.connection.pause();
  recorder.connection.sendText("x");
  const connection = await peer.connection();
  await connection.until(({ received }) => received.length === 7);
});

Deno.test("destroy during a pause forgets what was held", async () => {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen((connection) => {
    connection.accept();
    connection.writeHex("810161 810162");
  });
  const recorder = bed.connect(peer.url);
  recorder.onEvent = (event) => {
    if ("text" in event) recorder.connection.pause();
  };
  await recorder.storyOf(1);
  recorder.connection.resume();
  recorder.connection.destroy(false);
  await settle();
  assertEquals(recorder.story, [{ text: "a" }]);
});

Deno.test("pausing and resuming in one turn changes nothing", async () => {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen((connection) => {
    connection.accept();
    connection.writeHex("810161 810162 810163");
  });
  const recorder = bed.connect(peer.url);
  recorder.onEvent = () => {
    recorder.connection.pause();
    recorder.connection.resume();
  };
  assertEquals(await recorder.storyOf(3), [{ text: "a" }, { text: "b" }, { text: "c" }]);
});
