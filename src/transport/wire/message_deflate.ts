/** permessage-deflate on whole messages (RFC 7692 section 7.2), with and without context takeover. */

import type { Buffer } from "node:buffer";
import { CloseCode } from "../close_code.ts";
import type { CodecPool } from "./codec_pool.ts";
import type { DeflateAgreement } from "./deflate_negotiation.ts";
import type { RawCodec } from "./raw_codec.ts";
import type { Scratch } from "./scratch.ts";

/** An inflated message, or why the connection has to end. */
export type Inflated = { readonly bytes: Buffer; readonly length: number } | {
  readonly code: number;
  readonly reason: string;
};

/** zlib does not do raw DEFLATE with a smaller window; we then send what we have as it is. */
const SMALLEST_WINDOW_BITS = 9;

/** The two codecs of one connection. A result is valid until the next call of the same method in this thread. */
export class MessageDeflate {
  readonly #deflated: Scratch;
  readonly #inflated: Scratch;
  readonly #inflater: RawCodec;
  readonly #deflater: RawCodec | undefined;
  readonly #inflaterIsShared: boolean;
  readonly #deflaterIsShared: boolean;

  constructor(pool: CodecPool, agreement: DeflateAgreement) {
    this.#deflated = pool.deflated;
    this.#inflated = pool.inflated;
    this.#inflaterIsShared = agreement.serverNoContextTakeover;
    this.#deflaterIsShared = agreement.clientNoContextTakeover;
    // A window larger than the server's reads it as well, and one shared codec then serves all connections.
    this.#inflater = this.#inflaterIsShared
      ? pool.shared({ direction: "inflate", windowBits: 15 })
      : pool.open({ direction: "inflate", windowBits: Math.max(agreement.serverMaxWindowBits, SMALLEST_WINDOW_BITS) });
    const windowBits = agreement.clientMaxWindowBits;
    if (windowBits < SMALLEST_WINDOW_BITS) this.#deflater = undefined;
    else {
      this.#deflater = this.#deflaterIsShared
        ? pool.shared({ direction: "deflate", windowBits })
        : pool.open({ direction: "deflate", windowBits });
    }
  }

  /** Whether {@linkcode MessageDeflate.deflate} can be used; when not, messages go out uncompressed. */
  get canDeflate(): boolean {
    return this.#deflater !== undefined;
  }

  /** Compresses a message. */
  deflate(message: Uint8Array): Buffer {
    if (this.#deflaterIsShared) this.#deflater!.reset();
    this.#deflated.start(Infinity);
    this.#deflater!.transform(message, 0, message.length, this.#deflated);
    return this.#deflated.bytes.subarray(0, this.#deflated.length);
  }

  /** Decompresses a message, as long as it does not become larger than `limit` bytes. */
  inflate(bytes: Buffer, start: number, end: number, limit: number): Inflated {
    const output = this.#inflated;
    if (this.#inflaterIsShared) this.#inflater.reset();
    output.start(limit);
    const outcome = this.#inflater.transform(bytes, start, end, output);
    if (outcome === "too big") return { code: CloseCode.MessageTooBig, reason: "message too big" };
    if (outcome === "corrupt") return { code: CloseCode.InvalidPayload, reason: "invalid deflate data" };
    return output;
  }

  /** Closes the codecs that belong to this connection alone. */
  close(): void {
    if (!this.#inflaterIsShared) this.#inflater.close();
    if (!this.#deflaterIsShared) this.#deflater?.close();
  }
}
