/** The answer to an opening handshake, kept as it came: tens of thousands of them live as long as their connections. */

import type { HandshakeResponse } from "../connection.ts";
import { parseHead, type ResponseHead } from "./response_head.ts";

type Headers = HandshakeResponse["headers"];

/** What most responses have. */
const NO_VALUES: readonly string[] = [];

/**
 * The values of a header, in order.
 *
 * @param head Where to look.
 * @param name The canonical name.
 */
export function valuesOf(head: ResponseHead, name: string): readonly string[] {
  let values: string[] | undefined;
  for (const header of head.headers) {
    if (header[0] === name) (values ??= []).push(header[1]);
  }
  return values ?? NO_VALUES;
}

/** See the top of this file. */
export class ReceivedResponse implements HandshakeResponse {
  readonly status: number;
  readonly body: string;
  readonly protocol: string;
  readonly extensions: readonly string[];
  readonly cookies: readonly string[];
  readonly remoteAddress: string;
  readonly isComplete = true;
  readonly #text: string;

  /**
   * @param head The response's head.
   * @param text The same as it came, one character per byte.
   * @param body The first 1,024 bytes of its body.
   * @param remoteAddress The peer's IP address.
   */
  constructor(head: ResponseHead, text: string, body: string, remoteAddress: string) {
    this.status = head.status;
    this.body = body;
    this.protocol = valuesOf(head, "Sec-Websocket-Protocol")[0] ?? "";
    this.extensions = valuesOf(head, "Sec-Websocket-Extensions");
    this.cookies = valuesOf(head, "Set-Cookie");
    this.remoteAddress = remoteAddress;
    this.#text = text;
  }

  /** Read anew each time: few scripts ask, and once. */
  get headers(): Headers {
    return parseHead(this.#text).headers;
  }
}
