/** One attempt to reach one address: a socket, over TLS if asked for, until it is ready for the opening handshake. */

import { Buffer } from "node:buffer";
import type { OnReadOpts, Socket } from "node:net";
import process from "node:process";
import type { SecureContext } from "node:tls";
import type { Timer } from "../../base/mod.ts";
import type { ByteMeter } from "../connection.ts";
import { parseIpAddress } from "../ip_address.ts";
import { DialError } from "./dial_error.ts";
import { DialledSocket } from "./dialled_socket.ts";
import { dialErrorText, joinHostPort } from "./go_error.ts";
import type { SocketError } from "./socket_error.ts";
import { type LinkOwner, SocketLink } from "./socket_link.ts";
import { isTlsError, tlsErrorText } from "./tls_error.ts";
import type { WireThread } from "./wire_thread.ts";

/** How TLS is spoken. */
export interface TlsRequest {
  /** The name that the certificate has to be for, and that is sent as SNI unless it is an IP address. */
  readonly hostname: string;
  readonly rejectUnauthorized: boolean;
  readonly secureContext: SecureContext;
}

/** What to reach, and how. */
export interface AttemptOptions {
  /** An IP address; a name where the runtime has to look it up itself. */
  readonly host: string;
  readonly port: number;
  readonly meter: ByteMeter;
  readonly localAddress: string | undefined;
  /** `undefined`: no TLS on this socket. */
  readonly tls: TlsRequest | undefined;
  /** A connected socket to speak TLS over; `undefined` for one of its own. */
  readonly over: Socket | undefined;
  /** Whether the socket is to be handed on: one with `onread` could not be. */
  readonly willBeHandedOn: boolean;
  /** Why an address that the runtime has looked up must not be dialled; `undefined` when it looks nothing up. */
  readonly refuseAddress: ((address: string) => string | undefined) | undefined;
}

/** A link that is ready for use by its next owner. */
export interface OpenLink {
  readonly link: SocketLink;
  /** Makes `owner` the link's owner, and lets it have all that came before its time. */
  handOver(owner: LinkOwner): void;
}

/** Milliseconds that a TCP connect may take, as in k6. */
const CONNECT_LIMIT = 30_000;

/** Opens a socket and owns its link until the handshake takes over. */
export class DialAttempt implements LinkOwner, OpenLink {
  readonly link: SocketLink;
  readonly #thread: WireThread;
  readonly #options: AttemptOptions;
  readonly #connected = Promise.withResolvers<void>();
  /** The same promise where there is no TLS to wait for. */
  readonly #ready: PromiseWithResolvers<void>;
  readonly #connectTimer: Timer | undefined;
  /** What a peer has sent that speaks before it is spoken to. */
  #early: Buffer[] | undefined;
  #hasEnded = false;
  /** What went wrong between the link's being ready and its next owner. */
  #failure: SocketError | undefined;

  constructor(thread: WireThread, options: AttemptOptions) {
    const { over, tls, meter, willBeHandedOn } = options;
    this.#thread = thread;
    this.#options = options;
    this.#connected.promise.catch(ignore);
    this.#ready = tls === undefined ? this.#connected : Promise.withResolvers<void>();
    if (tls !== undefined) this.#ready.promise.catch(ignore);
    if (over === undefined) {
      this.#connectTimer = thread.timers.after(() => this.#giveUp("i/o timeout"), CONNECT_LIMIT);
    }
    const { onread, synchronousWrites } = thread.capabilities;
    const usesOnRead = onread && over === undefined && !willBeHandedOn;
    const alwaysDefers = !synchronousWrites || tls !== undefined;
    this.link = new SocketLink(
      thread,
      { owner: this, meter, usesOnRead, alwaysDefers },
      (reader) => this.#open(reader),
    );
  }

  /** TCP is connected. Rejects with a {@linkcode DialError}. */
  get connected(): Promise<void> {
    return this.#connected.promise;
  }

  /** The socket is ready for use: with TLS, its handshake is over. Rejects with a {@linkcode DialError}. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Gives up. */
  destroy(): void {
    this.#giveUp("operation was canceled");
  }

  handOver(owner: LinkOwner): void {
    const { link } = this;
    link.owner = owner;
    // What is received may already bring the owner after this one.
    for (const bytes of this.#early ?? []) link.owner.received(bytes, bytes.length);
    if (this.#failure !== undefined) link.owner.failed(this.#failure);
    else if (this.#hasEnded) link.owner.ended();
  }

  received(bytes: Buffer, length: number): void {
    this.#early ??= [];
    this.#early.push(Buffer.from(bytes.subarray(0, length)));
  }

  drained(): void {}

  ended(): void {
    this.#hasEnded = true;
    this.#settle(new DialError("EOF"));
  }

  failed(error: SocketError): void {
    this.#failure = error;
    const { host, port, tls } = this.#options;
    const isTls = tls !== undefined && isTlsError(error);
    const text = isTls ? tlsErrorText(error, tls.hostname) : dialErrorText(error, joinHostPort(host, port));
    this.#settle(new DialError(text, { cause: error }));
  }

  #open({ onread }: { onread?: OnReadOpts }): Socket {
    const { tls, over, refuseAddress } = this.#options;
    const socket = tls === undefined ? this.#openTcp(onread) : this.#openTls(tls, onread);
    if (over === undefined) this.#thread.watchSocket(socket);
    socket.once("connect", () => this.#onConnect(socket));
    if (tls !== undefined) socket.once("secureConnect", () => this.#settle());
    // One event for each address of the name; which of them will answer first nobody knows yet.
    if (refuseAddress !== undefined) socket.on("lookup", (_error: unknown, ip: string) => this.#checkAddress(ip));
    return socket;
  }

  #openTcp(onread: OnReadOpts | undefined): Socket {
    const { host, port, localAddress, refuseAddress } = this.#options;
    // The race between families is ours, unless the runtime looks the name up.
    const autoSelectFamily = refuseAddress !== undefined;
    return new DialledSocket({ host, port, localAddress, onread, allowHalfOpen: true, autoSelectFamily });
  }

  #openTls({ hostname, secureContext, rejectUnauthorized }: TlsRequest, onread: OnReadOpts | undefined): Socket {
    const { host, port, localAddress, over, refuseAddress } = this.#options;
    const options = {
      ...(over === undefined ? { host, port, localAddress, onread } : { socket: over }),
      secureContext,
      rejectUnauthorized,
      servername: parseIpAddress(hostname) === undefined ? hostname : "",
      ALPNProtocols: ["http/1.1"],
      allowHalfOpen: true,
      autoSelectFamily: refuseAddress !== undefined,
    };
    return process.getBuiltinModule("node:tls").connect(options);
  }

  #onConnect(socket: Socket): void {
    // Without this, a frame that leaves in two writes waits for the peer's delayed acknowledgement: 40 ms.
    socket.setNoDelay(true);
    this.#stopTimer();
    this.#connected.resolve();
  }

  #checkAddress(ip: string): void {
    const reason = this.#options.refuseAddress?.(ip);
    if (reason === undefined) return;
    this.#settle(new DialError(reason));
    this.link.destroy();
  }

  #stopTimer(): void {
    if (this.#connectTimer !== undefined) this.#thread.timers.cancel(this.#connectTimer);
  }

  #settle(error?: DialError): void {
    this.#stopTimer();
    // Older runtimes do not say `connect` on a TLS socket.
    for (const { resolve, reject } of [this.#connected, this.#ready]) {
      if (error === undefined) resolve();
      else reject(error);
    }
  }

  #giveUp(detail: string): void {
    const { host, port } = this.#options;
    this.#settle(new DialError(`dial tcp ${joinHostPort(host, port)}: ${detail}`));
    this.link.destroy();
  }
}

function ignore(): void {}
