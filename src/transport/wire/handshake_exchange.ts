/** The opening handshake on a link: request out, response in, and the verdict on it (RFC 6455 section 4.1). */

import type { Buffer } from "node:buffer";
import type { CompressionOffer, HandshakeResponse } from "../connection.ts";
import { acceptDeflate, type DeflateAgreement } from "./deflate_negotiation.ts";
import { type Endpoints, socketErrorText } from "./go_error.ts";
import { acceptForKey } from "./handshake_request.ts";
import { ReceivedResponse, valuesOf } from "./received_response.ts";
import { ResponseBodyReader } from "./response_body.ts";
import { MalformedResponseError, type ResponseHead, ResponseHeadReader } from "./response_head.ts";
import type { SocketError } from "./socket_error.ts";
import type { LinkOwner } from "./socket_link.ts";

/** Who is told the verdict, once. */
export interface HandshakeJudge {
  /** The connection is open; `bytes` from `start` to `end` came after the response. */
  accepted(
    response: HandshakeResponse,
    deflate: DeflateAgreement | undefined,
    bytes: Buffer,
    start: number,
    end: number,
  ): void;
  /** There will be no connection. `response` is there if any came. */
  refused(error: string, response: HandshakeResponse | undefined): void;
}

/** What the verdict depends on. */
export interface HandshakeTerms {
  readonly key: string;
  readonly compression: CompressionOffer | undefined;
  readonly endpoints: Endpoints;
  /** The peer's IP address. */
  readonly remoteAddress: string;
}

const BAD_HANDSHAKE = "websocket: bad handshake";

/** Owns a link from the request to the verdict. */
export class HandshakeExchange implements LinkOwner {
  readonly #terms: HandshakeTerms;
  readonly #judge: HandshakeJudge;
  readonly #headReader = new ResponseHeadReader();
  #head: ResponseHead | undefined;
  #body: ResponseBodyReader | undefined;
  #isOver = false;

  constructor(terms: HandshakeTerms, judge: HandshakeJudge) {
    this.#terms = terms;
    this.#judge = judge;
  }

  received(bytes: Buffer, length: number): void {
    if (this.#isOver) return;
    try {
      this.#read(bytes, length);
    } catch (error) {
      if (!(error instanceof MalformedResponseError)) throw error;
      this.#refuse(error.message, undefined);
    }
  }

  drained(): void {}

  ended(): void {
    if (this.#head === undefined) this.#refuse(this.#headReader.endOfFile().message, undefined);
    else this.#refuse(BAD_HANDSHAKE, this.#response(this.#head));
  }

  failed(error: SocketError): void {
    if (this.#head !== undefined) this.#refuse(BAD_HANDSHAKE, this.#response(this.#head));
    else this.#refuse(socketErrorText("read", error, this.#terms.endpoints), undefined);
  }

  /** The time is up. A response whose body is still missing is a refusal all the same. */
  timedOut(error: string): void {
    if (this.#head === undefined) this.#refuse(error, undefined);
    else this.#refuse(BAD_HANDSHAKE, this.#response(this.#head));
  }

  #read(bytes: Buffer, length: number): void {
    let start = 0;
    if (this.#head === undefined) {
      const end = this.#headReader.read(bytes, length);
      if (end === undefined) return;
      start = end;
      const head = this.#headReader.parse();
      if (isUpgrade(head, this.#terms.key)) {
        this.#accept(head, bytes, start, length);
        return;
      }
      this.#body = new ResponseBodyReader(head);
      this.#head = head;
    }
    this.#body!.read(bytes, start, length);
    if (this.#body!.isDone) this.#refuse(BAD_HANDSHAKE, this.#response(this.#head));
  }

  #accept(head: ResponseHead, bytes: Buffer, start: number, end: number): void {
    const response = this.#response(head);
    const deflate = acceptDeflate(this.#terms.compression, response.extensions);
    if ("problem" in deflate) {
      this.#refuse(deflate.problem, response);
      return;
    }
    this.#isOver = true;
    this.#judge.accepted(response, deflate.value, bytes, start, end);
  }

  #refuse(error: string, response: HandshakeResponse | undefined): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#judge.refused(error, response);
  }

  #response(head: ResponseHead): HandshakeResponse {
    return new ReceivedResponse(head, this.#headReader.text, this.#body?.text() ?? "", this.#terms.remoteAddress);
  }
}

function isUpgrade(head: ResponseHead, key: string): boolean {
  return head.status === 101 && hasToken(head, "Upgrade", "websocket") && hasToken(head, "Connection", "upgrade") &&
    valuesOf(head, "Sec-Websocket-Accept")[0] === acceptForKey(key);
}

function hasToken(head: ResponseHead, name: string, token: string): boolean {
  return head.headers.some((header) => header[0] === name && listsToken(header[1], token));
}

function listsToken(value: string, token: string): boolean {
  const list = value.toLowerCase();
  return list === token || list.split(",").some((part) => part.trim() === token);
}
