import {
  decodeFrameHeader,
  encodeFrameHeader,
  FIN,
  FrameHeader,
  MAX_HEADER_SIZE,
  RSV1,
  sizeForLength,
  sizeFromSecondByte,
} from "../../../src/transport/wire/frame_header.ts";
import { assertEquals } from "../../support/assert.ts";

function header(first: number, length: number, maskKey?: number): FrameHeader {
  const fields = new FrameHeader();
  fields.first = first;
  fields.length = length;
  fields.masked = maskKey !== undefined;
  fields.maskKey = maskKey ?? 0;
  return fields;
}

function encode(fields: FrameHeader): Uint8Array {
  const bytes = new Uint8Array(MAX_HEADER_SIZE + 3);
  return bytes.slice(3, encodeFrameHeader(bytes, 3, fields));
}

function decode(bytes: Uint8Array): FrameHeader {
  const fields = new FrameHeader();
  const end = decodeFrameHeader(bytes, 0, fields);
  assertEquals(end, bytes.length);
  return fields;
}

Deno.test("headers look on the wire as RFC 6455 section 5.2 draws them", async (t) => {
  const cases: [name: string, header: FrameHeader, hex: string][] = [
    ["an empty text", header(FIN | 1, 0), "8100"],
    ["the longest 7-bit length", header(FIN | 2, 125), "827d"],
    ["the shortest 16-bit length", header(FIN | 2, 126), "827e007e"],
    ["a 16-bit length", header(FIN | 2, 127), "827e007f"],
    ["the longest 16-bit length", header(FIN | 2, 65_535), "827effff"],
    ["the shortest 64-bit length", header(FIN | 2, 65_536), "827f0000000000010000"],
    ["a length beyond 32 bits", header(2, 2 ** 32 + 5), "027f0000000100000005"],
    ["the largest exact length", header(2, Number.MAX_SAFE_INTEGER), "027f001fffffffffffff"],
    ["a masked, compressed text", header(FIN | RSV1 | 1, 5, 0x0403_0201), "c18501020304"],
    ["a key with its highest bit set", header(FIN | 1, 126, 0x8403_0201 | 0), "81fe007e01020384"],
    ["a masked 64-bit length", header(FIN | 1, 65_536, -1), "81ff0000000000010000ffffffff"],
  ];
  for (const [name, fields, hex] of cases) {
    await t.step(name, () => {
      assertEquals(encode(fields).toHex(), hex);
      assertEquals(decode(Uint8Array.fromHex(hex)), fields);
    });
  }
});

Deno.test("random headers survive the way there and back", () => {
  const lengths = [0, 1, 124, 125, 126, 127, 65_534, 65_535, 65_536, 65_537, 2 ** 31, 2 ** 32, 2 ** 53 - 1];
  const random = new Int32Array(3);
  for (let i = 0; i < 10_000; i++) {
    crypto.getRandomValues(random);
    const [first, choice, key] = random as unknown as [number, number, number];
    const length = lengths[(choice >>> 1) % lengths.length]!;
    const fields = header(first & 0xff, length, (choice & 1) === 0 ? undefined : key);
    const bytes = encode(fields);
    assertEquals(decode(bytes), fields);
    assertEquals(bytes.length, sizeFromSecondByte(bytes[1]!));
    assertEquals(bytes.length, sizeForLength(length, fields.masked));
  }
});

Deno.test("a 64-bit length with its highest bit set is no length", () => {
  assertEquals(decode(Uint8Array.fromHex("827f8000000000000000")).length, Infinity);
});

Deno.test("a length that is written longer than needed is read all the same", () => {
  assertEquals(decode(Uint8Array.fromHex("817e0002")).length, 2);
  assertEquals(decode(Uint8Array.fromHex("817f0000000000000002")).length, 2);
});
