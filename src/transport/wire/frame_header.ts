/** Frame headers (RFC 6455 section 5.2): bytes to fields and back, nothing else. */

/** FIN, in the first byte: the last fragment of a message. */
export const FIN = 0x80;
/** RSV1, in the first byte: the message is compressed (RFC 7692 section 6). */
export const RSV1 = 0x40;
/** RSV2, in the first byte: reserved. */
export const RSV2 = 0x20;
/** RSV3, in the first byte: reserved. */
export const RSV3 = 0x10;
/** MASK, in the second byte: a masking key follows the length. */
export const MASKED = 0x80;

/** The longest header: two bytes, 64 bits of length, a masking key. */
export const MAX_HEADER_SIZE = 14;

const LENGTH_16 = 126;
const LENGTH_64 = 127;
const TWO_TO_32 = 0x1_0000_0000;

/** The fields of one header; decoding writes into an existing object, because it happens once per frame. */
export class FrameHeader {
  /** FIN, RSV1–3 and the opcode, as on the wire. */
  first = 0;
  masked = false;
  /** Of the payload. `Infinity` where the 64-bit length has its highest bit set, which is not allowed. */
  length = 0;
  /** The masking key, first byte on the wire in the lowest bits. 0 when `masked` is not set. */
  maskKey = 0;
}

/**
 * The size of a header that begins with two given bytes.
 *
 * @param second The second byte.
 * @returns 2 to 14.
 */
export function sizeFromSecondByte(second: number): number {
  const length = second & 0x7f;
  const extended = length === LENGTH_16 ? 2 : length === LENGTH_64 ? 8 : 0;
  return 2 + extended + ((second & MASKED) === 0 ? 0 : 4);
}

/**
 * The size of a header for a payload.
 *
 * @param length Payload bytes.
 * @param masked Whether a masking key is included.
 * @returns 2 to 14.
 */
export function sizeForLength(length: number, masked: boolean): number {
  return (length < LENGTH_16 ? 2 : length < 0x1_0000 ? 4 : 10) + (masked ? 4 : 0);
}

/**
 * Reads a header.
 *
 * @param bytes Holds the whole header, see {@linkcode sizeFromSecondByte}.
 * @param at Where it begins.
 * @param header Gets the fields.
 * @returns Where the payload begins.
 */
export function decodeFrameHeader(bytes: Uint8Array, at: number, header: FrameHeader): number {
  const second = bytes[at + 1]!;
  let next = at + 2;
  let length = second & 0x7f;
  if (length === LENGTH_16) {
    length = (bytes[next]! << 8) | bytes[next + 1]!;
    next += 2;
  } else if (length === LENGTH_64) {
    const high = readUint32(bytes, next);
    length = high >= 0x8000_0000 ? Infinity : high * TWO_TO_32 + readUint32(bytes, next + 4);
    next += 8;
  }
  header.first = bytes[at]!;
  header.length = length;
  header.masked = (second & MASKED) !== 0;
  header.maskKey = 0;
  if (header.masked) {
    header.maskKey = bytes[next]! | (bytes[next + 1]! << 8) | (bytes[next + 2]! << 16) | (bytes[next + 3]! << 24);
    next += 4;
  }
  return next;
}

/**
 * Writes a header with the shortest length field (RFC 6455 section 5.2 demands it).
 *
 * @param bytes Has room for {@linkcode sizeForLength} bytes.
 * @param at Where the header begins.
 * @param header The fields.
 * @returns Where the payload begins.
 */
export function encodeFrameHeader(bytes: Uint8Array, at: number, header: Readonly<FrameHeader>): number {
  const { length, masked, maskKey } = header;
  const mask = masked ? MASKED : 0;
  bytes[at] = header.first;
  let next = at + 2;
  if (length < LENGTH_16) bytes[at + 1] = mask | length;
  else if (length < 0x1_0000) {
    bytes[at + 1] = mask | LENGTH_16;
    bytes[next++] = length >>> 8;
    bytes[next++] = length;
  } else {
    bytes[at + 1] = mask | LENGTH_64;
    writeUint32(bytes, next, Math.floor(length / TWO_TO_32));
    writeUint32(bytes, next + 4, length);
    next += 8;
  }
  if (masked) {
    bytes[next] = maskKey;
    bytes[next + 1] = maskKey >>> 8;
    bytes[next + 2] = maskKey >>> 16;
    bytes[next + 3] = maskKey >>> 24;
    next += 4;
  }
  return next;
}

function readUint32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value / 0x100_0000;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}
