/** A piece of memory seen as bytes and as 32-bit words, so that masking can go four bytes at a time. */

import { Buffer } from "node:buffer";

/** Memory whose views all begin at the same, aligned address. */
export class AlignedBlock {
  readonly bytes: Buffer;
  readonly ints: Int32Array;

  /** @param capacity Bytes; rounded up to whole words. */
  constructor(capacity: number) {
    const memory = new ArrayBuffer((capacity + 3) & ~3);
    this.bytes = Buffer.from(memory);
    this.ints = new Int32Array(memory);
    this.#fromEight = new Uint8Array(memory, Math.min(8, memory.byteLength));
  }

  get capacity(): number {
    return this.bytes.length;
  }

  readonly #short: (Buffer | undefined)[] = [];
  readonly #fromEight: Uint8Array;

  slice(start: number, end: number): Buffer {
    if (start !== 2 || end > 1026) return this.bytes.subarray(start, end);
    return this.#short[end] ??= this.bytes.subarray(start, end);
  }

  /** A view for writing, from a position to the end; cheaper to make than a slice of the buffer. */
  from(position: number): Uint8Array {
    return position === 8 ? this.#fromEight : new Uint8Array(this.ints.buffer, position);
  }
}
