/** A codec on the public `*Sync` functions of `node:zlib`, for a runtime whose handles are not what they were. */

import { Buffer, constants } from "node:buffer";
import { type CodecOptions, type CodecOutcome, COMPRESSION_LEVEL, FLUSH_TAIL, type RawCodec } from "./raw_codec.ts";
import type { Scratch } from "./scratch.ts";

type Zlib = typeof import("node:zlib");

const EMPTY = Buffer.alloc(0);

/** What `inflateRawSync` returns when it is asked for its engine. */
interface InflatedPart {
  readonly buffer: Buffer;
  /** `bytesWritten` to it: how much of the input it has taken. Absent where a runtime does not tell. */
  readonly engine?: { readonly bytesWritten: number };
}

/**
 * Each call is a stream of its own. Deflating forgets its history after every message, which a sender always may;
 * inflating is told its history by a stored block in front of the message.
 */
export class SyncCodec implements RawCodec {
  readonly #zlib: Zlib;
  readonly #options: CodecOptions;
  #history: Buffer = EMPTY;

  constructor(zlib: Zlib, options: CodecOptions) {
    this.#zlib = zlib;
    this.#options = options;
  }

  transform(input: Uint8Array, start: number, end: number, output: Scratch): CodecOutcome {
    const message = input.subarray(start, end);
    if (this.#options.direction === "inflate") return this.#inflate(message, output);
    output.append(this.#deflate(message));
    return "ok";
  }

  reset(): void {
    this.#history = EMPTY;
  }

  close(): void {
    this.#history = EMPTY;
  }

  #deflate(message: Uint8Array): Buffer {
    const options = { level: COMPRESSION_LEVEL, windowBits: this.#options.windowBits };
    const finishFlush = this.#zlib.constants.Z_SYNC_FLUSH;
    return this.#zlib.deflateRawSync(message, { ...options, finishFlush }).subarray(0, -FLUSH_TAIL.length);
  }

  #inflate(message: Uint8Array, output: Scratch): CodecOutcome {
    const finishFlush = this.#zlib.constants.Z_SYNC_FLUSH;
    let history = this.#history;
    let rest = Buffer.concat([storedBlock(history), message, FLUSH_TAIL]);
    try {
      for (;;) {
        const maxOutputLength = Math.min(history.length + output.limit + 1, constants.MAX_LENGTH);
        const options = { finishFlush, maxOutputLength, info: true };
        const { buffer, engine } = this.#zlib.inflateRawSync(rest, options) as unknown as InflatedPart;
        output.append(buffer.subarray(history.length));
        if (output.isOverLimit) return "too big";
        this.#history = buffer.subarray(-(2 ** this.#options.windowBits));
        const taken = engine?.bytesWritten ?? rest.length;
        rest = rest.subarray(taken);
        // Behind a final block there may be another stream (RFC 7692 7.2.3.4), or nothing but our own tail.
        if (rest.length <= FLUSH_TAIL.length || taken === 0) return "ok";
        history = EMPTY;
      }
    } catch (error) {
      const { code } = error as { code?: unknown };
      return code === "ERR_BUFFER_TOO_LARGE" ? "too big" : "corrupt";
    }
  }
}

/** A block without compression that is not the last one (RFC 1951 section 3.2.4). */
function storedBlock(bytes: Buffer): Buffer {
  if (bytes.length === 0) return EMPTY;
  const header = Buffer.alloc(5);
  header.writeUInt16LE(bytes.length, 1);
  header.writeUInt16LE(~bytes.length & 0xffff, 3);
  return Buffer.concat([header, bytes]);
}
