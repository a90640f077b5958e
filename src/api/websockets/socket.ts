/** The sockets of `k6/websockets` as scripts hold them. */

import type { VirtualUser } from "../virtual_user.ts";
import { GoError } from "../go_error.ts";
import type { SocketArguments } from "./arguments.ts";
import { EVENT_TYPES } from "./events.ts";
import { ReadyState, SocketSession } from "./session.ts";
import type { SocketResponse } from "./socket_response.ts";

const STATES = {
  CONNECTING: ReadyState.Connecting,
  OPEN: ReadyState.Open,
  CLOSING: ReadyState.Closing,
  CLOSED: ReadyState.Closed,
} as const;

const K6_MEMBERS = [
  "addEventListener",
  "send",
  "ping",
  "close",
  "url",
  "readyState",
  "bufferedAmount",
  "extensions",
  "protocol",
  "binaryType",
];

/**
 * A WebSocket as k6 has it: `onopen onmessage onerror onclose onping onpong`, `addEventListener`, `send`, `ping`,
 * `close`. Beyond k6 there are `removeEventListener`, the constants of `readyState` and the handshake's `response`.
 */
class WebSocket {
  readonly #session: SocketSession;

  /** Dials at once. */
  constructor(vu: VirtualUser, args: SocketArguments) {
    this.#session = new SocketSession(vu, args, this);
  }

  static {
    EVENT_TYPES.forEach((type, kind) => {
      Object.defineProperty(this.prototype, `on${type}`, {
        get(this: WebSocket): unknown {
          return this.#session.listeners.single(kind);
        },
        set(this: WebSocket, handler: unknown): void {
          this.#session.listeners.setSingle(kind, handler);
        },
        enumerable: true,
        configurable: false,
      });
    });
    // `for…in` sees what it sees in k6, and nothing of what we add.
    for (const name of K6_MEMBERS) {
      const member = Object.getOwnPropertyDescriptor(this.prototype, name)!;
      Object.defineProperty(this.prototype, name, { ...member, enumerable: true, configurable: false });
    }
    for (const [name, value] of Object.entries(STATES)) {
      Object.defineProperty(this.prototype, name, { value, enumerable: false });
    }
  }

  /** The URL as it was parsed. */
  get url(): string {
    return this.#session.url;
  }

  /** 0 connecting, 1 open, 2 closing, 3 closed. */
  get readyState(): number {
    return this.#session.readyState;
  }

  /** Payload bytes given to `send` that have not left for the network. */
  get bufferedAmount(): number {
    return this.#session.bufferedAmount;
  }

  /** The values of the response's `Sec-WebSocket-Extensions` headers. */
  get extensions(): readonly string[] {
    return [...this.#session.response?.extensions ?? []];
  }

  /** The subprotocol that the server chose, `""` if none. */
  get protocol(): string {
    return this.#session.response?.protocol ?? "";
  }

  /** What binary messages arrive as: `"blob"` or `"arraybuffer"`. */
  get binaryType(): string {
    return this.#session.binaryType;
  }

  set binaryType(type: unknown) {
    const name = toText(type);
    if (name !== "blob" && name !== "arraybuffer") {
      throw new GoError(`unknown binaryType ${name}, the supported ones are "blob" and "arraybuffer"`);
    }
    this.#session.binaryType = name;
  }

  /** The server's answer to the handshake, a refusal too: status, headers, body. `null` before and without one. */
  get response(): SocketResponse | null {
    return this.#session.scriptResponse();
  }

  /** Adds a handler; the same function added twice is called twice. */
  addEventListener(type?: unknown, handler?: unknown): void {
    this.#session.listeners.add(toText(type), handler);
  }

  /** Takes back one `addEventListener` of that function. */
  removeEventListener(type?: unknown, handler?: unknown): void {
    this.#session.listeners.remove(toText(type), handler);
  }

  /** Sends a string as text; an ArrayBuffer, a view or a Blob as binary. */
  send(data?: unknown): void {
    this.#session.send(data);
  }

  /** Sends a ping; its round trip is the metric `ws_ping`. */
  ping(): void {
    this.#session.sendPing();
  }

  /** Starts the closing handshake: 1000 or 3000–4999, and a reason of at most 123 bytes. */
  close(code?: unknown, reason?: unknown): void {
    this.#session.close(code, reason);
  }

  /** What `JSON.stringify` sees, alone or inside an event. */
  toJSON(): Record<string, unknown> {
    const { url, readyState, bufferedAmount, extensions, protocol, binaryType } = this;
    return { url, readyState, bufferedAmount, extensions, protocol, binaryType };
  }
}

/** The constants of `readyState`, which the constructor carries as well. */
export const READY_STATES: Readonly<Record<string, number>> = STATES;

/** k6 reads a missing text as an empty one. */
function toText(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}

// The engine names it in its messages to the script.
export { WebSocket as ScriptWebSocket };
