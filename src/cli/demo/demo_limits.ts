/** What one demo server grants its clients: every buffer and list has a bound with a name. */

/** Bounds of a demo server. */
export interface DemoLimits {
  /** Connections held at a time; further handshakes are refused with 503. */
  readonly connections: number;
  /** Largest message accepted: bytes of a binary one, UTF-16 code units of a text. A larger one closes with 1009. */
  readonly messageSize: number;
  /** Bytes that may wait for one slow reader. Past this, its connection is closed with 1013. */
  readonly bufferedBytes: number;
  /** Chat rooms at a time. */
  readonly rooms: number;
  /** Members of one chat room. */
  readonly roomMembers: number;
  /** UTF-16 code units of a chat name. */
  readonly nameLength: number;
  /** UTF-16 code units of one chat message. */
  readonly chatLength: number;
}

/** The bounds of a server that was not told otherwise. */
export const DEFAULT_DEMO_LIMITS: DemoLimits = {
  connections: 50_000,
  messageSize: 16 * 1024 * 1024,
  bufferedBytes: 16 * 1024 * 1024,
  rooms: 1_000,
  roomMembers: 10_000,
  nameLength: 100,
  chatLength: 10_000,
};
