import { Buffer } from "node:buffer";
import { BufferPool } from "../../../src/transport/wire/buffer_pool.ts";
import { FrameDecoder } from "../../../src/transport/wire/frame_decoder.ts";
import {
  MAX_EMPTY_FRAGMENTS,
  MessageAssembler,
  type MessageSink,
} from "../../../src/transport/wire/message_assembler.ts";
import { assertEquals } from "../../support/assert.ts";
import { DECODER_VECTORS, type DecoderVector } from "./decoder_vectors.ts";

const CONTROL_NAMES: Readonly<Record<number, string>> = { 8: "close", 9: "ping", 10: "pong" };

/** Writes messages down, and stops where a session would: behind a close, and wherever a test says so. */
class EventLog implements MessageSink {
  readonly events: string[] = [];
  /** How many messages to take before the decoder is told to stop. */
  patience = Infinity;

  message(opcode: number, compressed: boolean, bytes: Buffer, start: number, end: number): boolean {
    const payload = bytes.subarray(start, end);
    const kind = `${compressed ? "compressed " : ""}${opcode === 1 ? "text" : "binary"}`;
    this.events.push(`${kind} ${opcode === 1 && !compressed ? payload.toString() : payload.toString("hex")}`);
    return --this.patience > 0;
  }

  control(opcode: number, bytes: Buffer, start: number, end: number): boolean {
    this.events.push(`${CONTROL_NAMES[opcode]} ${bytes.toString("hex", start, end)}`);
    return opcode !== 8;
  }

  violation(code: number, reason: string): void {
    this.events.push(`violation ${code} ${reason}`);
  }
}

/** A decoder with all that is behind it. */
function decoderFor(
  log: EventLog,
  { compression = false, limit = 2 ** 20 }: Partial<DecoderVector> = {},
): FrameDecoder {
  return new FrameDecoder(new MessageAssembler(log, new BufferPool(), limit), compression);
}

function isOver({ events }: EventLog): boolean {
  const last = events.at(-1);
  return last !== undefined && /^(violation|close)/.test(last);
}

/** Feeds a stream cut at some places. Every piece lies in memory of its own that is overwritten afterwards. */
function feed(vector: DecoderVector, bytes: Buffer, cuts: readonly number[]): string[] {
  const log = new EventLog();
  const decoder = decoderFor(log, vector);
  let start = 0;
  for (const cut of [...cuts, bytes.length]) {
    if (isOver(log)) break;
    const piece = Buffer.concat([Buffer.of(0xff), bytes.subarray(start, cut), Buffer.of(0xff)]);
    decoder.decode(piece, 1, piece.length - 1);
    piece.fill(0xff);
    start = cut;
  }
  return log.events;
}

Deno.test("streams mean the same whole and in pieces", async (t) => {
  for (const vector of DECODER_VECTORS) {
    await t.step(vector.name, () => {
      const bytes = Buffer.from(vector.hex.replaceAll(" ", ""), "hex");
      const { events } = vector;
      assertEquals(feed(vector, bytes, []), events, "whole");
      for (let first = 1; first < bytes.length; first++) {
        assertEquals(feed(vector, bytes, [first]), events, `cut at ${first}`);
        for (let second = first + 1; second < bytes.length; second++) {
          assertEquals(feed(vector, bytes, [first, second]), events, `cut at ${first} and ${second}`);
        }
      }
      const everywhere = Array.from({ length: bytes.length - 1 }, (_, i) => i + 1);
      assertEquals(feed(vector, bytes, everywhere), events, "byte by byte");
    });
  }
});

Deno.test("FrameDecoder stops behind the message at which it is told to, and goes on from there", () => {
  const log = new EventLog();
  log.patience = 2;
  const decoder = decoderFor(log);
  const bytes = Buffer.from("810161810162810163", "hex");
  const stopped = decoder.decode(bytes, 0, bytes.length);
  assertEquals(stopped, 6);
  assertEquals(log.events, ["text a", "text b"]);
  log.patience = Infinity;
  assertEquals(decoder.decode(bytes, stopped, bytes.length), bytes.length);
  assertEquals(log.events, ["text a", "text b", "text c"]);
});

Deno.test("a message of a megabyte in small pieces comes out whole, and its memory is used again", () => {
  const payload = Buffer.alloc(2 ** 20, "squall");
  const bytes = Buffer.concat([Buffer.from("827f0000000000100000", "hex"), payload]);
  const log = new EventLog();
  const decoder = decoderFor(log);
  for (let round = 0; round < 2; round++) {
    for (let at = 0; at < bytes.length; at += 1000) {
      decoder.decode(Buffer.from(bytes.subarray(at, at + 1000)), 0, Math.min(1000, bytes.length - at));
    }
  }
  const expected = `binary ${payload.toString("hex")}`;
  assertEquals(log.events.length, 2);
  assertEquals(log.events.every((event) => event === expected), true);
});

Deno.test("memory follows the bytes that arrive, not what a peer announces, and is given back when the connection ends", () => {
  const taken: number[] = [];
  const given: number[] = [];
  class WatchedPool extends BufferPool {
    override take(size: number): Buffer {
      const buffer = super.take(size);
      taken.push(buffer.length);
      return buffer;
    }
    override give(buffer: Buffer): void {
      given.push(buffer.length);
      super.give(buffer);
    }
  }
  const assembler = new MessageAssembler(new EventLog(), new WatchedPool(), 2 ** 40);
  const decoder = new FrameDecoder(assembler, false);
  const announcement = Buffer.from("827f0000000100000000", "hex");
  decoder.decode(announcement, 0, announcement.length);
  assertEquals([taken, given], [[256 * 1024], []]);
  const piece = Buffer.alloc(100_000);
  for (let i = 0; i < 3; i++) decoder.decode(piece, 0, piece.length);
  assertEquals([taken, given], [[256 * 1024, 512 * 1024], [256 * 1024]]);
  assembler.dispose();
  assertEquals(given, [256 * 1024, 512 * 1024]);
});

Deno.test("a text longer than a string can be is refused as it is announced, whatever the limit; binary data is not", async (t) => {
  // Lengths of 536,870,888 and one more; the second byte of a pair is that of a fragment.
  const cases: [name: string, hex: string, refused: boolean][] = [
    ["the longest text", "817f000000001fffffe8", false],
    ["one byte more", "817f000000001fffffe9", true],
    ["one byte more, in fragments", "0101" + "61" + "807f000000001fffffe8", true],
    ["the same as binary data", "827f000000001fffffe9", false],
  ];
  for (const [name, hex, refused] of cases) {
    await t.step(name, () => {
      const log = new EventLog();
      const assembler = new MessageAssembler(log, new BufferPool(), 2 ** 30);
      new FrameDecoder(assembler, false).decode(Buffer.from(hex, "hex"), 0, hex.length / 2);
      assertEquals(log.events, refused ? ["violation 1009 message too big"] : []);
      assembler.dispose();
    });
  }
});

Deno.test("a message must not have more empty fragments than allowed", () => {
  const log = new EventLog();
  const decoder = decoderFor(log);
  decoder.decode(Buffer.from("0100", "hex"), 0, 2);
  const empty = Buffer.alloc(2 * 4096);
  for (let fragments = 1; fragments < MAX_EMPTY_FRAGMENTS; fragments += 4096) decoder.decode(empty, 0, empty.length);
  assertEquals(log.events, ["violation 1008 too many empty fragments"]);
});

Deno.test("fragments that bring something are limited by the size of their message alone", () => {
  const log = new EventLog();
  const count = 2 * MAX_EMPTY_FRAGMENTS;
  const decoder = decoderFor(log, { limit: count });
  const fragments = Buffer.alloc(3 * count);
  for (let i = 0; i < count; i++) fragments.set([i === 0 ? 0x01 : i === count - 1 ? 0x80 : 0x00, 1, 0x61], 3 * i);
  decoder.decode(fragments, 0, fragments.length);
  assertEquals(log.events.map((event) => event.length), ["text ".length + count]);
  decoder.decode(fragments, 0, fragments.length - 3);
  const tooMuch = Buffer.from("000261610000", "hex");
  decoder.decode(tooMuch, 0, 4);
  assertEquals(log.events.slice(1), ["violation 1009 message too big"]);
});

Deno.test("a compressed message may be larger than the limit, to a degree, while it is compressed", () => {
  const limit = 10_000;
  for (
    const [size, event] of [[13_524, `compressed binary ${"00".repeat(13_524)}`], [
      13_525,
      "violation 1009 message too big",
    ]] as const
  ) {
    const log = new EventLog();
    const decoder = decoderFor(log, { compression: true, limit });
    decoder.decode(Buffer.from([0xc2, 126, size >> 8, size & 0xff]), 0, 4);
    if (log.events.length === 0) decoder.decode(Buffer.alloc(size), 0, size);
    assertEquals(log.events, [event]);
  }
});
