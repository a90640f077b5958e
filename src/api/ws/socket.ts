/** The socket that `ws.connect` hands to its callback. */

import { GoError } from "../go_error.ts";

/** What a socket asks of the session behind it. A result that is not `undefined` is a pause. */
export interface SocketSession {
  // deno-lint-ignore ban-types
  addHandler(event: string, handler: Function): void;
  sendText(message: string): unknown;
  sendBinary(message: Uint8Array): unknown;
  sendPing(): unknown;
  startTimer(name: "setTimeout" | "setInterval", callback: unknown, delay: unknown): void;
  closeByScript(code: number): unknown;
}

/** One socket of `k6/ws`. Its methods work as long as `connect` has not returned; all of them return nothing. */
export class Socket {
  readonly #session: SocketSession;

  constructor(session: SocketSession) {
    this.#session = session;
  }

  /** Adds a handler. Unknown events never fire; what is not a function is ignored. */
  on(event: unknown, handler: unknown): void {
    if (typeof handler === "function") this.#session.addHandler(String(event), handler);
  }

  /** Sends a text message. */
  send(message?: unknown): unknown {
    return this.#session.sendText(message === undefined || message === null ? "" : String(message));
  }

  /** Sends an ArrayBuffer as a binary message. */
  sendBinary(...args: unknown[]): unknown {
    if (args.length === 0) throw new GoError("missing argument, expected ArrayBuffer");
    const [buffer] = args;
    if (!(buffer instanceof ArrayBuffer)) {
      throw new GoError(`expected ArrayBuffer as argument, received: ${constructorName(buffer)}`);
    }
    return this.#session.sendBinary(new Uint8Array(buffer));
  }

  /** Sends a ping; its round trip is the metric `ws_ping`. */
  ping(): unknown {
    return this.#session.sendPing();
  }

  /** Calls back once, inside the socket's loop, unless the socket closes before. */
  setTimeout(callback: unknown, delay?: unknown): void {
    this.#session.startTimer("setTimeout", callback, delay);
  }

  /** Calls back again and again, inside the socket's loop, until the socket closes. */
  setInterval(callback: unknown, delay?: unknown): void {
    this.#session.startTimer("setInterval", callback, delay);
  }

  /**
   * Closes: sends a close frame, calls the `close` handlers, and drops the connection without waiting for the server.
   * A code that is missing or `undefined` is 1001.
   */
  close(code?: unknown): unknown {
    return this.#session.closeByScript(code === undefined ? 1001 : Math.trunc(Number(code)) || 0);
  }
}

function constructorName(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  return Object(value).constructor?.name ?? "Object";
}
