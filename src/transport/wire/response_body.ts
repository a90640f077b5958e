/** Collects the beginning of a response body, to show what a server answered instead of an upgrade. */

import { Buffer } from "node:buffer";
import { type Framing, framingOf } from "./body_framing.ts";
import type { ResponseHead } from "./response_head.ts";

/** How much of the body of a refused handshake is kept, in bytes. */
export const MAX_BODY_SIZE = 1024;

/** Takes bytes that follow a response head until the body is complete or long enough. */
export class ResponseBodyReader {
  readonly #framing: Framing;
  #text = "";
  #done = false;

  /**
   * @param head The head of the response.
   * @throws {MalformedResponseError} When the head does not say how long the body is. The message is Go's.
   */
  constructor(head: ResponseHead) {
    this.#framing = framingOf(head);
    this.#done = this.#framing.kind === "length" && this.#framing.left === 0;
  }

  /** `true` once nothing more is wanted. */
  get isDone(): boolean {
    return this.#done;
  }

  /** Takes bytes. */
  read(bytes: Buffer, start: number, end: number): void {
    if (this.#done) return;
    // A chunk header of sensible size comes with every chunk; twice the limit holds enough of both to decode.
    const room = 2 * MAX_BODY_SIZE - this.#text.length;
    this.#text += bytes.toString("latin1", start, Math.min(end, start + room));
    this.#done = this.#text.length >= 2 * MAX_BODY_SIZE || this.#isComplete();
  }

  /** What has been received of the body, at most {@linkcode MAX_BODY_SIZE} bytes, as text. */
  text(): string {
    const body = this.#framing.kind === "chunked" ? dechunk(this.#text).text : this.#text;
    const length = this.#framing.kind === "length" ? Math.min(this.#framing.left, MAX_BODY_SIZE) : MAX_BODY_SIZE;
    return Buffer.from(body.slice(0, length), "latin1").toString();
  }

  #isComplete(): boolean {
    switch (this.#framing.kind) {
      case "length":
        return this.#text.length >= Math.min(this.#framing.left, MAX_BODY_SIZE);
      case "until end":
        return this.#text.length >= MAX_BODY_SIZE;
      case "chunked": {
        const { text, ended } = dechunk(this.#text);
        return ended || text.length >= MAX_BODY_SIZE;
      }
    }
  }
}

/** Takes chunks apart (RFC 9112 section 7.1), as far as they go. */
function dechunk(text: string): { text: string; ended: boolean } {
  let body = "";
  let rest = text;
  for (;;) {
    const header = /^([0-9a-f]+)[^\n]*\n/i.exec(rest);
    if (header === null) return { text: body, ended: rest.includes("\n") };
    const size = Number.parseInt(header[1]!, 16);
    if (size === 0) return { text: body, ended: true };
    body += rest.slice(header[0].length, header[0].length + size);
    rest = rest.slice(header[0].length + size).replace(/^\r?\n/, "");
  }
}
