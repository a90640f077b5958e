/** One request and its response on a link: bytes out, bytes in, and the moments at which they went and came. */

import { Buffer } from "node:buffer";
import { type Clock, messageOf } from "../../base/mod.ts";
import type { HttpResponse } from "../http_client.ts";
import { framingOf } from "./body_framing.ts";
import { type Endpoints, socketErrorText } from "./go_error.ts";
import { HttpBodyReader } from "./http_body.ts";
import { MalformedResponseError, type ResponseHead, ResponseHeadReader } from "./response_head.ts";
import type { SocketError } from "./socket_error.ts";
import type { LinkOwner, SocketLink } from "./socket_link.ts";

/** The largest head accepted, in bytes: Go's limit. */
const MAX_HEAD = 10 * 1024 * 1024;
/** Heads of interim responses (RFC 9110 section 15.2) before the real one. */
const MAX_INTERIM = 5;
/** What Go puts before the reason why a response cannot be read. */
const BROKEN = "net/http: HTTP/1.x transport connection broken: ";

/** What an exchange needs to know. */
export interface HttpExchangeOptions {
  readonly clock: Clock;
  readonly endpoints: Endpoints;
  readonly method: string;
  readonly keepsBody: boolean;
  readonly maxBodySize: number;
}

/** Who is told of the end, once. */
export interface HttpExchangeOwner {
  /** The response is complete. `isReusable`: the link can carry another request. */
  completed(isReusable: boolean): void;
  /** It is not, and will not be; the link is of no more use. `text` is Go's. */
  failed(text: string): void;
}

/** See the top of this file. */
export class HttpExchange implements LinkOwner {
  readonly #link: SocketLink;
  readonly #options: HttpExchangeOptions;
  readonly #owner: HttpExchangeOwner;
  #headReader = new ResponseHeadReader(MAX_HEAD);
  #interim = 0;
  #head: ResponseHead | undefined;
  #body: HttpBodyReader | undefined;
  #isOver = false;
  /** When the request had left; 0 while it has not. */
  written = 0;
  /** When the first byte of the response came; 0 while none has. */
  firstByte = 0;

  constructor(link: SocketLink, options: HttpExchangeOptions, owner: HttpExchangeOwner) {
    this.#link = link;
    this.#options = options;
    this.#owner = owner;
  }

  /** Whether the server has answered with anything at all. */
  get hasBegun(): boolean {
    return this.firstByte !== 0;
  }

  /** What has come. */
  get response(): HttpResponse | undefined {
    if (this.#head === undefined) return undefined;
    const { status, statusText, version, headers } = this.#head;
    const body = this.#body?.body ?? new Uint8Array();
    return { status, reason: statusText, version, headers, body };
  }

  /** Sends the request. The link is this exchange's from now on. */
  send(head: string, body: Uint8Array | undefined): void {
    const text = Buffer.from(head);
    if (body === undefined || body.length === 0) this.#link.write(text);
    else {
      this.#link.hold(text);
      this.#link.write(body);
    }
    if (!this.#link.isStalled) this.written = this.#options.clock.now();
  }

  /** Nobody waits for the response any more. */
  abandon(): void {
    this.#isOver = true;
    this.#link.destroy();
  }

  received(bytes: Buffer, length: number): void {
    if (this.#isOver) return;
    if (this.firstByte === 0) {
      this.firstByte = this.#options.clock.now();
      // A server may answer before it has everything.
      if (this.written === 0) this.written = this.firstByte;
    }
    try {
      this.#read(bytes, length);
    } catch (error) {
      if (!(error instanceof MalformedResponseError)) throw error;
      this.#fail(this.#body === undefined ? `${BROKEN}${error.message}` : error.message);
    }
  }

  ended(): void {
    if (this.#isOver) return;
    if (this.#body === undefined) {
      this.#fail(this.#headReader.hasBegun ? `${BROKEN}${this.#headReader.endOfFile().message}` : "EOF");
      return;
    }
    try {
      this.#body.ended();
      this.#complete(false);
    } catch (error) {
      this.#fail(messageOf(error));
    }
  }

  failed(error: SocketError): void {
    if (this.#isOver) return;
    const call = error.syscall === "write" || error.code === "EPIPE" ? "write" : "read";
    this.#fail(socketErrorText(call, error, this.#options.endpoints));
  }

  drained(): void {
    if (this.written === 0) this.written = this.#options.clock.now();
  }

  #read(bytes: Buffer, length: number): void {
    let at = 0;
    let rest = bytes;
    while (this.#body === undefined) {
      const end = this.#headReader.read(rest, length - at);
      if (end === undefined) return;
      at += end;
      rest = bytes.subarray(at, length);
      this.#takeHead(this.#headReader.parse());
    }
    if (!this.#body.isDone) at = this.#body.read(bytes, at, length);
    if (this.#body.isDone) this.#complete(at === length);
  }

  #takeHead(head: ResponseHead): void {
    const { method, keepsBody, maxBodySize } = this.#options;
    if (head.status >= 100 && head.status < 200 && head.status !== 101) {
      if (++this.#interim > MAX_INTERIM) {
        throw new MalformedResponseError("net/http: too many 1xx informational responses");
      }
      this.#headReader = new ResponseHeadReader(MAX_HEAD);
      return;
    }
    const told = framingOf(head);
    const framing = method === "HEAD" ? { kind: "length" as const, left: 0 } : told;
    this.#head = head;
    this.#body = new HttpBodyReader({ framing, keeps: keepsBody, maxSize: maxBodySize });
  }

  #complete(mayBeReused: boolean): void {
    this.#isOver = true;
    this.#owner.completed(mayBeReused && this.#link.isStalled === false && staysOpen(this.#head!));
  }

  #fail(text: string): void {
    this.#isOver = true;
    this.#link.destroy();
    this.#owner.failed(text);
  }
}

/** Whether the server keeps the connection (RFC 9112 section 9.3). */
function staysOpen({ version, status, headers }: ResponseHead): boolean {
  if (status === 101) return false;
  const options = headers.filter(([name]) => name === "Connection").flatMap(([, value]) =>
    value.toLowerCase().split(",").map((each) => each.trim())
  );
  if (options.includes("close")) return false;
  return version === "HTTP/1.1" || options.includes("keep-alive");
}
