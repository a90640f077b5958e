/**
 * What a WebSocket client connection is, whoever carries the bytes: the contract that `wire` and `native` both keep
 * and that `tests/transport/contract_test.ts` holds them to.
 *
 * Callbacks are called one at a time, never from within a call to the {@linkcode Connection} or to
 * {@linkcode Transport.connect}, in the order of the bytes on the wire. A callback must not throw; one that does is a
 * defect of its owner, is reported, and touches no other connection.
 */

import type { NetworkPolicy } from "./network_policy.ts";
import type { TlsSettings } from "./tls_settings.ts";
import type { WebSocketUrl } from "./websocket_url.ts";

/** Which permessage-deflate to offer and to insist on (RFC 7692 section 7.1). */
export interface CompressionOffer {
  /** Ask the server to forget its window after every message, and fail the handshake when it does not agree. */
  readonly serverNoContextTakeover: boolean;
  /** Forget our own window after every message. With the flag above this is what k6 offers and requires. */
  readonly clientNoContextTakeover: boolean;
  /** Largest LZ77 window the server may use, 9 to 15 bits. Absent: not negotiated. */
  readonly serverMaxWindowBits?: number;
  /** Largest LZ77 window we offer to use, 9 to 15 bits; `true` offers to obey whatever the server names. Absent: not offered. */
  readonly clientMaxWindowBits?: number | true;
}

/** Raw TCP bytes (TLS: bytes inside the records), counted as they pass. One meter may serve many connections. */
export interface ByteMeter {
  sent: number;
  received: number;
}

/** Everything one connection needs to know before it dials. */
export interface ConnectOptions {
  readonly url: WebSocketUrl;
  /** Extra request headers in order; names in any case. `Host` replaces the Host header. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Subprotocols to offer, in order of preference. */
  readonly protocols: readonly string[];
  /** `undefined`: no compression is offered. */
  readonly compression: CompressionOffer | undefined;
  /** Milliseconds for name lookup, TCP, TLS and the HTTP exchange together. */
  readonly handshakeTimeout: number;
  /** Milliseconds to wait for the peer's close frame after ours, then the connection is dropped. */
  readonly closeTimeout: number;
  /** Largest message accepted, in bytes after decompression. A larger one ends the connection with 1009. */
  readonly maxMessageSize: number;
  /** `true`: a text message that is not UTF-8 ends the connection with 1007. `false`: bad bytes become U+FFFD, as in k6. */
  readonly strictUtf8: boolean;
  /** `hosts`, `blockHostnames`, `blacklistIPs`, `dns`, proxies: shared by all connections of a run. */
  readonly network: NetworkPolicy;
  /** Client certificates, versions, verification: shared by all connections of a run. */
  readonly tls: TlsSettings;
  /** Overrides the run's `insecureSkipTLSVerify` for this connection. */
  readonly insecureSkipTlsVerify?: boolean;
  /** Source IP address. */
  readonly localAddress?: string;
  readonly meter: ByteMeter;
}

/** The server's answer to the opening handshake, whatever its status. */
export interface HandshakeResponse {
  readonly status: number;
  /** Canonical names (`Sec-Websocket-Accept`), in the order received; repeated names stay repeated. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The values of the `Set-Cookie` headers. */
  readonly cookies: readonly string[];
  /** The first 1,024 bytes of the body of a refusal, as text; `""` for 101. */
  readonly body: string;
  /** The negotiated subprotocol, `""` when there is none. */
  readonly protocol: string;
  /** The raw `Sec-WebSocket-Extensions` values. */
  readonly extensions: readonly string[];
  /** The peer's IP address; `""` when the transport cannot tell. */
  readonly remoteAddress: string;
  /** `false`: the transport is not told the headers, the body and the address; they are empty for that reason. */
  readonly isComplete: boolean;
}

/** Why and how a connection is over. */
export type ConnectionEnd =
  /** The handshake failed. `error` is Go's text, as k6 shows it; `response` is there if any HTTP response came. */
  | { readonly kind: "handshake"; readonly error: string; readonly response: HandshakeResponse | undefined }
  /** The peer's close frame arrived (1005: it had no payload). Ours has been sent, before it or in answer. */
  | { readonly kind: "close"; readonly code: number; readonly reason: string }
  /** TCP ended (FIN) without a close frame. */
  | { readonly kind: "eof" }
  /** The peer broke the protocol, or sent more than we accept; a close frame with `code` and `reason` has been sent. */
  | { readonly kind: "violation"; readonly code: number; readonly reason: string }
  /** Reading failed, as by a TCP reset. */
  | { readonly kind: "read"; readonly error: string }
  /** Writing failed. */
  | { readonly kind: "write"; readonly error: string }
  /** We sent a close frame and the peer neither answered nor ended TCP in time. */
  | { readonly kind: "timeout" };

/** Who is told what happens on a connection. Byte views are valid during the call only: copy what is to be kept. */
export interface ConnectionHandler {
  /** The handshake succeeded; frames may be sent. At most once, before everything but `end`. */
  open(response: HandshakeResponse): void;
  /** A complete text message. */
  text(data: string): void;
  /** A complete binary message. The view is valid during this call only. */
  binary(data: Uint8Array): void;
  /** A ping. The pong with the same payload is already queued. The view is valid during this call only. */
  ping(payload: Uint8Array): void;
  /** A pong, asked for or not. The view is valid during this call only. */
  pong(payload: Uint8Array): void;
  /** All frames sent so far have left for the network. */
  flushed(): void;
  /** The connection is over. Exactly once, and nothing after it; not at all after {@linkcode Connection.destroy}. */
  end(end: ConnectionEnd): void;
}

/**
 * One client connection. Sending before `open`, after {@linkcode Connection.close} or after the end is a no-op that
 * returns `false`: the faces in front of this contract decide what a script is told.
 */
export interface Connection {
  /** Payload bytes of `sendText` and `sendBinary` that have not left for the network yet. */
  readonly bufferedAmount: number;
  /** `true` once a close frame of ours is queued or sent. No data or ping goes out after it. */
  readonly closeSent: boolean;
  /** Queues a text message. Lone surrogates become U+FFFD. Frames of one turn leave together. */
  sendText(data: string): boolean;
  /** Queues a binary message. The bytes are copied before the call returns. */
  sendBinary(data: Uint8Array): boolean;
  /** Queues a ping with at most 125 bytes of payload. */
  ping(payload: Uint8Array): boolean;
  /**
   * Starts the closing handshake: queues a close frame behind what was sent before and waits for the peer's, at most
   * `closeTimeout`. 1005 sends an empty payload. Any other code is sent as given; the caller has validated it.
   */
  close(code: number, reason: string): boolean;
  /**
   * Stops delivery: no callback for what the peer sends, and soon no more reading, so that the peer feels it. Sending goes
   * on; pings are not answered, since they stand behind what is not delivered.
   */
  pause(): void;
  /** Goes on delivering, in order, with what came before the pause first. */
  resume(): void;
  /**
   * Ends the connection now; whatever is queued is handed to the network first if `flush` is set, TCP is then closed
   * without waiting for the peer. No callback comes after this. While dialling it cancels the dial.
   */
  destroy(flush: boolean): void;
}

/** The transports there are. */
export type TransportName = "wire" | "native";

/** What the connections of a transport amount to, now. */
export interface TransportLoad {
  /** Connections that have opened and are not over. */
  readonly open: number;
  /** Sockets with bytes that the network has not taken: their servers read less than they are sent. */
  readonly waiting: number;
  /** These bytes. */
  readonly waitingBytes: number;
  /** Sockets that were not opened since the start, because the process may not have more. */
  readonly refused: number;
}

/** A way to carry WebSocket connections. */
export interface Transport {
  readonly name: TransportName;
  /** What this transport leaves out without being asked for it, one phrase each; for a warning at the start of a run. */
  readonly limitations: readonly string[];
  /**
   * Dials. Returns at once; the outcome comes as `open` or `end`.
   *
   * @throws {SquallError} `UNSUPPORTED_BY_TRANSPORT`, naming the option and the transport, where `options` asks for
   * something that this transport cannot do.
   */
  connect(options: ConnectOptions, handler: ConnectionHandler): Connection;
  /** How much there is to carry. To be asked now and then: it may look at every socket that waits. */
  load(): TransportLoad;
  /** Fulfilled when all connections that are over at this moment have closed TCP, which may take them a second. */
  idle(): Promise<void>;
  /** Closes what the transport keeps for itself (pooled compressors, caches). No connection may be open. */
  dispose(): void;
}
