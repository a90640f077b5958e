/**
 * The module `k6/websockets` as scripts see it: types, for editors and for `deno check`. In a Deno program, import
 * `WebSocket` from `@squall/squall`.
 *
 * @module
 */

import type { CookieJar } from "./http.ts";
import type { Tags } from "./k6.ts";
import { outsideRunner } from "./outside_runner.ts";

/** How to connect. Any other key is an error. */
export interface Params {
  /** Headers of the handshake. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Tags of the session's samples. */
  readonly tags?: Tags;
  /** Cookies. Default: those of the VU. */
  readonly jar?: CookieJar | null;
  /** Offers compression (RFC 7692). */
  readonly compression?: "deflate";
  /** Beyond k6: how the connection is carried. */
  readonly transport?: "wire" | "native";
}

/** The server's answer to the handshake. */
export interface HandshakeResponse {
  /** The HTTP status. */
  readonly status: number;
  /** Canonical names; values of repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** The first 1,024 bytes of the body of a refusal. */
  readonly body: string;
}

/** What all events have. */
export interface Event {
  /** The name of the event. */
  readonly type: "open" | "message" | "error" | "close" | "ping" | "pong";
  /** The socket. */
  readonly target: WebSocket;
  /** When it happened, in milliseconds since 1970, fractional. k6 spells it with a small `s`. */
  readonly timestamp: number;
  /** Beyond k6: the same under the platform's name. */
  readonly timeStamp: number;
}

/** A message. */
// deno-lint-ignore no-explicit-any -- as on the platform: the script knows what its server sends
export interface MessageEvent<Data = any> extends Event {
  /** A string for a text message; for a binary one a Blob, or an ArrayBuffer where `binaryType` asks for it. */
  readonly data: Data;
  /** The URL of the socket. */
  readonly origin: string;
}

/** Something went wrong. */
export interface ErrorEvent extends Event {
  /** What. */
  readonly error: string;
}

/** The end of a socket. */
export interface CloseEvent extends Event {
  /** The close code, where there is one. */
  readonly code?: number;
  /** The close reason. */
  readonly reason: string;
  /** Beyond k6: whether the server's close frame was received. */
  readonly wasClean: boolean;
}

/** The events by name. */
export interface EventMap {
  /** The connection is open. */
  open: Event;
  /** A message. */
  message: MessageEvent;
  /** Something went wrong; a `close` follows. */
  error: ErrorEvent;
  /** The socket is closed. */
  close: CloseEvent;
  /** The server has pinged; the pong is on its way. */
  ping: Event;
  /** A pong has come. */
  pong: Event;
}

/** A handler of events. */
export type Listener<Kind extends Event> = (event: Kind) => unknown;

/** A WebSocket. */
export interface WebSocket {
  /** Beyond k6: 0, the state while the handshake goes on. */
  readonly CONNECTING: 0;
  /** Beyond k6: 1, the state in which messages can be sent. */
  readonly OPEN: 1;
  /** Beyond k6: 2, the state from `close()` to the end. */
  readonly CLOSING: 2;
  /** Beyond k6: 3, the state at the end. */
  readonly CLOSED: 3;
  /** 0 connecting, 1 open, 2 closing, 3 closed. */
  readonly readyState: number;
  /** The URL. */
  readonly url: string;
  /** Bytes that were given to `send` and have not left. */
  readonly bufferedAmount: number;
  /** The extensions that the server has agreed to. */
  readonly extensions: readonly string[];
  /** The subprotocol that the server has chosen, `""` if none. */
  readonly protocol: string;
  /** What binary messages arrive as. Default: `"blob"`. */
  binaryType: "blob" | "arraybuffer";
  /** Beyond k6: the server's answer to the handshake; `null` before there is one. */
  readonly response: HandshakeResponse | null;
  /** Called when the connection is open. */
  onopen: Listener<Event> | null;
  /** Called for every message. */
  onmessage: Listener<MessageEvent> | null;
  /** Called when something has gone wrong. */
  onerror: Listener<ErrorEvent> | null;
  /** Called at the end. */
  onclose: Listener<CloseEvent> | null;
  /** Called when the server has pinged. */
  onping: Listener<Event> | null;
  /** Called when a pong has come. */
  onpong: Listener<Event> | null;
  /**
   * Adds a handler; the same function added twice is called twice.
   *
   * @param type The event.
   * @param listener The handler.
   */
  addEventListener<Type extends keyof EventMap>(type: Type, listener: Listener<EventMap[Type]>): void;
  /**
   * Beyond k6: takes back one `addEventListener` of that function.
   *
   * @param type The event.
   * @param listener The handler.
   */
  removeEventListener<Type extends keyof EventMap>(type: Type, listener: Listener<EventMap[Type]>): void;
  /**
   * Sends a message: a string as text, bytes as binary. What is given is copied at once.
   *
   * @param data The message.
   * @throws {Error} `InvalidStateError` unless the socket is open; for anything that is no message.
   */
  send(data: string | ArrayBuffer | ArrayBufferView | Blob): void;
  /** Sends a ping; the time until its pong is a sample of `ws_ping`. @throws {Error} Unless the socket is open. */
  ping(): void;
  /**
   * Begins the closing handshake (RFC 6455, 7.1.2).
   *
   * @param code 1000, or from 3000 to 4999. Default: 1000.
   * @param reason At most 123 bytes of UTF-8.
   * @throws {Error} For any other code or reason.
   */
  close(code?: number, reason?: string): void;
}

/** Opens sockets. */
export interface WebSocketConstructor {
  /**
   * Dials and returns at once. Not in the init context.
   *
   * @param url `ws:` or `wss:`, without a fragment.
   * @param protocols Subprotocols to offer.
   * @param params How to connect.
   * @throws {Error} For bad arguments. That nobody answers is an `error` event.
   */
  new (url: string, protocols?: string | readonly string[] | null, params?: Params | null): WebSocket;
  /** What all sockets have. */
  readonly prototype: WebSocket;
  /** Beyond k6: 0. */
  readonly CONNECTING: 0;
  /** Beyond k6: 1. */
  readonly OPEN: 1;
  /** Beyond k6: 2. */
  readonly CLOSING: 2;
  /** Beyond k6: 3. */
  readonly CLOSED: 3;
}

/** Bytes that cannot be changed, with a media type. */
export interface Blob {
  /** Number of bytes. */
  readonly size: number;
  /** The media type, `""` if none was given. */
  readonly type: string;
  /** A copy of the bytes. */
  arrayBuffer(): Promise<ArrayBuffer>;
  /** A copy of the bytes. */
  bytes(): Promise<Uint8Array>;
  /** The bytes as UTF-8. */
  text(): Promise<string>;
  /** A blob of the bytes from `start` up to `end`; negative positions count from the end. */
  slice(start?: number, end?: number, type?: string): Blob;
  /** As in k6 strings of at most 1,024 bytes each, and an empty one at the end. */
  stream(): ReadableStream<string>;
}

/** Makes blobs. */
export interface BlobConstructor {
  /**
   * Makes a blob.
   *
   * @param parts What it consists of.
   * @param options Its media type.
   * @throws {Error} For parts that are neither text nor bytes.
   */
  new (
    parts?: Iterable<string | ArrayBuffer | ArrayBufferView | Blob> | null,
    options?: { readonly type?: string },
  ): Blob;
  /** What all blobs have. */
  readonly prototype: Blob;
}

/** What the module exports. */
export interface WebSockets {
  /** Opens sockets. */
  readonly WebSocket: WebSocketConstructor;
  /** Makes blobs. */
  readonly Blob: BlobConstructor;
}

/** All exports in one object. */
const websockets: WebSockets = outsideRunner("k6/websockets", 'import { WebSocket } from "@squall/squall"');

/** Opens sockets. */
export const WebSocket: WebSocketConstructor = websockets.WebSocket;
/** Makes blobs. */
export const Blob: BlobConstructor = websockets.Blob;

export default websockets;
