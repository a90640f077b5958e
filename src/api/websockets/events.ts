/** The event objects of `k6/websockets`: plain data, safe for `JSON.stringify`. */

/** The socket that an event tells of. */
export interface EventSocket {
  readonly url: string;
}

/** The names of the events, in the order of their kinds. */
export const EVENT_TYPES = ["open", "message", "error", "close", "ping", "pong"] as const;

/** The positions in {@linkcode EVENT_TYPES}. */
export const EventKind = { Open: 0, Message: 1, Error: 2, Close: 3, Ping: 4, Pong: 5 } as const;

/** One of {@linkcode EVENT_TYPES}. */
export type EventType = typeof EVENT_TYPES[number];

/** What all events have. */
export class SocketEvent {
  readonly type: EventType;
  readonly target: EventSocket;
  /** Milliseconds since the Unix epoch, fractional: when it happened. k6 spells it with a small `s`. */
  readonly timestamp: number;

  constructor(type: EventType, target: EventSocket, timestamp: number) {
    this.type = type;
    this.target = target;
    this.timestamp = timestamp;
  }

  /** The same as `timestamp`, under the platform's name. */
  get timeStamp(): number {
    return this.timestamp;
  }
}

/** A data message. */
export class MessageEvent extends SocketEvent {
  readonly data: unknown;
  /** The URL of the socket. */
  readonly origin: string;

  constructor(target: EventSocket, timestamp: number, data: unknown) {
    super("message", target, timestamp);
    this.data = data;
    this.origin = target.url;
  }
}

/** Something went wrong; a close event follows. */
export class ErrorEvent extends SocketEvent {
  readonly error: string;

  constructor(target: EventSocket, timestamp: number, error: string) {
    super("error", target, timestamp);
    this.error = error;
  }
}

/** How a socket ended. */
export interface Closing {
  /** The close code, where there is one. */
  readonly code?: number;
  readonly reason: string;
  /** What the `error` event before the close says, where there is one. */
  readonly error?: string;
  /** The server's close frame came. */
  readonly clean: boolean;
}

/** The socket is closed. `code` exists only where it is known. */
export class CloseEvent extends SocketEvent {
  readonly #clean: boolean;
  // Declared only: what an event lists, and in which order, is what the constructor assigns.
  declare readonly code?: number;
  declare readonly reason: string;

  constructor(target: EventSocket, timestamp: number, closing: Closing) {
    super("close", target, timestamp);
    this.#clean = closing.clean;
    if (closing.code !== undefined) this.code = closing.code;
    this.reason = closing.reason;
  }

  /** Whether the server's close frame was received. */
  get wasClean(): boolean {
    return this.#clean;
  }
}
