/** Lends buffers to messages that arrive in pieces, so that their memory is used again instead of collected. */

import { Buffer } from "node:buffer";

const SMALLEST_EXPONENT = 10;
const LARGEST_EXPONENT = 18;
/** Memory that waits in a pool for its next use, at most. */
const MAX_RETAINED = 4 * 1024 * 1024;

/** Buffers by powers of two. One per thread. */
export class BufferPool {
  readonly #free: Buffer[][] = Array.from({ length: LARGEST_EXPONENT - SMALLEST_EXPONENT + 1 }, () => []);
  #retained = 0;

  /** A buffer of at least `size` bytes with undefined content. */
  take(size: number): Buffer {
    const exponent = Math.max(SMALLEST_EXPONENT, Math.ceil(Math.log2(size)));
    const buffer = this.#free[exponent - SMALLEST_EXPONENT]?.pop();
    if (buffer === undefined) return Buffer.allocUnsafeSlow(2 ** exponent);
    this.#retained -= buffer.length;
    return buffer;
  }

  /** Takes back a buffer of {@linkcode BufferPool.take} that nobody looks at any more. */
  give(buffer: Buffer): void {
    if (this.#retained + buffer.length > MAX_RETAINED) return;
    const shelf = this.#free[Math.log2(buffer.length) - SMALLEST_EXPONENT];
    if (shelf === undefined) return;
    shelf.push(buffer);
    this.#retained += buffer.length;
  }
}
