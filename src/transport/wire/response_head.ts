/** Reads the head of an HTTP response: status line and headers, bytes in, fields out, with Go's messages for nonsense. */

import { Buffer } from "node:buffer";
import { goQuote } from "../go_quote.ts";
import { canonicalHeaderName, isToken } from "../header_name.ts";

/** The largest head accepted, in bytes. */
export const MAX_HEAD_SIZE = 64 * 1024;

/** A parsed head. */
export interface ResponseHead {
  /** `HTTP/1.1`, for example. */
  readonly version: string;
  readonly status: number;
  /** What follows the status code on its line. */
  readonly statusText: string;
  /** Canonical names in the order received. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** A response that is not HTTP. The message is Go's. */
export class MalformedResponseError extends Error {
  override name = "MalformedResponseError";
}

/** Version, status code, and what follows them. */
const STATUS_LINE_REGEXP = /^([^ ]*) +([^ ]*) ?(.*)$/s;
const VERSION_REGEXP = /^HTTP\/\d\.\d$/;
/** The end of the last header line and the empty line after it; bare line feeds are accepted, as in Go. */
const END_REGEXP = /\r?\n\r?\n/;
/** As much of it as may have come before the rest. */
const LONGEST_SEAM = 3;
// deno-lint-ignore no-control-regex -- control characters are what it looks for
const BAD_VALUE_REGEXP = /[\x00-\x08\x0a-\x1f\x7f]/;

const LINE_END_REGEXP = /\r?\n/;
const NON_ASCII_REGEXP = /[\x80-\xff]/;

/** Collects bytes until a head is complete. */
export class ResponseHeadReader {
  /** The bytes so far, one character per byte. */
  #text = "";
  /** The last of them: the end may begin there. */
  #seam = "";
  #hasStatusLine = false;
  readonly #maxSize: number;

  /** @param maxSize The largest head accepted, in bytes. */
  constructor(maxSize = MAX_HEAD_SIZE) {
    this.#maxSize = maxSize;
  }

  /** Whether anything has come at all. */
  get hasBegun(): boolean {
    return this.#text !== "";
  }

  /**
   * Takes bytes.
   *
   * @param bytes Hold what was received.
   * @param length How many of them.
   * @returns How many of these bytes belong to the head once it is complete; `undefined` while it is not.
   * @throws {MalformedResponseError} As soon as the bytes cannot become a response.
   */
  read(bytes: Buffer, length: number): number | undefined {
    const earlier = this.#text;
    const before = earlier.length;
    const piece = bytes.toString("latin1", 0, Math.min(length, this.#maxSize + 1 - before));
    // Only what is new is looked at: a large head that comes in many pieces would cost too much otherwise.
    const unseen = this.#seam + piece;
    this.#text += piece;
    if (piece.includes("\n")) this.#checkStatusLine();
    const end = END_REGEXP.exec(unseen);
    if (end !== null) {
      const rest = end.index - this.#seam.length;
      // A part of a long text would keep all of it, with what came behind the head, for as long as the response lives.
      this.#text = rest < 0 ? earlier.slice(0, rest) : earlier + bytes.toString("latin1", 0, rest);
      return rest + end[0].length;
    }
    this.#seam = unseen.slice(-LONGEST_SEAM);
    if (this.#text.length <= this.#maxSize) return undefined;
    throw new MalformedResponseError(`net/http: server response headers exceeded ${this.#maxSize} bytes; aborted`);
  }

  /** The head as text, one character per byte, once {@linkcode ResponseHeadReader.read} has said that it is complete. */
  get text(): string {
    return this.#text;
  }

  /**
   * The head, once {@linkcode ResponseHeadReader.read} has said that it is complete.
   *
   * @throws {MalformedResponseError} When a line of it is not HTTP.
   */
  parse(): ResponseHead {
    return parseHead(this.#text);
  }

  /** Why the head is not complete although the peer has ended the connection. */
  endOfFile(): MalformedResponseError {
    const [firstLine] = this.#text.split(/\r?\n/, 1);
    if (this.#text !== "" && !this.#hasStatusLine) {
      try {
        parseStatusLine(firstLine!);
      } catch (error) {
        if (error instanceof MalformedResponseError) return error;
        throw error;
      }
    }
    return new MalformedResponseError("unexpected EOF");
  }

  /** A peer that does not speak HTTP is found out by its first line; no need to wait for an empty one. */
  #checkStatusLine(): void {
    if (this.#hasStatusLine) return;
    const end = this.#text.indexOf("\n");
    if (end < 0) return;
    this.#hasStatusLine = true;
    parseStatusLine(this.#text.slice(0, end).replace(/\r$/, ""));
  }
}

/**
 * Takes a complete head apart.
 *
 * @param text The head without its empty line, one character per byte.
 * @throws {MalformedResponseError} When a line of it is not HTTP.
 */
export function parseHead(text: string): ResponseHead {
  const [statusLine, ...lines] = text.split(LINE_END_REGEXP);
  const status = parseStatusLine(statusLine!);
  return { ...status, headers: unfold(lines).map(parseHeaderLine) };
}

function parseStatusLine(line: string): { version: string; status: number; statusText: string } {
  const [, version, code, statusText] = STATUS_LINE_REGEXP.exec(line) ?? [];
  if (version === undefined || code === undefined) {
    throw new MalformedResponseError(`malformed HTTP response ${goQuote(line)}`);
  }
  if (!/^\d{3}$/.test(code)) throw new MalformedResponseError(`malformed HTTP status code ${goQuote(code)}`);
  if (!VERSION_REGEXP.test(version)) throw new MalformedResponseError(`malformed HTTP version ${goQuote(version)}`);
  return { version, status: Number(code), statusText: statusText ?? "" };
}

/** Joins continuation lines (RFC 9112 section 5.2) to the line that they continue. */
function unfold(lines: readonly string[]): string[] {
  const unfolded: string[] = [];
  for (const line of lines) {
    if (!/^[ \t]/.test(line)) unfolded.push(line);
    else if (unfolded.length > 0) unfolded[unfolded.length - 1] += ` ${line.trim()}`;
    else throw new MalformedResponseError(`malformed MIME header initial line: ${goQuote(line)}`);
  }
  return unfolded;
}

function parseHeaderLine(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(":");
  if (colon < 0) throw new MalformedResponseError(`malformed MIME header: missing colon: ${goQuote(line)}`);
  const name = line.slice(0, colon);
  const value = line.slice(colon + 1).trim();
  // Go lets spaces in a name pass; such a header then has no meaning to anyone.
  if (!isToken(name.replaceAll(" ", "x")) || BAD_VALUE_REGEXP.test(value)) {
    throw new MalformedResponseError(`malformed MIME header line: ${goQuote(line)}`);
  }
  return [canonicalHeaderName(name), NON_ASCII_REGEXP.test(value) ? Buffer.from(value, "latin1").toString() : value];
}
