/** What stands behind a socket of `k6/websockets`: its state, its connection, and its events on the VU's loop. */

import { messageOf } from "../../base/mod.ts";
import type { Connection, ConnectionEnd, ConnectionHandler, HandshakeResponse } from "../../transport/mod.ts";
import { Blob } from "../blob.ts";
import { GoError } from "../go_error.ts";
import { SessionSamples } from "../session_samples.ts";
import type { EventReceiver, Tenant, VirtualUser } from "../virtual_user.ts";
import type { SocketArguments } from "./arguments.ts";
import { cancelledDialText, describeEnd } from "./closing.ts";
import {
  CloseEvent,
  type Closing,
  ErrorEvent,
  EventKind,
  type EventSocket,
  MessageEvent,
  SocketEvent,
} from "./events.ts";
import { Listeners } from "./listeners.ts";
import { binaryMessage, closeArguments } from "./message_data.ts";
import { type SocketResponse, socketResponse } from "./socket_response.ts";

/** The values of `readyState`. */
export const ReadyState = { Connecting: 0, Open: 1, Closing: 2, Closed: 3 } as const;

/** The step between the end of the connection and the events that tell of it; no script sees it. */
const END = 6;
/** A ping that came behind our close frame: as in k6 its event tells that no pong can be sent any more. */
const UNANSWERED_PING = 7;
const CLOSE_SENT = "websocket: close sent";
const NORMAL_CLOSURE = 1000;
/** Events that may wait for the VU before the connection stops reading, and with how many it reads again. */
const MOST_WAITING = 1024;
const FEW_WAITING = 256;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The part of a socket that scripts do not see. */
export class SocketSession implements ConnectionHandler, EventReceiver, Tenant {
  readonly listeners: Listeners;
  readyState: number = ReadyState.Connecting;
  binaryType: "blob" | "arraybuffer" = "blob";
  /** The answer that opened the connection. */
  response: HandshakeResponse | undefined;
  /** The answer that did not. */
  #refusal: HandshakeResponse | undefined;
  readonly #vu: VirtualUser;
  readonly #args: SocketArguments;
  readonly #target: EventSocket;
  readonly #samples: SessionSamples;
  readonly #connection: Connection;
  #pingTimes: Map<string, number> | undefined;
  #pings = 0;
  #unflushed = 0;
  /** Events on their way through the VU's loop. */
  #waiting = 0;
  /** What the script asked for with `close`. */
  #closing: readonly [code: number, reason: string] | undefined;
  /** What an `open` or `message` handler threw: the iteration fails with it once the socket is closed. */
  #thrown: { readonly error: unknown } | undefined;
  #errorHandlerThrew = false;
  /** The connection has ended or was dropped; the events that tell of it may still be on their way. */
  #over = false;
  /** The end has reached the script. */
  #isTold = false;

  /** Dials at once. @throws {GoError} Where the transport cannot do what is asked for. */
  constructor(vu: VirtualUser, args: SocketArguments, target: EventSocket) {
    this.#vu = vu;
    this.#args = args;
    this.#target = target;
    this.listeners = new Listeners(vu);
    this.#samples = new SessionSamples(vu, args.params.tags);
    this.#connection = args.params.dial(args.url, args.protocols, this);
    vu.hold(this);
  }

  get url(): string {
    return this.#args.url.href;
  }

  get bufferedAmount(): number {
    return this.#connection.bufferedAmount;
  }

  /** The server's answer to the handshake, as scripts see it. */
  scriptResponse(): SocketResponse | null {
    return socketResponse(this.response ?? this.#refusal);
  }

  // What the script asks for.

  send(data: unknown): void {
    this.#requireOpen();
    if (typeof data === "string") this.#connection.sendText(data);
    else this.#connection.sendBinary(binaryMessage(data));
    this.#unflushed++;
  }

  sendPing(): void {
    this.#requireOpen();
    const id = String(this.#pings);
    try {
      this.#connection.ping(encoder.encode(id));
    } catch (error) {
      throw new GoError(messageOf(error)); // The transport has no pings.
    }
    this.#pings++;
    this.#unflushed++;
    this.#pingTimes ??= new Map();
    this.#pingTimes.set(id, this.#vu.clock.now());
  }

  close(code: unknown, reason: unknown): void {
    this.#vu.pausing.enter();
    if (this.readyState >= ReadyState.Closing) return;
    this.#closing = closeArguments(code, reason);
    this.readyState = ReadyState.Closing;
    // Before the handshake is over the close frame has to wait for it.
    if (this.response !== undefined) this.#sendClose(this.#closing);
  }

  // What the connection tells.

  open(response: HandshakeResponse): void {
    this.response = response;
    this.#args.params.storeCookies(this.#args.url, response);
    this.#samples.connected(response, response.protocol);
    if (this.#closing !== undefined) this.#sendClose(this.#closing);
    else this.#deliver(EventKind.Open, undefined);
  }

  text(data: string): void {
    this.#deliver(EventKind.Message, data);
  }

  binary(data: Uint8Array): void {
    this.#deliver(EventKind.Message, data.slice());
  }

  ping(): void {
    this.#deliver(this.#connection.closeSent ? UNANSWERED_PING : EventKind.Ping, undefined);
  }

  pong(payload: Uint8Array): void {
    this.#deliver(EventKind.Pong, decoder.decode(payload));
  }

  flushed(): void {
    if (this.#unflushed > 0) this.#samples.sent(this.#unflushed);
    this.#unflushed = 0;
  }

  end(end: ConnectionEnd): void {
    if (end.kind === "handshake") {
      this.#refusal = end.response;
      if (end.response !== undefined) this.#args.params.storeCookies(this.#args.url, end.response);
      this.#samples.connected(end.response, "");
    }
    this.#over = true;
    if (this.response !== undefined) this.#samples.ended();
    this.#deliver(END, describeEnd(end, this.#closing?.[0]));
  }

  // What the VU asks for.

  evict(): void {
    if (this.#over) return;
    if (this.response !== undefined) return this.close(NORMAL_CLOSURE, "");
    this.#drop(false);
    this.#deliver(END, { error: cancelledDialText(this.#args.url), reason: "", clean: false });
  }

  abandon(): void {
    this.readyState = ReadyState.Closed;
    if (!this.#over) {
      this.#connection.close(NORMAL_CLOSURE, "");
      this.#drop(true);
    }
    this.#vu.release(this);
  }

  // The events, one at a time.

  receive(kind: number, data: unknown, time: number): unknown {
    if (kind !== EventKind.Close) this.#waiting--;
    if (this.#waiting === FEW_WAITING) this.#connection.resume();
    switch (kind) {
      case EventKind.Message:
        return this.#received(data, time);
      case EventKind.Open:
        return this.#opened(time);
      case EventKind.Ping:
        return this.listeners.fire(kind, new SocketEvent("ping", this.#target, time), rethrow);
      case UNANSWERED_PING:
        return this.listeners.fire(EventKind.Error, new ErrorEvent(this.#target, time, CLOSE_SENT), rethrow);
      case EventKind.Pong:
        return this.#ponged(data as string, time);
      case EventKind.Close:
        return this.#closed(data as Closing, time);
      default:
        return this.#ended(data as Closing, time);
    }
  }

  #opened(time: number): unknown {
    if (this.readyState !== ReadyState.Connecting) return undefined;
    this.readyState = ReadyState.Open;
    return this.listeners.fire(EventKind.Open, new SocketEvent("open", this.#target, time), this.#handlerFailed);
  }

  #received(data: unknown, time: number): unknown {
    // As in k6: a message that comes after `close()` is neither delivered nor counted.
    if (this.readyState !== ReadyState.Open) return undefined;
    this.#samples.received();
    if (!this.listeners.has(EventKind.Message)) return undefined;
    const value = typeof data === "string" ? data : this.#binaryValue(data as Uint8Array<ArrayBuffer>);
    return this.listeners.fire(EventKind.Message, new MessageEvent(this.#target, time, value), this.#handlerFailed);
  }

  #binaryValue(bytes: Uint8Array<ArrayBuffer>): ArrayBuffer | Blob {
    return this.binaryType === "arraybuffer" ? bytes.buffer : Blob.owning(bytes);
  }

  #ponged(id: string, time: number): unknown {
    const start = this.#pingTimes?.get(id);
    if (start === undefined) this.#vu.log("warning", `received pong for unknown ping ID ${id}`);
    else this.#samples.ponged(start);
    this.#pingTimes?.delete(id);
    return this.listeners.fire(EventKind.Pong, new SocketEvent("pong", this.#target, time), rethrow);
  }

  #ended(closing: Closing, time: number): unknown {
    // A handler that threw has ended the socket while the server's end was on its way.
    if (this.#isTold) return undefined;
    this.#isTold = true;
    this.readyState = ReadyState.Closed;
    if (closing.error === undefined) return this.#closed(closing, time);
    this.#vu.deliverNext(this, EventKind.Close, closing, time);
    const event = new ErrorEvent(this.#target, time, closing.error);
    return this.listeners.fire(EventKind.Error, event, (error) => {
      this.#errorHandlerThrew = true;
      return this.#fail(error);
    });
  }

  #closed(closing: Closing, time: number): unknown {
    this.#vu.release(this);
    if (this.#errorHandlerThrew) return undefined;
    const event = new CloseEvent(this.#target, time, closing);
    const result = this.listeners.fire(EventKind.Close, event, (error) => this.#fail(error));
    return this.#vu.pausing.after(result, () => {
      if (this.#thrown !== undefined) throw this.#thrown.error;
    });
  }

  /** An iteration fails with what was thrown first. */
  #fail(error: unknown): never {
    throw this.#thrown === undefined ? error : this.#thrown.error;
  }

  /** An `open` or `message` handler threw: TCP is dropped, `error` and `close` follow, then the iteration fails. */
  readonly #handlerFailed = (error: unknown): void => {
    this.#thrown = { error };
    if (!this.#over) this.#drop(false);
    this.readyState = ReadyState.Closed;
    const closing = { error: this.#vu.describe(error), reason: "", clean: false };
    this.#vu.deliverNext(this, END, closing, this.#vu.clock.epoch());
  };

  #deliver(kind: number, data: unknown): void {
    this.#waiting++;
    this.#vu.deliver(this, kind, data, this.#vu.clock.epoch());
    // A VU that is paused reads nothing: what it has not read stays with the server, not in our memory.
    if (this.#waiting === MOST_WAITING) this.#connection.pause();
  }

  #sendClose([code, reason]: readonly [number, string]): void {
    if (this.#connection.close(code, reason)) this.#unflushed++;
  }

  #drop(flush: boolean): void {
    this.#over = true;
    this.#connection.destroy(flush);
    if (this.response !== undefined) this.#samples.ended();
  }

  #requireOpen(): void {
    this.#vu.pausing.enter();
    if (this.readyState !== ReadyState.Open) throw new GoError("InvalidStateError");
  }
}

function rethrow(error: unknown): never {
  throw error;
}
