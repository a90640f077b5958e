/** Builds masked frames in the outbox: header, payload, mask, without a copy in between (RFC 6455 sections 5.2, 5.3). */

import { Buffer } from "node:buffer";
import type { AlignedBlock } from "./aligned_block.ts";
import { encodeFrameHeader, FrameHeader, MAX_HEADER_SIZE, sizeForLength } from "./frame_header.ts";
import { mask, MaskKeys } from "./mask.ts";
import { LARGE_CAPACITY, type Outbox } from "./outbox.ts";
import type { SendArena } from "./send_arena.ts";

/** Texts whose worst case (3 bytes to a UTF-16 unit) is longer than this are measured before memory is reserved. */
const UNMEASURED_LIMIT = LARGE_CAPACITY - 2 * MAX_HEADER_SIZE;

/** Writes frames. One per thread; `block`, `start` and `end` say where the last one lies. */
export class FrameEncoder {
  readonly #outbox: Outbox;
  readonly #keys = new MaskKeys();
  readonly #header = new FrameHeader();
  readonly #encoder = new TextEncoder();
  /** The memory that holds the last frame. */
  block: AlignedBlock;
  /** Where the last frame begins. */
  start = 0;
  /** Where the last frame ends. */
  end = 0;

  /** @param outbox Lends the memory. */
  constructor(outbox: Outbox) {
    this.#outbox = outbox;
    this.block = outbox.reserve(0).block;
    this.#header.masked = true;
  }

  /**
   * Writes a frame with a text payload. Lone surrogates become U+FFFD.
   *
   * @param first The first byte of the header.
   * @param text The payload.
   * @returns The size of the payload in bytes.
   */
  text(first: number, text: string): number {
    const worst = text.length * 3;
    const bound = worst <= UNMEASURED_LIMIT ? worst : Buffer.byteLength(text);
    const arena = this.#outbox.reserve(bound + MAX_HEADER_SIZE);
    // Nearly all texts are ASCII: assume it, and move the payload when that made the header too short.
    const guess = sizeForLength(bound === worst ? text.length : bound, true);
    const at = arena.used + guess;
    const length = this.#encoder.encodeInto(text, arena.block.from(at)).written;
    const needed = sizeForLength(length, true);
    if (needed !== guess) arena.block.bytes.copyWithin(arena.used + needed, at, at + length);
    this.#finish(arena, first, length);
    return length;
  }

  /**
   * Writes a frame with a binary payload.
   *
   * @param first The first byte of the header.
   * @param payload The payload; it is copied.
   */
  binary(first: number, payload: Uint8Array): void {
    const { length } = payload;
    const arena = this.#outbox.reserve(length + MAX_HEADER_SIZE);
    arena.block.bytes.set(payload, arena.used + sizeForLength(length, true));
    this.#finish(arena, first, length);
  }

  /** Puts the header in front of a payload that is in place, and masks it. */
  #finish(arena: SendArena, first: number, length: number): void {
    const { block, used } = arena;
    const header = this.#header;
    header.first = first;
    header.length = length;
    header.maskKey = this.#keys.next();
    const payload = encodeFrameHeader(block.bytes, used, header);
    mask(block, payload, payload + length, header.maskKey);
    arena.advance(payload + length);
    this.block = block;
    this.start = used;
    this.end = payload + length;
  }
}
