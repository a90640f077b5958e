/** One connection of the runtime's own `WebSocket`. */

import { Buffer } from "node:buffer";
import { messageOf, RingBuffer, type Timer } from "../base/mod.ts";
import { CloseCode } from "./close_code.ts";
import type { Connection, ConnectionEnd, ConnectionHandler, ConnectOptions, HandshakeResponse } from "./connection.ts";
import { refuseHeader } from "./handshake_headers.ts";
import { canonicalHeaderName } from "./header_name.ts";
import { type NativeOptions, openNative } from "./native_options.ts";
import type { TransportHost } from "./transport_host.ts";
import { unsupportedByTransport } from "./unsupported.ts";

/** Milliseconds between two looks at whether everything has left; the runtime does not tell. */
const FLUSH_POLL = 1;

/** What the transport brings to a connection. */
export interface NativeSurroundings {
  readonly client: Deno.HttpClient | undefined;
  /** Its connections that have opened and are not over. */
  readonly open: Set<NativeConnection>;
}

/** Adapts the events of a `WebSocket` to the contract. */
export class NativeConnection implements Connection {
  readonly #host: TransportHost;
  readonly #options: ConnectOptions;
  readonly #handler: ConnectionHandler;
  #socket: WebSocket | undefined;
  #limit: Timer | undefined;
  #flushPoll: Timer | undefined;
  #isOpen = false;
  #closeSent = false;
  #isOver = false;
  #isPaused = false;
  readonly #open: Set<NativeConnection>;
  /** What happened during a pause. */
  readonly #held = new RingBuffer<() => void>();

  constructor(
    host: TransportHost,
    options: ConnectOptions,
    handler: ConnectionHandler,
    { client, open }: NativeSurroundings,
  ) {
    this.#host = host;
    this.#open = open;
    this.#options = options;
    this.#handler = handler;
    const refusal = this.#refuse();
    if (refusal !== undefined) this.#startLimit(() => this.#failHandshake(refusal), 0);
    else this.#dial(client);
  }

  get bufferedAmount(): number {
    return this.#isOver ? 0 : this.#socket?.bufferedAmount ?? 0;
  }

  get closeSent(): boolean {
    return this.#closeSent;
  }

  sendText(data: string): boolean {
    return this.#send(data.toWellFormed());
  }

  sendBinary(data: Uint8Array): boolean {
    return this.#send(new Uint8Array(data));
  }

  /** @throws {SquallError} Always: the runtime offers no way to send one. */
  ping(_payload: Uint8Array): boolean {
    throw unsupportedByTransport("native", "ping()", "Use the transport 'wire'.");
  }

  /** @throws {SquallError} For any other code than 1000, 1005 and 3000 to 4999. */
  close(code: number, reason: string): boolean {
    if (code !== CloseCode.Normal && code !== CloseCode.NoStatus && (code < 3000 || code > 4999)) {
      throw unsupportedByTransport(
        "native",
        `the close code ${code}`,
        "Use 1000 or 3000 to 4999, or the transport 'wire'.",
      );
    }
    if (!this.#isOpen || this.#closeSent || this.#isOver) return false;
    this.#closeSent = true;
    if (code === CloseCode.NoStatus) this.#socket!.close();
    else this.#socket!.close(code, reason);
    this.#startLimit(() => this.#conclude({ kind: "timeout" }), this.#options.closeTimeout);
    return true;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    queueMicrotask(() => this.#catchUp());
  }

  destroy(_flush: boolean): void {
    this.#release();
    this.#socket?.close();
  }

  /** What would have failed before the dial: the same rules as in the wire transport. */
  #refuse(): string | undefined {
    const { url, headers, protocols, network } = this.#options;
    if ((url.scheme !== "ws" && url.scheme !== "wss") || url.userinfo !== undefined) return "malformed ws or wss URL";
    for (const [name] of headers) {
      const refusal = refuseHeader(canonicalHeaderName(name), protocols.length > 0);
      if (refusal !== undefined) return refusal;
    }
    const port = Number(url.port || (url.scheme === "wss" ? 443 : 80));
    return network.refuseHostname(url.hostname) ?? network.refuseAddress(url.hostname, port);
  }

  #dial(client: Deno.HttpClient | undefined): void {
    const { url, protocols, headers, handshakeTimeout } = this.#options;
    const init: NativeOptions = {
      protocols: [...protocols],
      headers: headers.map(([name, value]) => [name, value]),
      ...(client === undefined ? {} : { client }),
    };
    try {
      const [address] = url.href.split("#", 1);
      this.#listen(this.#socket = openNative(address!, init));
      this.#startLimit(() => this.#onHandshakeTimeout(), handshakeTimeout);
    } catch (error) {
      // A URL that browsers do not accept, a subprotocol that is not a token.
      this.#startLimit(() => this.#failHandshake(messageOf(error)), 0);
    }
  }

  #listen(socket: WebSocket): void {
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#deliver(() => this.#onOpen(socket));
    socket.onmessage = ({ data }) => this.#deliver(() => this.#onMessage(data));
    socket.onerror = (event) => this.#deliver(() => this.#onError((event as ErrorEvent).message));
    socket.onclose = ({ wasClean, code, reason }) => {
      if (wasClean) this.#deliver(() => this.#conclude({ kind: "close", code, reason }));
    };
  }

  #onOpen(socket: WebSocket): void {
    this.#stopLimit();
    this.#isOpen = true;
    this.#open.add(this);
    this.#handler.open({ ...UNKNOWN_RESPONSE, status: 101, protocol: socket.protocol });
  }

  #onMessage(data: string | ArrayBuffer): void {
    const { maxMessageSize } = this.#options;
    const size = typeof data === "string" ? Buffer.byteLength(data) : data.byteLength;
    if (size > maxMessageSize) {
      this.#socket!.close();
      this.#conclude({ kind: "violation", code: CloseCode.MessageTooBig, reason: "message too big" });
    } else if (typeof data === "string") this.#handler.text(data);
    else this.#handler.binary(new Uint8Array(data));
  }

  #onError(message: string): void {
    if (this.#isOpen) this.#conclude(message === "Unexpected EOF" ? { kind: "eof" } : { kind: "read", error: message });
    else this.#failHandshake(message);
  }

  #onHandshakeTimeout(): void {
    this.#failHandshake(`dial tcp ${this.#options.url.host}: i/o timeout`);
    this.#socket!.close();
  }

  #failHandshake(message: string): void {
    const status = /Invalid status code: (\d{3})/.exec(message);
    const response = status === null ? undefined : { ...UNKNOWN_RESPONSE, status: Number(status[1]) };
    const error = response === undefined ? message : "websocket: bad handshake";
    this.#conclude({ kind: "handshake", error, response });
  }

  #send(data: string | Uint8Array<ArrayBuffer>): boolean {
    if (!this.#isOpen || this.#closeSent || this.#isOver) return false;
    this.#socket!.send(data);
    this.#flushPoll ??= this.#host.timers.after(() => this.#checkFlushed(), FLUSH_POLL);
    return true;
  }

  #checkFlushed(): void {
    const isFlushed = this.bufferedAmount === 0;
    this.#flushPoll = isFlushed ? undefined : this.#host.timers.after(() => this.#checkFlushed(), FLUSH_POLL);
    if (isFlushed) this.#guard(() => this.#handler.flushed());
  }

  #deliver(event: () => void): void {
    if (this.#isOver) return;
    if (this.#isPaused || this.#held.size > 0) this.#held.push(event);
    else this.#guard(event);
  }

  #catchUp(): void {
    while (!this.#isPaused && !this.#isOver) {
      const event = this.#held.shift();
      if (event === undefined) return;
      this.#guard(event);
    }
  }

  #conclude(end: ConnectionEnd): void {
    if (this.#isOver) return;
    this.#release();
    this.#guard(() => this.#handler.end(end));
  }

  #guard(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#host.reportDefect(error);
    }
  }

  #startLimit(onLimit: () => void, delay: number): void {
    this.#limit = this.#host.timers.after(onLimit, delay);
  }

  #stopLimit(): void {
    if (this.#limit !== undefined) this.#host.timers.cancel(this.#limit);
    this.#limit = undefined;
  }

  /** From now on nothing is delivered. */
  #release(): void {
    this.#isOver = true;
    this.#open.delete(this);
    this.#held.clear();
    this.#stopLimit();
    if (this.#flushPoll !== undefined) this.#host.timers.cancel(this.#flushPoll);
  }
}

/** The runtime tells the status of a refusal, and of an upgrade only that there was one. */
const UNKNOWN_RESPONSE: HandshakeResponse = {
  status: 0,
  headers: [],
  body: "",
  protocol: "",
  extensions: [],
  remoteAddress: "",
  cookies: [],
  isComplete: false,
};
