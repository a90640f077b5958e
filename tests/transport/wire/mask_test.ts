import { AlignedBlock } from "../../../src/transport/wire/aligned_block.ts";
import { mask, MaskKeys } from "../../../src/transport/wire/mask.ts";
import { assertEquals, assertNotEquals } from "../../support/assert.ts";

/** What RFC 6455 section 5.3 says, word for word. */
function maskNaively(bytes: Uint8Array, start: number, end: number, key: number): void {
  const octets = [key & 0xff, (key >>> 8) & 0xff, (key >>> 16) & 0xff, key >>> 24];
  for (let i = start; i < end; i++) bytes[i] = bytes[i]! ^ octets[(i - start) % 4]!;
}

Deno.test("masking equals the naive way at all small lengths and all alignments, and touches nothing else", () => {
  const block = new AlignedBlock(300);
  const expected = new Uint8Array(300);
  crypto.getRandomValues(expected);
  block.bytes.set(expected);
  const key = 0xc3a5_7e01 | 0;
  for (let start = 0; start < 9; start++) {
    for (let length = 0; length <= 140; length++) {
      mask(block, start, start + length, key);
      maskNaively(expected, start, start + length, key);
      assertEquals(block.bytes.equals(expected), true, `start ${start}, length ${length}`);
    }
  }
});

Deno.test("masking equals the naive way for random keys and long payloads", () => {
  const block = new AlignedBlock(70_000);
  const expected = new Uint8Array(70_000);
  const keys = new MaskKeys();
  for (const length of [1023, 4096, 65_535, 65_536, 65_537]) {
    for (let start = 2; start < 10; start++) {
      const key = keys.next();
      mask(block, start, start + length, key);
      maskNaively(expected, start, start + length, key);
    }
    assertEquals(block.bytes.equals(expected), true, `length ${length}`);
  }
});

Deno.test("masking twice with a key undoes it", () => {
  const block = new AlignedBlock(16);
  mask(block, 1, 14, 0x1234_5678);
  assertNotEquals(block.bytes.readInt32LE(4), 0);
  mask(block, 1, 14, 0x1234_5678);
  assertEquals(block.bytes.toString("hex"), "00".repeat(16));
});

Deno.test("MaskKeys draws a fresh key every time, beyond its first fill", () => {
  const keys = new MaskKeys();
  const drawn = new Set(Array.from({ length: 3000 }, () => keys.next()));
  // Of 3,000 keys out of four billion, two are equal about once in a thousand runs; ten never are.
  assertEquals(drawn.size > 2990, true);
});
