/** A TCP socket that still knows both its ends when it has failed: error texts name them, and asking costs two calls. */

import { type NetConnectOpts, Socket, type SocketConstructorOpts } from "node:net";
import { joinHostPort } from "./go_error.ts";

const IPV4_REGEXP = /^\d+\.\d+\.\d+\.\d+$/;

/**
 * Both ends of a socket as error texts show them.
 *
 * @param socket It must be connected.
 * @returns `ip:port->ip:port`, ours first.
 */
export function pathOf({ localAddress = "", localPort = 0, remoteAddress = "", remotePort = 0 }: Socket): string {
  return `${joinHostPort(localAddress, localPort)}->${joinHostPort(remoteAddress, remotePort)}`;
}

/** See the top of this file. */
export class DialledSocket extends Socket {
  /** What was dialled. */
  readonly #host: string;
  readonly #port: number;
  #path: string | undefined;

  /**
   * Dials at once.
   *
   * @param options As of `node:net`.
   */
  constructor(options: NetConnectOpts & SocketConstructorOpts & { host: string; port: number }) {
    super(options);
    this.#host = options.host;
    this.#port = options.port;
    this.connect(options);
  }

  /** Both ends: {@linkcode pathOf}, also of a socket that has failed if {@linkcode DialledSocket.connected} was called. */
  get path(): string {
    return this.#path ?? this.#currentPath();
  }

  /** The IP address of the peer. */
  get peerAddress(): string {
    return this.#knowsPeer ? this.#host : this.remoteAddress ?? "";
  }

  /** Takes note of what cannot be asked for any more when the connection has failed: the peer, unless it was dialled. */
  connected(): void {
    if (!this.#knowsPeer) this.#path = pathOf(this);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (error !== null) this.#path ??= this.#currentPath();
    super._destroy(error, callback);
  }

  /** Other addresses may be written in more than one way, and names are looked up. */
  get #knowsPeer(): boolean {
    return IPV4_REGEXP.test(this.#host);
  }

  #currentPath(): string {
    if (!this.#knowsPeer) return pathOf(this);
    return `${joinHostPort(this.localAddress ?? "", this.localPort ?? 0)}->${this.#host}:${this.#port}`;
  }
}
