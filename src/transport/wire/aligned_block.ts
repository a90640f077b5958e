/** A piece of memory seen as bytes and as 32-bit words, so that masking can go four bytes at a time. */

import { Buffer } from "node:buffer";

/** Where the first frame of an arena begins, and where its payload does behind the commonest header. */
const FIRST_FRAME = 2;
const FIRST_PAYLOAD = 8;
/** Slices up to here are kept: a connection that sends one small message a turn needs the same ones again and again. */
const LAST_KEPT = 1026;

/** Memory whose views all begin at the same, aligned address. Making a view costs more than masking a small message. */
export class AlignedBlock {
  readonly bytes: Buffer;
  readonly ints: Int32Array;
  readonly #fromFirstPayload: Uint8Array;
  /** Slices that begin at the first frame, by their end. */
  readonly #kept: (Buffer | undefined)[] = [];

  /** @param capacity Bytes; rounded up to whole words. */
  constructor(capacity: number) {
    const memory = new ArrayBuffer((capacity + 3) & ~3);
    this.bytes = Buffer.from(memory);
    this.ints = new Int32Array(memory);
    this.#fromFirstPayload = new Uint8Array(memory, Math.min(FIRST_PAYLOAD, memory.byteLength));
  }

  get capacity(): number {
    return this.bytes.length;
  }

  /** A view for reading. */
  slice(start: number, end: number): Buffer {
    if (start !== FIRST_FRAME || end > LAST_KEPT) return this.bytes.subarray(start, end);
    return this.#kept[end] ??= this.bytes.subarray(start, end);
  }

  /** A view for writing, from a position to the end; cheaper to make than a slice of the buffer. */
  from(position: number): Uint8Array {
    return position === FIRST_PAYLOAD ? this.#fromFirstPayload : new Uint8Array(this.ints.buffer, position);
  }
}
