/** Bytes in, frames out: an incremental decoder of what a server sends (RFC 6455 section 5), without any I/O. */

import { Buffer } from "node:buffer";
import {
  decodeFrameHeader,
  FIN,
  FrameHeader,
  MAX_HEADER_SIZE,
  RSV1,
  RSV2,
  RSV3,
  sizeFromSecondByte,
} from "./frame_header.ts";
import { isControl, MAX_CONTROL_PAYLOAD, Opcode } from "./opcode.ts";

/**
 * Who takes the frames. Payload positions are valid during the call only. A method that returns `false` makes the
 * decoder stop behind the bytes that it has consumed.
 */
export interface FrameSink {
  /** A frame whose payload lies in memory as a whole. `first` is the first byte of its header. */
  frame(first: number, bytes: Buffer, start: number, end: number): boolean;
  /** The header of a frame whose payload is still to come, in pieces, with `length` bytes in all. */
  frameStart(first: number, length: number): boolean;
  /** The next piece. */
  framePiece(bytes: Buffer, start: number, end: number): void;
  /** The frame is complete. */
  frameEnd(first: number): boolean;
  /** The peer broke the protocol. Nothing may be decoded after this. */
  violation(reason: string): void;
}

/** What the next byte belongs to. */
const State = {
  /** The first byte of a header. */
  Boundary: 0,
  /** A header of which some bytes have been put aside. */
  PartialHeader: 1,
  /** A payload that is handed on in pieces. */
  Payload: 2,
} as const;

/** Bits of a position in {@linkcode LONGEST_PAYLOADS}, above a first byte. */
const IN_MESSAGE = 0x100;
const COMPRESSION = 0x200;

/** The longest payload behind every first byte, in each of four situations; -1 where it may not come at all. */
const LONGEST_PAYLOADS: Float64Array = Float64Array.from({ length: 0x400 }, (_, position) => {
  const header = new FrameHeader();
  header.first = position & 0xff;
  if (listViolations(header, position).length > 0) return -1;
  return isControl(header.first) ? MAX_CONTROL_PAYLOAD : Number.MAX_VALUE;
});

/** The header that is being looked at. Between two calls of a sink nothing of it is needed, so one does for all. */
const header = new FrameHeader();

/** Cuts a stream of bytes into frames and checks their headers. Knows nothing of messages but where they begin and end. */
export class FrameDecoder {
  readonly #sink: FrameSink;
  /** The part of a position in {@linkcode LONGEST_PAYLOADS} that never changes. */
  readonly #rules: number;
  /** The first byte of the header of the current frame. */
  #first = 0;
  #state: typeof State[keyof typeof State] = State.Boundary;
  /** Bytes of the current payload that are still to come. */
  #remaining = 0;
  /** A data message has begun and its last fragment has not arrived. */
  #inMessage = false;
  /** The beginning of a header that was split between two reads. */
  #partial: Buffer | undefined;
  #partialSize = 0;
  #stopped = false;

  /**
   * @param sink Takes the frames.
   * @param allowsCompression Whether RSV1 has a meaning (RFC 7692 section 6).
   */
  constructor(sink: FrameSink, allowsCompression: boolean) {
    this.#sink = sink;
    this.#rules = allowsCompression ? COMPRESSION : 0;
  }

  /**
   * Decodes bytes.
   *
   * @param bytes Hold what was received.
   * @param start Where it begins.
   * @param end Where it ends.
   * @returns Where decoding stopped: `end`, unless the sink asked for a stop.
   */
  decode(bytes: Buffer, start: number, end: number): number {
    let at = start;
    this.#stopped = false;
    while (at < end && !this.#stopped) {
      if (this.#state === State.Boundary) at = this.#decodeFrame(bytes, at, end);
      else if (this.#state === State.Payload) at = this.#decodePiece(bytes, at, end);
      else at = this.#completeHeader(bytes, at, end);
    }
    return at;
  }

  #decodeFrame(bytes: Buffer, at: number, end: number): number {
    const available = end - at;
    if (available < 2 || available < sizeFromSecondByte(bytes[at + 1]!)) return this.#putAside(bytes, at, end);
    return this.#decodePayload(bytes, decodeFrameHeader(bytes, at, header), end);
  }

  /** Goes on behind a complete header. */
  #decodePayload(bytes: Buffer, at: number, end: number): number {
    const { first, length, masked } = header;
    const rules = this.#inMessage ? this.#rules | IN_MESSAGE : this.#rules;
    if (masked || length > LONGEST_PAYLOADS[rules | first]!) {
      this.#stopped = true;
      this.#sink.violation(listViolations(header, rules).join(", "));
      return at;
    }
    if (!isControl(first)) this.#inMessage = (first & FIN) === 0;
    if (length <= end - at) {
      this.#state = State.Boundary;
      this.#stopped = !this.#sink.frame(first, bytes, at, at + length);
      return at + length;
    }
    this.#state = State.Payload;
    this.#remaining = length;
    this.#first = first;
    this.#stopped = !this.#sink.frameStart(first, length);
    return at;
  }

  #decodePiece(bytes: Buffer, at: number, end: number): number {
    const pieceEnd = Math.min(end, at + this.#remaining);
    this.#sink.framePiece(bytes, at, pieceEnd);
    this.#remaining -= pieceEnd - at;
    if (this.#remaining === 0) {
      this.#state = State.Boundary;
      this.#stopped = !this.#sink.frameEnd(this.#first);
    }
    return pieceEnd;
  }

  #putAside(bytes: Buffer, at: number, end: number): number {
    const partial = this.#partial ??= Buffer.allocUnsafeSlow(MAX_HEADER_SIZE);
    for (let i = at; i < end; i++) partial[i - at] = bytes[i]!;
    this.#partialSize = end - at;
    this.#state = State.PartialHeader;
    return end;
  }

  #completeHeader(bytes: Buffer, start: number, end: number): number {
    const partial = this.#partial!;
    let at = start;
    while (at < end) {
      partial[this.#partialSize++] = bytes[at++]!;
      if (this.#partialSize < 2 || this.#partialSize < sizeFromSecondByte(partial[1]!)) continue;
      decodeFrameHeader(partial, 0, header);
      return this.#decodePayload(bytes, at, end);
    }
    return at;
  }
}

/** What a header breaks, in the words that k6 puts in its close frame. */
function listViolations({ first, length, masked }: Readonly<FrameHeader>, rules: number): string[] {
  const opcode = first & 0xf;
  const broken: string[] = [];
  const mayBeCompressed = (rules & COMPRESSION) !== 0 && (opcode === Opcode.Text || opcode === Opcode.Binary);
  if ((first & RSV1) !== 0 && !mayBeCompressed) broken.push("RSV1 set");
  if ((first & RSV2) !== 0) broken.push("RSV2 set");
  if ((first & RSV3) !== 0) broken.push("RSV3 set");
  if (isControl(opcode)) {
    if (opcode > Opcode.Pong) broken.push(`bad opcode ${opcode}`);
    if (length > MAX_CONTROL_PAYLOAD) broken.push("len > 125 for control");
    if ((first & FIN) === 0) broken.push("FIN not set on control");
  } else {
    const inMessage = (rules & IN_MESSAGE) !== 0;
    if (opcode > Opcode.Binary) broken.push(`bad opcode ${opcode}`);
    else if (opcode === Opcode.Continuation && !inMessage) broken.push("continuation after FIN");
    else if (opcode !== Opcode.Continuation && inMessage) broken.push("data before FIN");
    // The highest bit of a 64-bit length must be 0 (RFC 6455 section 5.2).
    if (length === Infinity) broken.push("bad payload length");
  }
  if (masked) broken.push("bad MASK");
  return broken;
}
