/** The way out: what leaves together, what waits, and what is told about it. */

import { Buffer } from "node:buffer";
import { assert, assertEquals } from "../../support/assert.ts";
import type { ConnectionRecorder } from "../../support/connection_recorder.ts";
import { type RawConnection, RawPeer } from "../../support/raw_peer.ts";
import { TransportBed } from "../../support/transport_bed.ts";

interface Line extends AsyncDisposable {
  readonly bed: TransportBed;
  readonly recorder: ConnectionRecorder;
  readonly connection: RawConnection;
}

/** An open connection with both its ends. */
async function openLine(bed: TransportBed): Promise<Line> {
  const peer = await RawPeer.listen((connection) => connection.accept());
  const recorder = bed.connect(peer.url);
  await recorder.opened();
  const connection = await peer.connection();
  return { bed, recorder, connection, [Symbol.asyncDispose]: () => peer[Symbol.asyncDispose]() };
}

function texts(connection: RawConnection): string[] {
  return connection.frames().filter(({ first }) => first === 0x81).map(({ payload }) => payload.toString());
}

Deno.test("frames of one turn leave in one write", async () => {
  await using bed = new TransportBed();
  await using line = await openLine(bed);
  const { recorder, connection } = line;
  for (let i = 0; i < 100; i++) recorder.connection.sendText(`message ${i}`);
  recorder.connection.ping(new Uint8Array([1]));
  recorder.connection.sendBinary(new Uint8Array(2000));
  await connection.until((peer) => peer.frames().length === 102);
  assertEquals(connection.reads, 1);
  assertEquals(recorder.flushes, 1);
});

Deno.test("frames of one turn leave in one write each, however the connections take turns in sending", async () => {
  await using bed = new TransportBed();
  await using a = await openLine(bed);
  await using b = await openLine(bed);
  for (let i = 0; i < 50; i++) {
    a.recorder.connection.sendText(`a${i}`);
    b.recorder.connection.sendText(`b${i}`);
  }
  for (const [name, { connection }] of [["a", a], ["b", b]] as const) {
    await connection.until((peer) => peer.frames().length === 50);
    assertEquals(texts(connection), Array.from({ length: 50 }, (_, i) => `${name}${i}`));
    assertEquals(connection.reads, 1);
  }
});

Deno.test("small and large frames of several connections keep their order", async () => {
  await using bed = new TransportBed();
  await using a = await openLine(bed);
  await using b = await openLine(bed);
  const sizes = [10, 20_000, 5, 300_000, 70_000, 1, 16_000, 16_000, 16_000, 16_000, 16_000, 3];
  for (const [i, size] of sizes.entries()) {
    a.recorder.connection.sendText(String(i % 10).repeat(size));
    b.recorder.connection.sendBinary(new Uint8Array(size).fill(i));
  }
  await a.connection.until((peer) => peer.frames().length === sizes.length);
  await b.connection.until((peer) => peer.frames().length === sizes.length);
  assertEquals(texts(a.connection), sizes.map((size, i) => String(i % 10).repeat(size)));
  assertEquals(
    b.connection.frames().map(({ payload }) => [payload.length, payload[0]]),
    sizes.map((size, i) => [size, i]),
  );
});

Deno.test("a peer that does not read makes bufferedAmount grow, loses nothing, and is told to be flushed in the end", async () => {
  await using bed = new TransportBed();
  await using line = await openLine(bed);
  const { recorder, connection } = line;
  connection.pause();
  const chunk = new Uint8Array(1_000_000);
  let sent = 0;
  // As long as the kernel takes everything, the turn after sending finds nothing left.
  while (recorder.connection.bufferedAmount < 10_000_000) {
    chunk.fill(sent++);
    recorder.connection.sendBinary(chunk);
    recorder.connection.sendText(`after ${sent}`);
    await Promise.resolve();
  }
  const flushes = recorder.flushes;
  assert(recorder.connection.bufferedAmount <= sent * 1_000_010);
  connection.resume();
  await recorder.until(() => recorder.connection.bufferedAmount === 0);
  assertEquals(recorder.flushes, flushes + 1);
  await connection.until((peer) => peer.bytesReceived >= sent * 1_000_014);
  const frames = connection.frames();
  assertEquals(frames.length, 2 * sent);
  for (let i = 0; i < sent; i++) {
    const bytes = frames[2 * i]!.payload;
    assert(bytes.length === 1_000_000 && bytes[0] === (i & 0xff) && bytes[999_999] === (i & 0xff), `message ${i}`);
    assertEquals(frames[2 * i + 1]!.payload.toString(), `after ${i + 1}`);
  }
});

Deno.test("pings are answered with their payload, and told", async () => {
  await using bed = new TransportBed();
  await using line = await openLine(bed);
  const { recorder, connection } = line;
  connection.writeHex("8900 890568656c6c6f 8a0131");
  assertEquals(await recorder.storyOf(3), [{ ping: "" }, { ping: "hello" }, { pong: "1" }]);
  await connection.until((peer) => peer.frames().length === 2);
  assertEquals(connection.frames().map(({ first, payload }) => [first, payload.toString()]), [[0x8a, ""], [
    0x8a,
    "hello",
  ]]);
});

Deno.test("a peer that sends pings and does not read gets one answer to all of them", async () => {
  await using bed = new TransportBed();
  await using line = await openLine(bed);
  const { recorder, connection } = line;
  connection.pause();
  while (recorder.connection.bufferedAmount < 8_000_000) {
    recorder.connection.sendBinary(new Uint8Array(1_000_000));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const pings = 5000;
  for (let i = 0; i < pings; i++) connection.write(Buffer.from([0x89, 4, ...Buffer.from(String(1000 + i))]));
  await recorder.storyOf(pings);
  connection.resume();
  await recorder.until(() => recorder.connection.bufferedAmount === 0);
  await connection.until((peer) => peer.frames().some(({ first }) => first === 0x8a));
  const pongs = connection.frames().filter(({ first }) => first === 0x8a);
  assertEquals(pongs.map(({ payload }) => payload.toString()), [String(999 + pings)]);
});

Deno.test("ping sends its payload, and refuses one that is too long", async () => {
  await using bed = new TransportBed();
  await using line = await openLine(bed);
  const { recorder, connection } = line;
  assertEquals(recorder.connection.ping(new TextEncoder().encode("id")), true);
  assertEquals(recorder.connection.ping(new Uint8Array(125)), true);
  let error: unknown;
  try {
    recorder.connection.ping(new Uint8Array(126));
  } catch (thrown) {
    error = thrown;
  }
  assert(error instanceof RangeError);
  assertEquals(error.message, "Cannot send a ping of more than 125 bytes: 126");
  await connection.until((peer) => peer.frames().length === 2);
  assertEquals(connection.frames().map(({ first, payload }) => [first, payload.length]), [[0x89, 2], [0x89, 125]]);
});

Deno.test("no two masking keys of a connection are the same", async () => {
  await using bed = new TransportBed();
  await using line = await openLine(bed);
  const { recorder, connection } = line;
  for (let i = 0; i < 50; i++) recorder.connection.sendText("x");
  await connection.until((peer) => peer.received.length === 50 * 7);
  const keys = Array.from({ length: 50 }, (_, i) => connection.received.toString("hex", i * 7 + 2, i * 7 + 6));
  assertEquals(new Set(keys).size, 50);
});

Deno.test("a write to a peer that has reset is told as a failed write or read", async () => {
  await using bed = new TransportBed();
  await using line = await openLine(bed);
  const { recorder, connection } = line;
  connection.reset();
  recorder.connection.sendText("x");
  const end = await recorder.ended();
  assert(end.kind === "read" || end.kind === "write");
});

Deno.test("what is sent on another connection when one is told of its flush leaves as well, and is told once", async () => {
  await using bed = new TransportBed();
  await using a = await openLine(bed);
  await using b = await openLine(bed);
  const { flushed } = a.recorder;
  a.recorder.flushed = () => {
    a.recorder.flushed = flushed;
    b.recorder.connection.sendText("second");
    // Large enough to make room by writing out what was sent before it.
    a.recorder.connection.sendBinary(new Uint8Array(300_000));
  };
  a.recorder.connection.sendText("x");
  b.recorder.connection.sendText("first");
  await b.connection.until((peer) => peer.frames().length === 2);
  await a.connection.until((peer) => peer.frames().length === 2);
  assertEquals(texts(b.connection), ["first", "second"]);
  assertEquals([b.recorder.connection.bufferedAmount, b.recorder.flushes], [0, 1]);
});
