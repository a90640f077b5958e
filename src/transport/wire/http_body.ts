/** Reads the body of an HTTP response as its bytes come (RFC 9112 sections 6 and 7.1), up to a limit. */

import type { Buffer } from "node:buffer";
import type { Framing } from "./body_framing.ts";
import { MalformedResponseError } from "./response_head.ts";

/** A chunk's size and its extensions, or a trailer line, may take so many characters. */
const MAX_LINE = 4096;
/** Trailer lines that are read before they are too many. */
const MAX_TRAILERS = 256;
const NOTHING = new Uint8Array();

/** Where in a chunked body the reader is. */
const enum Part {
  Size,
  Data,
  DataEnd,
  Trailer,
}

/** How to read a body. */
export interface HttpBodyOptions {
  readonly framing: Framing;
  /** `false`: bytes are counted and thrown away. */
  readonly keeps: boolean;
  /** Largest body accepted, in bytes. */
  readonly maxSize: number;
}

/** Takes bytes until the body is complete. */
export class HttpBodyReader {
  readonly #options: HttpBodyOptions;
  /** What has come, with room for more: memory must not depend on the pieces that it came in. */
  #bytes = NOTHING;
  #size = 0;
  /** Bytes of the body, or of the chunk, that are still to come. */
  #left: number;
  #part = Part.Size;
  #line = "";
  #trailers = 0;
  #isDone: boolean;

  constructor(options: HttpBodyOptions) {
    const { framing } = options;
    this.#options = options;
    this.#left = framing.kind === "length" ? framing.left : 0;
    this.#isDone = framing.kind === "length" && framing.left === 0;
  }

  /** `true` once the body is complete. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** What has come of the body. */
  get body(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#size);
  }

  /**
   * Takes bytes.
   *
   * @returns Where the body ends among them, once it does; else `end`.
   * @throws {MalformedResponseError} When the bytes are no body, or too large a one.
   */
  read(bytes: Buffer, start: number, end: number): number {
    switch (this.#options.framing.kind) {
      case "until end":
        this.#keep(bytes, start, end);
        return end;
      case "length":
        return this.#readData(bytes, start, end, () => this.#isDone = true);
      case "chunked":
        return this.#readChunks(bytes, start, end);
    }
  }

  /** The peer has sent FIN. @throws {MalformedResponseError} When that comes too early. */
  ended(): void {
    if (this.#options.framing.kind !== "until end") throw new MalformedResponseError("unexpected EOF");
    this.#isDone = true;
  }

  #readData(bytes: Buffer, start: number, end: number, complete: () => void): number {
    const stop = Math.min(end, start + this.#left);
    this.#keep(bytes, start, stop);
    this.#left -= stop - start;
    if (this.#left === 0) complete();
    return stop;
  }

  #readChunks(bytes: Buffer, start: number, end: number): number {
    let at = start;
    while (at < end && !this.#isDone) {
      if (this.#part === Part.Data) {
        at = this.#readData(bytes, at, end, () => this.#part = Part.DataEnd);
        continue;
      }
      const lineEnd = bytes.subarray(at, end).indexOf(0x0a);
      const stop = lineEnd < 0 ? end : at + lineEnd;
      this.#line += bytes.toString("latin1", at, stop);
      if (this.#line.length > MAX_LINE) throw new MalformedResponseError("header line too long");
      at = stop + 1;
      if (lineEnd < 0) return end;
      const line = this.#line.replace(/\r$/, "");
      this.#line = "";
      this.#takeLine(line);
    }
    return at;
  }

  #takeLine(line: string): void {
    switch (this.#part) {
      case Part.Size: {
        this.#left = chunkSize(line);
        this.#part = this.#left === 0 ? Part.Trailer : Part.Data;
        return;
      }
      case Part.DataEnd:
        if (line !== "") throw new MalformedResponseError("malformed chunked encoding");
        this.#part = Part.Size;
        return;
      default:
        this.#isDone = line === "";
        if (++this.#trailers > MAX_TRAILERS) throw new MalformedResponseError("http: suspiciously long trailer");
    }
  }

  #keep(bytes: Buffer, start: number, end: number): void {
    const { keeps, maxSize } = this.#options;
    if (!keeps || start === end) return;
    const size = this.#size + end - start;
    if (size > maxSize) {
      throw new MalformedResponseError(
        `the body of the response is larger than the ${maxSize} bytes that are accepted`,
      );
    }
    if (size > this.#bytes.length) {
      // Most bodies come whole; those that do not grow by doubling.
      const larger = new Uint8Array(Math.max(size, Math.min(maxSize, 2 * this.#bytes.length)));
      larger.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes.subarray(start, end), this.#size);
    this.#size = size;
  }
}

/** The size on the first line of a chunk; extensions mean nothing to us. */
function chunkSize(line: string): number {
  const digits = line.replace(/;.*$/s, "").trim();
  if (digits === "" || /[^0-9a-f]/i.test(digits)) {
    throw new MalformedResponseError(digits === "" ? "malformed chunked encoding" : "invalid byte in chunk length");
  }
  if (digits.length > 13) throw new MalformedResponseError("http chunk length too large");
  return Number.parseInt(digits, 16);
}
