/** The `Blob` of `k6/websockets`: k6's rules for what it is made of, the platform's for everything else. */

import { GoError, goTypeName } from "./go_error.ts";

const STREAM_CHUNK_BYTES = 1024;
const encoder = new TextEncoder();
/** A byte order mark is text like any other, as in k6. */
const DECODING = { ignoreBOM: true };
const decoder = new TextDecoder("utf-8", DECODING);

/**
 * Immutable bytes with a type. As in k6 the type is kept as written, and `stream()` yields strings of at most 1,024
 * bytes and an empty one at the end. Unlike in k6, `slice` clamps its bounds, reading does not drain the blob and
 * the results of `arrayBuffer` and `bytes` are copies.
 */
export class Blob {
  #bytes: Uint8Array<ArrayBuffer>;
  readonly #type: string;

  /**
   * @param parts Strings, ArrayBuffers, views and blobs, in any iterable. Nullish: none.
   * @param options `type`: the media type, `""` by default.
   */
  constructor(parts?: unknown, options?: unknown) {
    this.#bytes = concatenate(readParts(parts));
    this.#type = readType(options);
  }

  /** A blob of bytes that nobody else will write to: they are not copied. */
  static owning(bytes: Uint8Array<ArrayBuffer>): Blob {
    const blob = new Blob();
    blob.#bytes = bytes;
    return blob;
  }

  /** The bytes of a value, if the value is a blob. They must not be written to. */
  static bytesOf(value: unknown): Uint8Array<ArrayBuffer> | undefined {
    return typeof value === "object" && value !== null && #bytes in value ? value.#bytes : undefined;
  }

  /** Number of bytes. */
  get size(): number {
    return this.#bytes.byteLength;
  }

  /** The media type, `""` if none was given. */
  get type(): string {
    return this.#type;
  }

  static {
    // As in k6 `for…in` sees the members.
    for (const name of ["size", "type", "arrayBuffer", "bytes", "slice", "text", "stream"]) {
      const member = Object.getOwnPropertyDescriptor(this.prototype, name)!;
      Object.defineProperty(this.prototype, name, { ...member, enumerable: true });
    }
  }

  get [Symbol.toStringTag](): string {
    return "Blob";
  }

  /** The bytes as an ArrayBuffer. */
  arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(this.#bytes.slice().buffer);
  }

  /** The bytes as a Uint8Array. */
  bytes(): Promise<Uint8Array> {
    return Promise.resolve(this.#bytes.slice());
  }

  /** The bytes decoded as UTF-8. */
  text(): Promise<string> {
    return Promise.resolve(decoder.decode(this.#bytes));
  }

  /** A new blob of the bytes from `start` up to `end`; negative positions count from the end. */
  slice(start?: number, end?: number, type?: unknown): Blob {
    const part = this.#bytes.subarray(start ?? 0, end ?? this.size);
    return new Blob([part], { type: type === undefined ? "" : String(type) });
  }

  /** The bytes as strings of at most 1,024 bytes each, ended by an empty one. */
  stream(): ReadableStream<string> {
    const bytes = this.#bytes;
    const chunkDecoder = new TextDecoder("utf-8", DECODING);
    let position = 0;
    return new ReadableStream<string>({
      pull(controller): void {
        if (position >= bytes.byteLength) {
          controller.enqueue("");
          controller.close();
          return;
        }
        const chunk = bytes.subarray(position, position + STREAM_CHUNK_BYTES);
        position += chunk.byteLength;
        controller.enqueue(chunkDecoder.decode(chunk, { stream: position < bytes.byteLength }));
      },
    });
  }

  /** What `JSON.stringify` sees: the two data members. */
  toJSON(): { size: number; type: string } {
    return { size: this.size, type: this.#type };
  }
}

function readType(options: unknown): string {
  if (options === undefined) return "";
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new GoError("[options] must be an object");
  }
  const type = (options as { type?: unknown }).type;
  return type === undefined ? "" : String(type);
}

function readParts(parts: unknown): Uint8Array[] {
  if (parts === undefined || parts === null) return [];
  if (typeof parts !== "object" && typeof parts !== "function") {
    throw new GoError(`failed to process [blobParts]: could not convert ${String(parts)} to []interface {}`);
  }
  return Array.from(toArray(parts), readPart);
}

function toArray(parts: object): unknown[] {
  if (Symbol.iterator in parts) return [...parts as Iterable<unknown>];
  if ("length" in parts && typeof parts !== "function") return Array.from(parts as ArrayLike<unknown>);
  throw new GoError(
    `failed to process [blobParts]: cannot convert ${String(parts)} to []interface {}: not an array or iterable`,
  );
}

function readPart(part: unknown): Uint8Array {
  if (typeof part === "string") return encoder.encode(part);
  if (part instanceof ArrayBuffer) return new Uint8Array(part);
  if (ArrayBuffer.isView(part)) return new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
  const bytes = Blob.bytesOf(part);
  if (bytes === undefined) throw new GoError(`failed to process [blobParts]: unsupported type: ${goTypeName(part)}`);
  return bytes;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.byteLength;
  }
  return whole;
}
