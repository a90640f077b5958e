/** A way through an HTTP proxy by `CONNECT` (RFC 9110 section 9.3.6). */

import { Buffer } from "node:buffer";
import { messageOf } from "../../base/mod.ts";
import type { OpenLink } from "./dial_attempt.ts";
import { DialError } from "./dial_error.ts";
import { ResponseHeadReader } from "./response_head.ts";
import type { SocketError } from "./socket_error.ts";
import type { LinkOwner, SocketLink } from "./socket_link.ts";

/** Asks a proxy for a tunnel, and owns the link until it is there. */
export class ProxyTunnel implements LinkOwner, OpenLink {
  readonly link: SocketLink;
  readonly #opened = Promise.withResolvers<void>();
  readonly #head = new ResponseHeadReader();
  #early: Buffer | undefined;
  /** What its next owner has to be told. */
  #end: "ended" | SocketError | undefined;

  /**
   * @param link Connected to the proxy.
   * @param address `host:port` of the server.
   * @param authorization The value of `Proxy-Authorization`, if there is one.
   */
  constructor(link: SocketLink, address: string, authorization: string | undefined) {
    this.link = link;
    this.#opened.promise.catch(() => {});
    const credentials = authorization === undefined ? "" : `Proxy-Authorization: ${authorization}\r\n`;
    link.writeText(`CONNECT ${address} HTTP/1.1\r\nHost: ${address}\r\n${credentials}\r\n`);
  }

  /** The tunnel is open. Rejects with a {@linkcode DialError}. */
  get opened(): Promise<void> {
    return this.#opened.promise;
  }

  received(bytes: Buffer, length: number): void {
    if (this.#early !== undefined) {
      this.#early = Buffer.concat([this.#early, bytes.subarray(0, length)]);
      return;
    }
    try {
      const end = this.#head.read(bytes, length);
      if (end === undefined) return;
      const { status, statusText } = this.#head.parse();
      if (status !== 200) throw new DialError(statusText);
      this.#early = Buffer.from(bytes.subarray(end, length));
      this.#opened.resolve();
    } catch (error) {
      this.#opened.reject(new DialError(messageOf(error), { cause: error }));
    }
  }

  handOver(owner: LinkOwner): void {
    const { link } = this;
    link.owner = owner;
    const early = this.#early;
    if (early !== undefined && early.length > 0) owner.received(early, early.length);
    // What was received may already have brought the owner after this one.
    if (this.#end === "ended") link.owner.ended();
    else if (this.#end !== undefined) link.owner.failed(this.#end);
  }

  drained(): void {}

  ended(): void {
    this.#end = "ended";
    this.#opened.reject(new DialError(this.#head.endOfFile().message));
  }

  failed(error: SocketError): void {
    this.#end = error;
    this.#opened.reject(new DialError(error.message, { cause: error }));
  }
}
