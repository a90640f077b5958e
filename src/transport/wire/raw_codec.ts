/** Raw DEFLATE (RFC 1951) as permessage-deflate needs it: synchronous, flushed after every message, with a history. */

import type { Scratch } from "./scratch.ts";

/** How a transformation went. `too big`: the output has passed its limit, and the codec is in no useful state. */
export type CodecOutcome = "ok" | "corrupt" | "too big";

/** Which direction, and with which window. */
export interface CodecOptions {
  readonly direction: "deflate" | "inflate";
  /** Of the LZ77 window, 9 to 15. */
  readonly windowBits: number;
}

/** One direction of DEFLATE with its history. */
export interface RawCodec {
  /**
   * Transforms one message, as it stands on the wire or goes there, into `output`.
   *
   * @param input Holds the message.
   * @param start Where it begins.
   * @param end Where it ends.
   * @param output Is empty, and takes the result.
   */
  transform(input: Uint8Array, start: number, end: number, output: Scratch): CodecOutcome;
  /** Forgets the history. */
  reset(): void;
  /** Frees the memory. */
  close(): void;
}

/** k6's level; higher ones cost more time than they save bytes in messages. */
export const COMPRESSION_LEVEL = 1;

/** What every flush ends with, and the wire leaves out (RFC 7692 section 7.2.1). */
export const FLUSH_TAIL: Uint8Array = Uint8Array.of(0x00, 0x00, 0xff, 0xff);
