/** Masking of payloads (RFC 6455 section 5.3), in place and four bytes at a time. */

import type { AlignedBlock } from "./aligned_block.ts";

const KEYS_PER_FILL = 1024;

/** Draws masking keys. One per thread. */
export class MaskKeys {
  readonly #keys = new Int32Array(KEYS_PER_FILL);
  #next = KEYS_PER_FILL;

  /** An unpredictable key (RFC 6455 section 10.3), its first byte on the wire in the lowest bits. */
  next(): number {
    if (this.#next === KEYS_PER_FILL) {
      crypto.getRandomValues(this.#keys);
      this.#next = 0;
    }
    return this.#keys[this.#next++]!;
  }
}

/**
 * Masks, or unmasks, the bytes from `start` to `end` with a key.
 *
 * 64-bit words would take half the time, but only as long as V8's optimising compiler has the loop: its middle tier
 * makes a `bigint` on the heap of every word, 20 times slower than this, and may stay with it.
 */
export function mask(block: AlignedBlock, start: number, end: number, key: number): void {
  const { bytes, ints } = block;
  const firstWord = Math.min(end, (start + 3) & ~3);
  let turned = key;
  for (let i = start; i < firstWord; i++) {
    bytes[i] = bytes[i]! ^ turned;
    turned = (turned >>> 8) | (turned << 24);
  }
  const afterWords = end >>> 2;
  for (let i = firstWord >>> 2; i < afterWords; i++) ints[i] = ints[i]! ^ turned;
  for (let i = Math.max(firstWord, end & ~3); i < end; i++) {
    bytes[i] = bytes[i]! ^ turned;
    turned = (turned >>> 8) | (turned << 24);
  }
}
