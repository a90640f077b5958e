/** Text messages out of bytes: the fastest decoder for each size, and Go's idea of what invalid bytes become. */

import { Buffer } from "node:buffer";

/** Up to this size the buffer's own slice beats `TextDecoder`, where writes and slices are fast at all. */
const SLICE_LIMIT = 256;
const REPLACEMENT = "\uFFFD";

/** The part of Node's buffers that its type declarations leave out. */
interface SliceableBuffer {
  utf8Slice(start: number, end: number): string;
}

/** Decodes UTF-8, keeping a byte order mark. One per thread. */
export class Utf8Decoder {
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #sliceLimit: number;

  /** @param slicesAreFast Whether small slices of buffers are cheap on this runtime. */
  constructor(slicesAreFast: boolean) {
    this.#sliceLimit = slicesAreFast ? SLICE_LIMIT : 0;
  }

  /** The text of some bytes. Every byte that is not part of valid UTF-8 becomes one U+FFFD, as in Go. */
  decode(bytes: Buffer, start: number, end: number): string {
    const text = end - start <= this.#sliceLimit
      ? (bytes as unknown as SliceableBuffer).utf8Slice(start, end)
      : this.#decoder.decode(bytes.subarray(start, end));
    // The platform replaces a truncated sequence as a whole. Texts without a replacement need no second look.
    return text.includes(REPLACEMENT) ? this.#decodeBytewise(bytes, start, end) : text;
  }

  /** Repairs a copy of the bytes: a string that grew by single characters would take forty times the memory. */
  #decodeBytewise(bytes: Buffer, start: number, end: number): string {
    const repaired = Buffer.allocUnsafeSlow(end - start + 2 * countBadBytes(bytes, start, end));
    let size = 0;
    for (let at = start; at < end;) {
      const length = sequenceLength(bytes, at, end);
      if (length === 0) {
        repaired[size++] = 0xef;
        repaired[size++] = 0xbf;
        repaired[size++] = 0xbd;
        at++;
      } else {
        for (const next = at + length; at < next;) repaired[size++] = bytes[at++]!;
      }
    }
    return this.#decoder.decode(repaired);
  }
}

function countBadBytes(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end;) {
    const length = sequenceLength(bytes, at, end);
    if (length === 0) count++;
    at += length || 1;
  }
  return count;
}

/** The length of the valid UTF-8 sequence at a place (RFC 3629 section 4); 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (at + length > end) return 0;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (bytes[at + 1]! < lowest || bytes[at + 1]! > highest) return 0;
  for (let i = at + 2; i < at + length; i++) {
    if ((bytes[i]! & 0xc0) !== 0x80) return 0;
  }
  return length;
}
