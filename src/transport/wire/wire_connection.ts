/** One wire connection from its dial to its end. */

import type { Connection, ConnectionHandler, ConnectOptions, HandshakeResponse } from "../connection.ts";
import { MessageDeflate } from "./message_deflate.ts";
import { type Opened, Opening, type OpeningOwner } from "./opening.ts";
import { Session } from "./session.ts";
import type { WireThread } from "./wire_thread.ts";

/** Opens, and then leaves everything to the session. */
export class WireConnection implements Connection, OpeningOwner {
  readonly #thread: WireThread;
  readonly #handler: ConnectionHandler;
  /** `undefined` once it has come to an end, good or bad. */
  #opening: Opening | undefined;
  #session: Session | undefined;

  constructor(thread: WireThread, options: ConnectOptions, handler: ConnectionHandler) {
    this.#thread = thread;
    this.#handler = handler;
    this.#opening = new Opening(thread, options, this);
  }

  get bufferedAmount(): number {
    return this.#session?.bufferedAmount ?? 0;
  }

  get closeSent(): boolean {
    return this.#session?.closeSent ?? false;
  }

  sendText(data: string): boolean {
    return this.#session?.sendText(data) ?? false;
  }

  sendBinary(data: Uint8Array): boolean {
    return this.#session?.sendBinary(data) ?? false;
  }

  ping(payload: Uint8Array): boolean {
    return this.#session?.ping(payload) ?? false;
  }

  close(code: number, reason: string): boolean {
    return this.#session?.close(code, reason) ?? false;
  }

  pause(): void {
    this.#session?.pause();
  }

  resume(): void {
    this.#session?.resume();
  }

  destroy(flush: boolean): void {
    this.#opening?.cancel();
    this.#opening = undefined;
    this.#session?.destroy(flush);
  }

  opened({ options, link, endpoints, response, deflate, bytes, start, end }: Opened): void {
    const { closeTimeout, maxMessageSize, strictUtf8 } = options;
    const session = new Session(this.#thread, {
      link,
      endpoints,
      handler: this.#handler,
      deflate: deflate && new MessageDeflate(this.#thread.codecs, deflate),
      closeTimeout,
      maxMessageSize,
      strictUtf8,
    });
    link.owner = session;
    this.#opening = undefined;
    this.#session = session;
    this.#handler.open(response);
    session.decode(bytes, start, end);
  }

  failed(error: string, response: HandshakeResponse | undefined): void {
    this.#opening = undefined;
    try {
      this.#handler.end({ kind: "handshake", error, response });
    } catch (defect) {
      this.#thread.reportDefect(defect);
    }
  }
}
