/** The socket that `ws.connect` hands to its callback. */

import { GoError } from "../go_error.ts";
import { GOING_AWAY } from "./socket_error.ts";

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

/**
 * Makes the socket of a session. Its methods are its own and need no `this`, as in k6: `socket.setTimeout(socket.close, 10)`
 * works. All of them return nothing, to a script.
 *
 * @param session The session. When it is over, sending is an error event and everything else does nothing.
 * @returns The socket.
 */
export function createSocket(session: SocketSession): Readonly<Record<string, unknown>> {
  return {
    /** Closes without waiting for the server. A code that is missing or `undefined` is 1001. */
    close: (code?: unknown): unknown =>
      session.closeByScript(code === undefined ? GOING_AWAY : Math.trunc(Number(code)) || 0),
    /** Adds a handler. Unknown events never fire; what is not a function is ignored. */
    on: (event?: unknown, handler?: unknown): void => {
      if (typeof handler === "function") session.addHandler(String(event), handler);
    },
    /** Sends a ping; its round trip is the metric `ws_ping`. */
    ping: (): unknown => session.sendPing(),
    /** Sends a text message. */
    send: (message?: unknown): unknown =>
      session.sendText(message === undefined || message === null ? "" : String(message)),
    /** Sends an ArrayBuffer as a binary message. */
    sendBinary: (...args: unknown[]): unknown => session.sendBinary(bytesOf(args)),
    /** Calls back again and again, inside the socket's loop, until the socket closes. */
    setInterval: (callback?: unknown, delay?: unknown): void => session.startTimer("setInterval", callback, delay),
    /** Calls back once, inside the socket's loop, unless the socket closes before. */
    setTimeout: (callback?: unknown, delay?: unknown): void => session.startTimer("setTimeout", callback, delay),
  };
}

function bytesOf(args: readonly unknown[]): Uint8Array {
  if (args.length === 0) throw new GoError("missing argument, expected ArrayBuffer");
  const [buffer] = args;
  if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer);
  throw new GoError(`expected ArrayBuffer as argument, received: ${constructorName(buffer)}`);
}

function constructorName(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  return Object(value).constructor?.name ?? "Object";
}
