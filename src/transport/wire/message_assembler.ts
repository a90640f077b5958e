/** Frames in, messages out: fragments are put together, control frames pass between them, sizes stay within limits. */

import { Buffer } from "node:buffer";
import { CloseCode } from "../close_code.ts";
import type { BufferPool } from "./buffer_pool.ts";
import type { FrameSink } from "./frame_decoder.ts";
import { FIN, RSV1 } from "./frame_header.ts";
import { isControl, MAX_CONTROL_PAYLOAD, Opcode } from "./opcode.ts";

/** Who takes the messages. Positions are valid during the call only; `false` stops the decoder behind this message. */
export interface MessageSink {
  /** A complete text or binary message. `compressed`: the bytes are still deflated. */
  message(opcode: number, compressed: boolean, bytes: Buffer, start: number, end: number): boolean;
  /** A close, ping or pong. */
  control(opcode: number, bytes: Buffer, start: number, end: number): boolean;
  /** The peer broke the protocol or a limit; the connection has to end with this code and reason. */
  violation(code: number, reason: string): void;
}

/** Empty fragments of one message, at most: others run into the limit of its size, these would go on for ever. */
export const MAX_EMPTY_FRAGMENTS = 65_536;

/** Bytes of the longest text: V8 has no longer strings, whatever the characters are. */
export const LONGEST_TEXT = 2 ** 29 - 24;

/** Announced lengths up to this many bytes are believed at once; memory for more follows the bytes that really arrive. */
const TRUSTED_LENGTH = 256 * 1024;

/**
 * How long a message of some size may be while it is compressed. The simplest encoders write bytes that cannot be
 * compressed with 9 bits each, others in small blocks with 5 bytes of header; a flush between fragments takes 5 more.
 */
function largestDeflated(size: number): number {
  return size + Math.ceil(size / 4) + 1024;
}

/** Puts messages together. One per connection. */
export class MessageAssembler implements FrameSink {
  readonly #sink: MessageSink;
  readonly #pool: BufferPool;
  readonly #maxSize: number;
  /** First byte of the first fragment of the message under way; 0 when there is none. */
  #first = 0;
  #emptyFragments = 0;
  /** What has arrived of the message under way. */
  #store: Buffer | undefined;
  #size = 0;
  /** What has arrived of a control frame that was split between two reads. */
  #control: Buffer | undefined;
  #controlSize = 0;
  /** Whether the frame under way is that control frame. */
  #inControl = false;

  /**
   * @param sink Takes the messages.
   * @param pool Lends memory to messages that arrive in pieces.
   * @param maxSize Bytes of the largest message accepted.
   */
  constructor(sink: MessageSink, pool: BufferPool, maxSize: number) {
    this.#sink = sink;
    this.#pool = pool;
    this.#maxSize = maxSize;
  }

  frame(first: number, bytes: Buffer, start: number, end: number): boolean {
    if (isControl(first)) return this.#sink.control(first & 0xf, bytes, start, end);
    if ((first & FIN) !== 0 && (first & 0xf) !== Opcode.Continuation && end - start <= this.#maxSize) {
      return this.#sink.message(first & 0xf, (first & RSV1) !== 0, bytes, start, end);
    }
    if (!this.frameStart(first, end - start)) return false;
    this.framePiece(bytes, start, end);
    return this.frameEnd(first);
  }

  frameStart(first: number, length: number): boolean {
    this.#inControl = isControl(first);
    if (this.#inControl) {
      this.#control ??= Buffer.allocUnsafeSlow(MAX_CONTROL_PAYLOAD);
      this.#controlSize = 0;
      return true;
    }
    if ((first & 0xf) !== Opcode.Continuation) this.#first = first;
    const size = (this.#first & 0xf) === Opcode.Text ? Math.min(this.#maxSize, LONGEST_TEXT) : this.#maxSize;
    const limit = (this.#first & RSV1) === 0 ? size : largestDeflated(size);
    if (this.#size + length > limit) return this.#refuse(CloseCode.MessageTooBig, "message too big");
    if (length === 0 && ++this.#emptyFragments > MAX_EMPTY_FRAGMENTS) {
      return this.#refuse(CloseCode.PolicyViolation, "too many empty fragments");
    }
    this.#reserve(this.#size + Math.min(length, TRUSTED_LENGTH));
    return true;
  }

  framePiece(bytes: Buffer, start: number, end: number): void {
    // `Buffer.copy` would take more than twice the time of a view and `set`.
    if (this.#inControl) {
      this.#control!.set(bytes.subarray(start, end), this.#controlSize);
      this.#controlSize += end - start;
      return;
    }
    this.#reserve(this.#size + end - start);
    this.#store!.set(bytes.subarray(start, end), this.#size);
    this.#size += end - start;
  }

  frameEnd(first: number): boolean {
    if (this.#inControl) return this.#sink.control(first & 0xf, this.#control!, 0, this.#controlSize);
    if ((first & FIN) === 0) return true;
    const store = this.#store!;
    const size = this.#size;
    const opcode = this.#first & 0xf;
    const compressed = (this.#first & RSV1) !== 0;
    this.#forget();
    const goesOn = this.#sink.message(opcode, compressed, store, 0, size);
    this.#pool.give(store);
    return goesOn;
  }

  violation(reason: string): void {
    this.#sink.violation(CloseCode.ProtocolError, reason);
  }

  /** Gives the memory of an incomplete message back. Nothing may be decoded after this. */
  dispose(): void {
    if (this.#store !== undefined) this.#pool.give(this.#store);
    this.#forget();
  }

  #refuse(code: number, reason: string): false {
    this.#sink.violation(code, reason);
    return false;
  }

  #reserve(size: number): void {
    const old = this.#store;
    if (old !== undefined && old.length >= size) return;
    this.#store = this.#pool.take(size);
    if (old === undefined) return;
    old.copy(this.#store, 0, 0, this.#size);
    this.#pool.give(old);
  }

  #forget(): void {
    this.#first = 0;
    this.#emptyFragments = 0;
    this.#store = undefined;
    this.#size = 0;
  }
}
