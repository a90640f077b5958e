/** Memory for one result at a time, which grows with it and is used again for the next. */

import { Buffer } from "node:buffer";

const INITIAL_CAPACITY = 16 * 1024;
/** zlib repeats its flush marker, and may never get it out whole, when it is given less room than this at a time. */
const SMALLEST_ROOM = 16;
/** More than this is given back before the next use. */
const RETAINED_CAPACITY = 256 * 1024;

/** A growing buffer. Its content is valid until it is started anew. */
export class Scratch {
  #bytes = Buffer.allocUnsafeSlow(INITIAL_CAPACITY);
  #limit = Infinity;
  /** How much of {@linkcode Scratch.bytes} has been filled. */
  length = 0;

  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Empties it. It will not hold more than a byte beyond `limit`. */
  start(limit: number): void {
    this.length = 0;
    this.#limit = limit;
    if (this.#bytes.length > RETAINED_CAPACITY) this.#bytes = Buffer.allocUnsafeSlow(INITIAL_CAPACITY);
  }

  /** Bytes that it is meant to hold at most. */
  get limit(): number {
    return this.#limit;
  }

  /** Whether more has been put in than the limit allows. */
  get isOverLimit(): boolean {
    return this.length > this.#limit;
  }

  /** How many bytes may be put behind what is there: at least a few, unless the limit is near. */
  room(): number {
    if (this.#bytes.length - this.length < SMALLEST_ROOM) this.#grow();
    return Math.min(this.#bytes.length, this.#limit + 1) - this.length;
  }

  /** Puts bytes behind what is there. */
  append(bytes: Uint8Array): void {
    while (this.#bytes.length - this.length < bytes.length) this.#grow();
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  #grow(): void {
    const bytes = Buffer.allocUnsafeSlow(this.#bytes.length * 2);
    this.#bytes.copy(bytes, 0, 0, this.length);
    this.#bytes = bytes;
  }
}
