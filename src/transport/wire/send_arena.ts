/** Memory in which the frames of a thread are built, one behind the other, until the network has taken them. */

import { AlignedBlock } from "./aligned_block.ts";

/** Frames begin here, so that the payload behind the commonest header (6 bytes) lies on a word boundary. */
const ORIGIN = 2;

/** Hands out memory from a block until it is full. The block is used again once nobody needs what was written to it. */
export class SendArena {
  #block: AlignedBlock;
  #used = ORIGIN;

  /** @param capacity Bytes. */
  constructor(capacity: number) {
    this.#block = new AlignedBlock(capacity);
  }

  get block(): AlignedBlock {
    return this.#block;
  }

  /** Where the next frame begins. */
  get used(): number {
    return this.#used;
  }

  /** Whether `size` more bytes fit. */
  fits(size: number): boolean {
    return this.#used + size <= this.#block.capacity;
  }

  /** Keeps what was written up to `end`. */
  advance(end: number): void {
    this.#used = end;
  }

  /** Starts over. Nobody may need what was written before. */
  reset(): void {
    this.#used = ORIGIN;
  }

  /** Leaves the block to those who still need it and goes on in a new one. */
  abandon(capacity: number): void {
    this.#block = new AlignedBlock(capacity);
    this.#used = ORIGIN;
  }
}
