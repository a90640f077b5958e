/** Reads one request from a connection, and never more than it may have (RFC 9112, 6 and 7). */

import { HttpProblem, parseHead, type RequestHead } from "./http_message.ts";

/** Most bytes of a head, and of a line that gives the size of a chunk. */
const MOST_HEAD = 16 * 1024;
const MOST_CHUNK_LINE = 256;
const READ_SIZE = 16 * 1024;

/** Where bytes come from. */
export interface ByteSource {
  read(buffer: Uint8Array): Promise<number | null>;
  write(bytes: Uint8Array): Promise<number>;
}

/** How much a body may have. */
export interface BodyLimits {
  /** Bytes of this body. */
  readonly limit: number;
  /** Counts bytes that are kept, and throws where all requests together keep too many. */
  reserve(bytes: number): void;
}

/** What has come of a body: grows with it, so that promising much costs nothing. */
class BodyBytes {
  readonly #limits: BodyLimits;
  #bytes = new Uint8Array(READ_SIZE);
  #length = 0;

  constructor(limits: BodyLimits) {
    this.#limits = limits;
  }

  add(part: Uint8Array): void {
    const length = this.#length + part.byteLength;
    if (length > this.#limits.limit) throw tooLarge(this.#limits.limit);
    this.#limits.reserve(part.byteLength);
    if (length > this.#bytes.byteLength) {
      const grown = new Uint8Array(Math.max(length, 2 * this.#bytes.byteLength));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(part, this.#length);
    this.#length = length;
  }

  text(): string {
    return new TextDecoder().decode(this.#bytes.subarray(0, this.#length));
  }
}

/** See the top of this file. */
export class RequestReader {
  readonly #source: ByteSource;
  /** What was read and belongs to nobody yet. */
  #rest = new Uint8Array(0);

  /** @param source The connection. */
  constructor(source: ByteSource) {
    this.#source = source;
  }

  /**
   * Reads the head.
   *
   * @returns The head; `undefined` where the connection ends before one has begun.
   * @throws {HttpProblem} Where it is too long or none.
   */
  async head(): Promise<RequestHead | undefined> {
    const text = await this.#until("\r\n\r\n", new HttpProblem(431, `The head may have ${MOST_HEAD} bytes`), MOST_HEAD);
    return text === undefined ? undefined : parseHead(text);
  }

  /**
   * Reads the body.
   *
   * @param head The head that was read.
   * @param limits How much it may have.
   * @throws {HttpProblem} Where it is too long, cut off, or of no form that is known.
   */
  async body({ headers }: RequestHead, limits: BodyLimits): Promise<string> {
    const coding = headers.get("transfer-encoding")?.toLowerCase();
    const length = headers.get("content-length");
    if (coding !== undefined && (coding !== "chunked" || length !== undefined)) {
      throw new HttpProblem(400, "The length of the body is not clear");
    }
    if (length !== undefined && !/^\d+$/.test(length)) throw new HttpProblem(400, "Content-Length must be a number");
    if (Number(length ?? 0) > limits.limit) throw tooLarge(limits.limit);
    if (coding === undefined && Number(length ?? 0) === 0) return "";
    if (headers.get("expect")?.toLowerCase() === "100-continue") {
      await this.#source.write(new TextEncoder().encode("HTTP/1.1 100 Continue\r\n\r\n"));
    }
    const body = new BodyBytes(limits);
    if (coding === undefined) await this.#take(Number(length), body);
    else await this.#takeChunks(body);
    return body.text();
  }

  async #takeChunks(body: BodyBytes): Promise<void> {
    const wrong = new HttpProblem(400, "The body is not what chunks look like");
    for (;;) {
      const line = await this.#until("\r\n", wrong, MOST_CHUNK_LINE);
      const [, digits] = /^([0-9a-f]{1,8})[ \t]*(;.*)?$/i.exec(line ?? "") ?? [];
      if (digits === undefined) throw wrong;
      // Trailers are left where they are: the connection ends with the reply.
      if (parseInt(digits, 16) === 0) return;
      await this.#take(parseInt(digits, 16), body);
      if (await this.#until("\r\n", wrong, 0) !== "") throw wrong;
    }
  }

  /** Moves so many bytes to the body. */
  async #take(size: number, body: BodyBytes): Promise<void> {
    for (let missing = size; missing > 0;) {
      if (this.#rest.byteLength === 0 && !await this.#more()) throw cutOff();
      const part = this.#rest.subarray(0, missing);
      body.add(part);
      this.#rest = this.#rest.subarray(part.byteLength);
      missing -= part.byteLength;
    }
  }

  /** The text before a separator, both taken away; `undefined` where there is nothing at all. */
  async #until(separator: string, tooLong: HttpProblem, limit: number): Promise<string | undefined> {
    const decoder = new TextDecoder("latin1");
    for (;;) {
      const text = decoder.decode(this.#rest.subarray(0, limit + separator.length));
      const end = text.indexOf(separator);
      if (end >= 0) {
        this.#rest = this.#rest.subarray(end + separator.length);
        return text.slice(0, end);
      }
      if (this.#rest.byteLength >= limit + separator.length) throw tooLong;
      const isEmpty = this.#rest.byteLength === 0;
      if (await this.#more()) continue;
      if (isEmpty) return undefined;
      throw cutOff();
    }
  }

  /** Reads on; tells whether there was anything. */
  async #more(): Promise<boolean> {
    const buffer = new Uint8Array(READ_SIZE);
    const count = await this.#source.read(buffer);
    if (count === null) return false;
    const whole = new Uint8Array(this.#rest.byteLength + count);
    whole.set(this.#rest);
    whole.set(buffer.subarray(0, count), this.#rest.byteLength);
    this.#rest = whole;
    return true;
  }
}

function tooLarge(limit: number): HttpProblem {
  return new HttpProblem(413, `The body may have ${limit} bytes`);
}

function cutOff(): HttpProblem {
  return new HttpProblem(400, "The request has ended before its time");
}
