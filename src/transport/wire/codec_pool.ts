/** The codecs of a thread: shared ones for connections that forget their history after each message, own ones for others. */

import { Buffer } from "node:buffer";
import process from "node:process";
import { HandleCodec } from "./handle_codec.ts";
import type { CodecOptions, RawCodec } from "./raw_codec.ts";
import { Scratch } from "./scratch.ts";
import { SyncCodec } from "./sync_codec.ts";

type Zlib = typeof import("node:zlib");

/** Opens codecs. One per thread; `node:zlib` is loaded with the first codec. */
export class CodecPool {
  /** Holds the message that was deflated last. */
  readonly deflated = new Scratch();
  /** Holds the message that was inflated last; another memory, because whoever reads it may send meanwhile. */
  readonly inflated = new Scratch();
  readonly #shared = new Map<string, RawCodec>();
  #usesHandles: boolean | undefined;

  /** @param usesHandles Whether to use the streams' handles. Default: whether they work. */
  constructor(usesHandles?: boolean) {
    this.#usesHandles = usesHandles;
  }

  /** A codec that its user closes. */
  open(options: CodecOptions): RawCodec {
    const zlib = process.getBuiltinModule("node:zlib");
    this.#usesHandles ??= handlesWork(zlib);
    return this.#usesHandles ? new HandleCodec(zlib, options) : new SyncCodec(zlib, options);
  }

  /** A codec that all connections share; its user resets it before each message and does not close it. */
  shared(options: CodecOptions): RawCodec {
    const key = `${options.direction} ${options.windowBits}`;
    let codec = this.#shared.get(key);
    if (codec === undefined) this.#shared.set(key, codec = this.open(options));
    return codec;
  }

  /** Closes the shared codecs. */
  dispose(): void {
    for (const codec of this.#shared.values()) codec.close();
    this.#shared.clear();
  }
}

/** Sends two messages through a pair of handles: the second must come out right, and shorter, by the history of the first. */
function handlesWork(zlib: Zlib): boolean {
  const message = Buffer.from("a handle that keeps its history");
  const codecs: RawCodec[] = [];
  try {
    const deflater = new HandleCodec(zlib, { direction: "deflate", windowBits: 15 });
    codecs.push(deflater);
    const inflater = new HandleCodec(zlib, { direction: "inflate", windowBits: 15 });
    codecs.push(inflater);
    const sizes = [0, 0].map(() => roundTrip(deflater, inflater, message));
    return sizes[1]! > 0 && sizes[1]! < sizes[0]!;
  } catch {
    // Whatever a changed handle throws: it does not work, and there is another way.
    return false;
  } finally {
    for (const codec of codecs) codec.close();
  }
}

/** @returns The compressed size; 0 when the message came out wrong. */
function roundTrip(deflater: RawCodec, inflater: RawCodec, message: Buffer): number {
  const deflated = new Scratch();
  const inflated = new Scratch();
  deflater.transform(message, 0, message.length, deflated);
  inflater.transform(deflated.bytes, 0, deflated.length, inflated);
  const isRight = message.equals(inflated.bytes.subarray(0, inflated.length));
  return isRight ? deflated.length : 0;
}
