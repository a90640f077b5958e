/** What `send` accepts, and what `close` does. */

import { Blob } from "../blob.ts";
import { GoError, goTypeName } from "../go_error.ts";

const NORMAL_CLOSURE = 1000;
const encoder = new TextEncoder();

/**
 * The bytes of a binary message.
 *
 * @param data What the script gave to `send`, not a string.
 * @returns A view of the bytes; it must be copied before the script runs again.
 * @throws {GoError} When k6 would not send it. Unlike k6, a DataView is sent.
 */
export function binaryMessage(data: unknown): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const bytes = Blob.bytesOf(data);
  if (bytes === undefined) throw new GoError(`unsupported send type ${goTypeName(data)}`);
  return bytes;
}

/**
 * Checks the arguments of `close`.
 *
 * @param code What the script gave; missing, 0 and what is no finite number mean 1000.
 * @param reason What the script gave; nullish is empty.
 * @returns The two, as they go out.
 * @throws {GoError} When the code is not 1000 or 3000–4999, or the reason is longer than 123 bytes (RFC 6455, 5.5.1).
 */
export function closeArguments(code: unknown, reason: unknown): [code: number, reason: string] {
  const number = toInteger(code) || NORMAL_CLOSURE;
  if (number !== NORMAL_CLOSURE && !(number >= 3000 && number <= 4999)) {
    throw new GoError(
      "InvalidAccessError: Failed to execute 'close' on 'WebSocket': " +
        `The close code must be either 1000, or between 3000 and 4999. ${number} is neither`,
    );
  }
  const text = reason === undefined || reason === null ? "" : String(reason);
  if (text.length > 123 / 3 && encoder.encode(text).byteLength > 123) {
    throw new GoError(
      "SyntaxError: Failed to execute 'close' on 'WebSocket': The message must not be greater than 123 bytes",
    );
  }
  return [number, text];
}

function toInteger(value: unknown): number {
  const number = Number(value);
  return Number.isFinite(number) ? Math.trunc(number) : 0;
}
