/**
 * The module `k6/ws` as scripts see it: types, for editors and for `deno check`. In a Deno program, import `connect`
 * from `@squall/squall`.
 *
 * @module
 */

import type { CookieJar } from "./http.ts";
import type { Tags } from "./k6.ts";
import { outsideRunner } from "./outside_runner.ts";

/** How to connect. */
export interface Params {
  /** Headers of the handshake. `Sec-WebSocket-Protocol` asks for subprotocols. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Tags of the session's samples. */
  readonly tags?: Tags;
  /** Cookies. Default: those of the VU. */
  readonly jar?: CookieJar | null;
  /** Offers compression (RFC 7692); the empty text does not. */
  readonly compression?: "deflate" | "";
  /** Beyond k6: how the connection is carried. */
  readonly transport?: "wire" | "native";
}

/** What became of a session. */
export interface Response {
  /** The URL as it was given; `""` when the connection failed. */
  readonly url: string;
  /** The HTTP status, 101 if all went well; 0 when no response came. */
  readonly status: number;
  /** Canonical names; values of repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** The first 1,024 bytes of the body of a refusal. */
  readonly body: string;
  /** Why no response came; `""` when one did. */
  readonly error: string;
}

/** What handlers of `error` get. As in k6 it is not an `Error`. */
export interface SocketError {
  /** The close code, on errors that come from a close. */
  readonly code?: number;
  /** The close reason, on errors that come from a close. */
  readonly text?: string;
  /** What went wrong. */
  error(): string;
}

/** The handlers of a socket by event. */
export interface SocketHandlers {
  /** The connection is open, and the callback has returned. */
  open: () => unknown;
  /** A text message. */
  message: (message: string) => unknown;
  /** A binary message. */
  binaryMessage: (message: ArrayBuffer) => unknown;
  /** The server has pinged; the pong is on its way. */
  ping: () => unknown;
  /** A pong has come. */
  pong: () => unknown;
  /** Something went wrong. */
  error: (error: SocketError) => unknown;
  /** The session ends. */
  close: (code: number) => unknown;
}

/** One session. Its methods work until `connect` returns. */
export interface Socket {
  /**
   * Adds a handler; an event takes as many as you like.
   *
   * @param event The event.
   * @param handler The handler.
   */
  on<Event extends keyof SocketHandlers>(event: Event, handler: SocketHandlers[Event]): void;
  /**
   * Sends a text message. Behind a close it goes nowhere and is an `error` event.
   *
   * @param message The text; anything else is made one.
   */
  send(message: string): void;
  /**
   * Sends a binary message.
   *
   * @param message The bytes, which are copied at once.
   * @throws {Error} For anything but an ArrayBuffer.
   */
  sendBinary(message: ArrayBuffer): void;
  /** Sends a ping; the time until its pong is a sample of `ws_ping`. */
  ping(): void;
  /**
   * Calls back once, unless the session ends before.
   *
   * @param callback The function.
   * @param delay Milliseconds, above 0.
   * @throws {Error} For a delay that is not.
   */
  setTimeout(callback: () => unknown, delay: number): void;
  /**
   * Calls back again and again until the session ends. There is no way to stop it before.
   *
   * @param callback The function.
   * @param delay Milliseconds, above 0.
   * @throws {Error} For a delay that is not.
   */
  setInterval(callback: () => unknown, delay: number): void;
  /**
   * Sends a close frame, calls the handlers of `close` and drops the connection.
   *
   * @param code Default: 1001.
   */
  close(code?: number): void;
}

/** What `connect` calls when the connection is open: the place to add handlers. */
export type Callback = (socket: Socket) => unknown;

/** The function `connect`. */
export interface Connect {
  /**
   * Opens a connection and blocks until it is closed.
   *
   * @param url `ws:` or `wss:`.
   * @param params How to connect.
   * @param callback Called when the connection is open.
   * @returns What became of it. A failure does not throw, unless the option `throw` is set.
   * @throws {Error} What a handler throws; in the init context; for bad arguments.
   */
  (url: string, params: Params | null | undefined, callback: Callback): Response;
  /**
   * Opens a connection and blocks until it is closed.
   *
   * @param url `ws:` or `wss:`.
   * @param callback Called when the connection is open.
   * @returns What became of it.
   */
  (url: string, callback: Callback): Response;
}

/** What the module exports. */
export interface Ws {
  /** Opens a connection and blocks until it is closed. */
  readonly connect: Connect;
}

/** All exports in one object. */
const ws: Ws = outsideRunner("k6/ws", 'import { connect } from "@squall/squall"');

/** See {@linkcode Connect}. */
export const connect: Connect = ws.connect;

export default ws;
