/** A second decoder, written for reading and not for speed: what a whole stream of bytes means, by the letter of RFC 6455. */

import { Buffer } from "node:buffer";
import { constants, inflateRawSync } from "node:zlib";

/** What both sides of a comparison are told of a stream. */
export interface StreamRules {
  /** permessage-deflate without context takeover has been agreed on. */
  readonly compression: boolean;
  /** Texts have to be UTF-8. */
  readonly strict: boolean;
  /** Bytes of the largest message accepted. */
  readonly limit: number;
}

/** One line for each message, control frame and violation; nothing behind a close or a violation. */
export function decodePlainly(bytes: Buffer, rules: StreamRules): string[] {
  const events: string[] = [];
  let message: { opcode: number; compressed: boolean; parts: Buffer[] } | undefined;
  for (let at = 0;;) {
    const header = readHeader(bytes, at);
    if (header === undefined) return events;
    const { first, masked, length, start } = header;
    const opcode = first & 15;
    if (masked || isForbidden(first, length, message !== undefined, rules.compression)) return [...events, "1002"];
    const end = start + Number(length);
    if (opcode >= 8) {
      if (end > bytes.length) return events;
      events.push(`${opcode} ${bytes.toString("hex", start, end)}`);
      if (opcode === 8) return events;
      at = end;
      continue;
    }
    message ??= { opcode, compressed: (first & 0x40) !== 0, parts: [] };
    const size = message.parts.reduce((sum, part) => sum + part.length, 0) + Number(length);
    if (size > (message.compressed ? rules.limit + Math.ceil(rules.limit / 4) + 1024 : rules.limit)) {
      return [...events, "1009"];
    }
    if (end > bytes.length) return events;
    message.parts.push(bytes.subarray(start, end));
    at = end;
    if (first < 0x80) continue;
    const event = describe(message, rules);
    events.push(event);
    if (/^\d+$/.test(event)) return events;
    message = undefined;
  }
}

function readHeader(bytes: Buffer, at: number) {
  if (at + 2 > bytes.length) return undefined;
  const short = bytes[at + 1]! & 127;
  const masked = bytes[at + 1]! > 127;
  const lengthEnd = at + 2 + (short === 126 ? 2 : short === 127 ? 8 : 0);
  const start = lengthEnd + (masked ? 4 : 0);
  if (start > bytes.length) return undefined;
  const hex = bytes.toString("hex", at + 2, lengthEnd);
  return { first: bytes[at]!, masked, length: hex === "" ? BigInt(short) : BigInt(`0x${hex}`), start };
}

function isForbidden(first: number, length: bigint, inMessage: boolean, compression: boolean): boolean {
  const opcode = first & 15;
  const isFinal = first > 127;
  if ((first & 0x30) !== 0) return true;
  if ((first & 0x40) !== 0 && !(compression && (opcode === 1 || opcode === 2))) return true;
  if (opcode >= 8) return opcode > 10 || !isFinal || length > 125n;
  if (length >= 2n ** 63n || opcode > 2) return true;
  return (opcode === 0) !== inMessage;
}

function describe(
  { opcode, compressed, parts }: { opcode: number; compressed: boolean; parts: Buffer[] },
  { strict, limit }: StreamRules,
): string {
  const payload = compressed ? inflatePlainly(Buffer.concat(parts), limit) : Buffer.concat(parts);
  if (typeof payload === "string") return payload;
  if (opcode === 2) return `2 ${payload.toString("hex")}`;
  const text = decodeText(payload);
  if (strict && text === undefined) return "1007";
  return `1 ${text ?? repairText(payload)}`;
}

/** The bytes, or the code of the violation. A final block may be followed by another stream (RFC 7692 7.2.3.4). */
function inflatePlainly(message: Buffer, limit: number): Buffer | string {
  const tail = Buffer.from("0000ffff", "hex");
  const parts: Buffer[] = [];
  let rest = Buffer.concat([message, tail]);
  try {
    for (;;) {
      const options = { finishFlush: constants.Z_SYNC_FLUSH, info: true };
      const part = inflateRawSync(rest, options) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
      parts.push(part.buffer);
      rest = rest.subarray(part.engine.bytesWritten);
      if (rest.length <= tail.length) break;
    }
  } catch {
    return "1007";
  }
  const inflated = Buffer.concat(parts);
  return inflated.length > limit ? "1009" : inflated;
}

function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Every byte that is no part of a character becomes U+FFFD. */
function repairText(bytes: Buffer): string {
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const lengths = [1, 2, 3, 4].filter((length) => at + length <= bytes.length);
    const length = lengths.find((length) => decodeText(bytes.subarray(at, at + length)) !== undefined);
    text += length === undefined ? "\uFFFD" : decodeText(bytes.subarray(at, at + length));
    at += length ?? 1;
  }
  return text;
}
