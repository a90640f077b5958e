import { Buffer } from "node:buffer";
import { FrameEncoder } from "../../../src/transport/wire/frame_encoder.ts";
import { decodeFrameHeader, FIN, FrameHeader, sizeForLength } from "../../../src/transport/wire/frame_header.ts";
import { Outbox } from "../../../src/transport/wire/outbox.ts";
import { assert, assertEquals } from "../../support/assert.ts";

function reportDefect(error: unknown): void {
  throw error;
}

/** The encoder's last frame: its header, and its payload without the mask. */
function lastFrame({ block, start, end }: FrameEncoder): { header: FrameHeader; payload: Buffer; size: number } {
  const header = new FrameHeader();
  const at = decodeFrameHeader(block.bytes, start, header);
  const payload = Buffer.from(block.bytes.subarray(at, end));
  for (let i = 0; i < payload.length; i++) payload[i] = payload[i]! ^ (header.maskKey >>> (8 * (i % 4)));
  return { header, payload, size: end - start };
}

Deno.test("text frames are masked, and have the shortest header for any length and any script", async (t) => {
  const encoder = new FrameEncoder(new Outbox(reportDefect));
  for (const character of ["a", "é", "€", "🎉"]) {
    const bytesEach = Buffer.byteLength(character);
    for (const bytes of [0, 1, 120, 125, 126, 132, 65_535, 65_536, 65_544, 300_000]) {
      const text = character.repeat(Math.floor(bytes / bytesEach)) + "x".repeat(bytes % bytesEach);
      await t.step(`${bytes} bytes of ${character}`, () => {
        const length = encoder.text(FIN | 1, text);
        const { header, payload, size } = lastFrame(encoder);
        assertEquals(length, bytes);
        assertEquals([header.first, header.masked, header.length], [FIN | 1, true, bytes]);
        assertEquals(payload.toString(), text);
        assertEquals(size, sizeForLength(bytes, true) + bytes);
      });
    }
  }
});

Deno.test("lone surrogates become U+FFFD", () => {
  const encoder = new FrameEncoder(new Outbox(reportDefect));
  const length = encoder.text(FIN | 1, "a\uD800b\uDC00");
  assertEquals(lastFrame(encoder).payload.toString(), "a\uFFFDb\uFFFD");
  assertEquals(length, 8);
});

Deno.test("binary frames carry a copy", () => {
  const encoder = new FrameEncoder(new Outbox(reportDefect));
  for (const length of [0, 1, 125, 126, 65_535, 65_536, 1_000_000]) {
    const data = crypto.getRandomValues(new Uint8Array(Math.min(length, 65_536)));
    const payload = Buffer.concat(new Array(Math.ceil(length / 65_536)).fill(data)).subarray(0, length);
    const original = Buffer.from(payload);
    encoder.binary(FIN | 2, payload);
    assert(payload.equals(original), "the caller's bytes were touched");
    payload.fill(0);
    assert(lastFrame(encoder).payload.equals(original));
  }
});

Deno.test("frames lie one behind the other until the turn ends", async () => {
  const outbox = new Outbox(reportDefect);
  const encoder = new FrameEncoder(outbox);
  encoder.text(FIN | 1, "one");
  const { block, start, end } = encoder;
  encoder.text(FIN | 1, "two");
  assertEquals([encoder.block === block, encoder.start], [true, end]);
  outbox.add({ writeOut() {}, afterFlush() {} });
  await Promise.resolve();
  encoder.text(FIN | 1, "three");
  assertEquals([encoder.block === block, encoder.start], [true, start]);
});
