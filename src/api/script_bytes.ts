/** Bytes that scripts hand to modules which take text or bytes, as k6 takes them. */

import { GoError, goTypeName } from "./go_error.ts";

const encoder = new TextEncoder();

/**
 * The bytes of a value.
 *
 * @param value A text, which is taken as UTF-8, an `ArrayBuffer`, or a typed array or `DataView` (the bytes it shows).
 * @param prefix What the error begins with, such as `sha256 failed: `.
 * @returns The bytes; for buffers and views, those of the script.
 * @throws {GoError} `invalid type …` for any other value.
 */
export function bytesOf(value: unknown, prefix = ""): Uint8Array {
  if (typeof value === "string") return encoder.encode(value);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  throw new GoError(`${prefix}invalid type ${goTypeName(value)}, expected string, []byte or ArrayBuffer`);
}

/** A buffer of its own with these bytes, to be given to a script. */
export function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
