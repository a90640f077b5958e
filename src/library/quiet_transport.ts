/**
 * A transport that tells of the end of a connection when the connection has left nothing behind: in a program, and in
 * its tests, who has seen a socket close counts on it that the socket is closed.
 */

import type {
  Connection,
  ConnectionEnd,
  ConnectionHandler,
  ConnectOptions,
  HandshakeResponse,
  Transport,
  TransportLoad,
} from "../transport/mod.ts";

/** See the top of this file. */
export class QuietTransport implements Transport {
  readonly name: Transport["name"];
  readonly limitations: readonly string[];
  readonly #inner: Transport;

  /** @param inner What carries the connections. */
  constructor(inner: Transport) {
    this.#inner = inner;
    this.name = inner.name;
    this.limitations = inner.limitations;
  }

  connect(options: ConnectOptions, handler: ConnectionHandler): Connection {
    const end = new LateEnd(this, handler);
    return new QuietConnection(this.#inner.connect(options, end), end);
  }

  load(): TransportLoad {
    return this.#inner.load();
  }

  /** Fulfilled, at the latest a second from now, when nothing is left of the connections that are over. */
  async idle(): Promise<void> {
    await this.#inner.idle();
    // Sockets give their resources back in the turn after.
    await new Promise((resolve) => setImmediate(resolve));
  }

  dispose(): void {
    this.#inner.dispose();
  }
}

/** Hands everything on, the end of the connection later. */
class LateEnd implements ConnectionHandler {
  readonly #transport: QuietTransport;
  readonly #handler: ConnectionHandler;
  /** Nobody wants to hear of the end any more. */
  isDropped = false;

  constructor(transport: QuietTransport, handler: ConnectionHandler) {
    this.#transport = transport;
    this.#handler = handler;
  }

  open(response: HandshakeResponse): void {
    this.#handler.open(response);
  }

  text(data: string): void {
    this.#handler.text(data);
  }

  binary(data: Uint8Array): void {
    this.#handler.binary(data);
  }

  ping(payload: Uint8Array): void {
    this.#handler.ping(payload);
  }

  pong(payload: Uint8Array): void {
    this.#handler.pong(payload);
  }

  flushed(): void {
    this.#handler.flushed();
  }

  end(end: ConnectionEnd): void {
    // The connection is still being put away when this is called.
    queueMicrotask(async () => {
      await this.#transport.idle();
      if (!this.isDropped) this.#handler.end(end);
    });
  }
}

/** A connection of which no end is told once it was destroyed, not even one that is on its way. */
class QuietConnection implements Connection {
  readonly #inner: Connection;
  readonly #end: LateEnd;

  constructor(inner: Connection, end: LateEnd) {
    this.#inner = inner;
    this.#end = end;
  }

  get bufferedAmount(): number {
    return this.#inner.bufferedAmount;
  }

  get closeSent(): boolean {
    return this.#inner.closeSent;
  }

  sendText(data: string): boolean {
    return this.#inner.sendText(data);
  }

  sendBinary(data: Uint8Array): boolean {
    return this.#inner.sendBinary(data);
  }

  ping(payload: Uint8Array): boolean {
    return this.#inner.ping(payload);
  }

  close(code: number, reason: string): boolean {
    return this.#inner.close(code, reason);
  }

  pause(): void {
    this.#inner.pause();
  }

  resume(): void {
    this.#inner.resume();
  }

  destroy(flush: boolean): void {
    this.#end.isDropped = true;
    this.#inner.destroy(flush);
  }
}
