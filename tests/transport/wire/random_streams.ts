/** Streams of frames by chance, the same ones for the same seed: right ones, damaged ones, and noise. */

import { Buffer } from "node:buffer";
import { constants, deflateRawSync } from "node:zlib";

/** A generator of numbers (mulberry32); tests need the same ones every time. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor(((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 * end);
  }

  /** One of some things. */
  of<T>(things: readonly T[]): T {
    return things[this.below(things.length)]!;
  }

  bytes(length: number): Buffer {
    return Buffer.from(Uint8Array.from({ length }, () => this.below(256)));
  }
}

/** A stream that breaks no rule, and what it means, in the words of the plain decoder. */
export function rightStream(chance: Chance, compression: boolean): { bytes: Buffer; events: string[] } {
  const parts: Buffer[] = [];
  const events: string[] = [];
  for (let messages = 1 + chance.below(4); messages > 0; messages--) {
    const opcode = 1 + chance.below(2);
    const payload = opcode === 1 ? Buffer.from(someText(chance)) : chance.bytes(someLength(chance));
    const compressed = compression && chance.below(3) > 0;
    const body = compressed ? deflate(chance, payload) : payload;
    for (const part of fragments(chance, opcode | (compressed ? 0x40 : 0), body)) {
      for (let controls = chance.below(5) - 3; controls > 0; controls--) {
        const control = 9 + chance.below(2);
        const content = chance.bytes(chance.of([0, 1, 8, 125]));
        parts.push(frame(chance, 0x80 | control, content));
        events.push(`${control} ${content.toString("hex")}`);
      }
      parts.push(part);
    }
    events.push(opcode === 1 ? `1 ${payload}` : `2 ${payload.toString("hex")}`);
  }
  return { bytes: Buffer.concat(parts), events };
}

/** The same stream with some damage. */
export function damaged(chance: Chance, bytes: Buffer): Buffer {
  let result = Buffer.from(bytes);
  for (let wounds = 1 + chance.below(3); wounds > 0; wounds--) {
    const at = chance.below(result.length);
    const before = result.subarray(0, at);
    switch (chance.below(5)) {
      case 0:
        result = Buffer.concat([before, Buffer.of(result[at]! ^ (1 << chance.below(8))), result.subarray(at + 1)]);
        break;
      case 1:
        result = Buffer.concat([before, result.subarray(at + 1 + chance.below(4))]);
        break;
      case 2:
        result = Buffer.concat([before, chance.bytes(1 + chance.below(6)), result.subarray(at)]);
        break;
      case 3:
        result = Buffer.concat([result, result.subarray(at)]);
        break;
      default:
        result = Buffer.from(before);
    }
    if (result.length === 0) return chance.bytes(2);
  }
  return result;
}

/** Bytes without a sense, but for a first one that is often allowed. */
export function noise(chance: Chance): Buffer {
  const bytes = chance.bytes(2 + chance.below(60));
  if (chance.below(2) === 0) bytes[0] = chance.of([0x01, 0x02, 0x81, 0x82, 0x88, 0x89, 0x8a, 0xc1, 0xc2, 0x41]);
  if (chance.below(2) === 0) bytes[1] = chance.below(20);
  return bytes;
}

function fragments(chance: Chance, first: number, body: Buffer): Buffer[] {
  const cuts = Array.from({ length: chance.of([0, 0, 1, 2, 5]) }, () => chance.below(body.length + 1));
  const ends = [...cuts.sort((a, b) => a - b), body.length];
  return ends.map((end, i) => {
    const isLast = i === ends.length - 1;
    return frame(chance, (isLast ? 0x80 : 0) | (i === 0 ? first : 0), body.subarray(ends[i - 1] ?? 0, end));
  });
}

/** A frame whose length is sometimes told in more bytes than it takes. */
function frame(chance: Chance, first: number, payload: Buffer): Buffer {
  const { length } = payload;
  const isControl = (first & 8) !== 0;
  const wasteful = !isControl && chance.below(8) === 0;
  const size = length < 126 && !wasteful ? 2 : length < 65_536 && chance.below(8) > 0 ? 4 : 10;
  const header = Buffer.alloc(size);
  header[0] = first;
  header[1] = size === 2 ? length : size === 4 ? 126 : 127;
  if (size === 4) header.writeUInt16BE(length, 2);
  if (size === 10) header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, payload]);
}

function deflate(chance: Chance, payload: Buffer): Buffer {
  const strategy = chance.of([constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY]);
  const options = { level: chance.of([0, 1, 6]), memLevel: chance.of([1, 8]), strategy };
  // A final block, as long as the byte behind it that the tail completes is there or not (RFC 7692 7.2.3.4).
  if (chance.below(4) === 0) {
    return Buffer.concat([deflateRawSync(payload, options), Buffer.alloc(chance.below(2))]);
  }
  const flushed = deflateRawSync(payload, { ...options, finishFlush: constants.Z_SYNC_FLUSH });
  return flushed.length === 0 ? Buffer.of(0) : flushed.subarray(0, -4);
}

function someLength(chance: Chance): number {
  return chance.of([0, 1, 2, chance.below(126), 125, 126, 127, chance.below(600), chance.below(3000)]);
}

function someText(chance: Chance): string {
  const letters = chance.of(["a", "ab c", "é", "€", "🎉", "aé€🎉\uFFFD\uFEFF"]);
  const characters = [...letters];
  return Array.from({ length: chance.of([0, 1, 5, 40, 130, 300]) }, () => chance.of(characters)).join("");
}
