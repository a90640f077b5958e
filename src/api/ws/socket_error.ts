/** What `error` and `close` handlers of `k6/ws` get. */

import { closeErrorText, type ConnectionEnd } from "../../transport/mod.ts";

/** The code of a close that the script did not choose. */
export const GOING_AWAY = 1001;
/** What `error` handlers get for a frame that cannot be sent any more. */
export const CLOSE_SENT_TEXT = "websocket: close sent";

/** The end of a connection that had been open. */
export type OpenEnd = Exclude<ConnectionEnd, { kind: "handshake" }>;

/** An error of a socket. As in k6 it is not an `Error`: its text is behind `error()`; close errors carry their code. */
export class SocketError {
  readonly #message: string;
  /** The close code; errors that do not come from a close have none. */
  declare readonly code?: number;
  /** The close reason; errors that do not come from a close have none. */
  declare readonly text?: string;

  /**
   * @param message The whole text.
   * @param close Code and reason, when the error comes from a close.
   */
  constructor(message: string, close?: { readonly code: number; readonly reason: string }) {
    this.#message = message;
    if (close !== undefined) {
      this.code = close.code;
      this.text = close.reason;
    }
  }

  error(): string {
    return this.#message;
  }

  toString(): string {
    return this.#message;
  }
}

/** The code that `close` handlers get, and what `error` handlers get before them (k6-ws reference, 4.3). */
export function describeEnd(end: OpenEnd): [code: number, error?: SocketError] {
  switch (end.kind) {
    case "close":
      if (end.code === 1000 || end.code === 1001) return [end.code];
      return [end.code, new SocketError(closeErrorText(end.code, end.reason), end)];
    case "eof": {
      const close = { code: 1006, reason: "unexpected EOF" };
      return [1006, new SocketError(closeErrorText(close.code, close.reason), close)];
    }
    case "violation":
      return [GOING_AWAY, new SocketError(CLOSE_SENT_TEXT)];
    case "read":
    case "write":
      return [GOING_AWAY, new SocketError(end.error)];
    case "timeout":
      return [GOING_AWAY];
  }
}
