/** The parts of the wire codec without a network: masking, encoding, decoding, in nanoseconds per frame. */

import { Buffer } from "node:buffer";
import { AlignedBlock } from "../../src/transport/wire/aligned_block.ts";
import { BufferPool } from "../../src/transport/wire/buffer_pool.ts";
import { CodecPool } from "../../src/transport/wire/codec_pool.ts";
import { FrameDecoder } from "../../src/transport/wire/frame_decoder.ts";
import { FrameEncoder } from "../../src/transport/wire/frame_encoder.ts";
import { encodeFrameHeader, FIN, FrameHeader, sizeForLength } from "../../src/transport/wire/frame_header.ts";
import { mask, MaskKeys } from "../../src/transport/wire/mask.ts";
import { MessageAssembler, type MessageSink } from "../../src/transport/wire/message_assembler.ts";
import { MessageDeflate } from "../../src/transport/wire/message_deflate.ts";
import { Outbox } from "../../src/transport/wire/outbox.ts";
import { Utf8Decoder } from "../../src/transport/wire/utf8_decoder.ts";

const SIZES = [16, 64, 256, 1024, 4096, 65_536];
const ROUNDS = 15;

/** Decodes texts and forgets them. */
class TextSink implements MessageSink {
  readonly #utf8 = new Utf8Decoder(true);
  length = 0;

  message(_opcode: number, _compressed: boolean, bytes: Buffer, start: number, end: number): boolean {
    this.length += this.#utf8.decode(bytes, start, end).length;
    return true;
  }

  control(): boolean {
    return true;
  }

  violation(_code: number, reason: string): void {
    throw new Error(reason);
  }
}

/** Prints a line for each part, a column for each size of payload. */
export async function benchCodec(): Promise<void> {
  console.log(`ns per frame, payload of ${SIZES.join(", ")} bytes`);
  await row("mask", benchMask);
  await row("encode a text", benchEncodeText);
  await row("encode a binary", benchEncodeBinary);
  await row("decode a text", benchDecode);
  await row("decode a text in two reads", benchDecodeSplit);
  await row("deflate without takeover", benchDeflate);
}

async function row(name: string, bench: (size: number) => () => void): Promise<void> {
  const columns = [];
  for (const size of SIZES) columns.push(await measure(bench(size), Math.max(20, Math.floor(4e6 / (size + 200)))));
  console.log(`${name.padEnd(28)} ${columns.map((ns) => ns.toFixed(0).padStart(8)).join("")}`);
}

/** The fastest round counts: the others were disturbed. Frames of a round leave the outbox at its end. */
async function measure(run: () => void, times: number): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (let i = 0; i < times; i++) run();
    best = Math.min(best, performance.now() - start);
    await Promise.resolve();
  }
  return best * 1e6 / times;
}

function benchMask(size: number): () => void {
  const block = new AlignedBlock(size + 16);
  const keys = new MaskKeys();
  return () => mask(block, 8, 8 + size, keys.next());
}

function encoderBed(): FrameEncoder {
  const outbox = new Outbox((error) => console.error(error));
  return new FrameEncoder(outbox);
}

function benchEncodeText(size: number): () => void {
  const encoder = encoderBed();
  const text = "a".repeat(size);
  return () => encoder.text(FIN | 1, text);
}

function benchEncodeBinary(size: number): () => void {
  const encoder = encoderBed();
  const data = new Uint8Array(size);
  return () => encoder.binary(FIN | 2, data);
}

function serverFrame(size: number): Buffer {
  const header = new FrameHeader();
  header.first = FIN | 1;
  header.length = size;
  const frame = Buffer.alloc(sizeForLength(size, false) + size, "a");
  encodeFrameHeader(frame, 0, header);
  return frame;
}

function benchDecode(size: number): () => void {
  const frame = serverFrame(size);
  const decoder = new FrameDecoder(new MessageAssembler(new TextSink(), new BufferPool(), 2 ** 30), false);
  return () => void decoder.decode(frame, 0, frame.length);
}

function benchDecodeSplit(size: number): () => void {
  const frame = serverFrame(size);
  const decoder = new FrameDecoder(new MessageAssembler(new TextSink(), new BufferPool(), 2 ** 30), false);
  const middle = frame.length >> 1;
  return () => {
    decoder.decode(frame, 0, middle);
    decoder.decode(frame, middle, frame.length);
  };
}

function benchDeflate(size: number): () => void {
  const deflate = new MessageDeflate(new CodecPool(), {
    serverNoContextTakeover: true,
    clientNoContextTakeover: true,
    serverMaxWindowBits: 15,
    clientMaxWindowBits: 15,
  });
  const message = Buffer.alloc(size, '{"id":1,"text":"hello"}');
  return () => void deflate.deflate(message);
}
