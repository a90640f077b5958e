/** A socket as the wire layer sees it: bytes in through one shared buffer, bytes out in one write, an honest end. */

import { Buffer } from "node:buffer";
import type { OnReadOpts, Socket } from "node:net";
import { messageOf, type TimerQueue } from "../../base/mod.ts";
import type { ByteMeter } from "../connection.ts";
import { DialledSocket, pathOf } from "./dialled_socket.ts";
import type { Endpoints } from "./go_error.ts";
import type { SocketError } from "./socket_error.ts";

/** Who is told what happens on a socket. Exactly one of `ended` and `failed` comes, once, and nothing after it. */
export interface LinkOwner {
  /** Bytes have arrived; they are valid during the call only. */
  received(bytes: Buffer, length: number): void;
  /** The peer has sent FIN. We can still write. */
  ended(): void;
  /** Reading, writing or connecting has failed; the socket is closed. */
  failed(error: SocketError): void;
  /** Everything written has left. Comes only after a {@linkcode SocketLink.write} that returned `false`. */
  drained(): void;
}

/** What a link needs from its thread. */
export interface LinkHost {
  readonly timers: TimerQueue;
  /** The buffer that all sockets of the thread read into. */
  readonly readBuffer: Buffer;
  /** The links whose bytes the network has not taken, for whoever counts them. */
  readonly stalled: Set<SocketLink>;
  /** Takes an error that is nobody's fault but ours. */
  reportDefect(error: unknown): void;
}

const NOTHING = Buffer.alloc(0);

/**
 * A socket and whom it tells: the dial at first, then the handshake, the session, and whoever waits for the last FIN.
 *
 * Every callback of the socket goes through here, because an exception in one would take the thread with it, or
 * silently stop that socket, depending on the event.
 */
export class SocketLink {
  owner: LinkOwner;
  readonly #host: LinkHost;
  readonly #meter: ByteMeter;
  readonly #socket: Socket;
  /** `true` where no write is taken at once, so that what is written must not be touched until it has left. */
  readonly #alwaysDefers: boolean;
  readonly #written = (error?: Error | null) => this.#onWritten(error);
  /** Callbacks of writes that are still to come. */
  #deferred = 0;
  #corked = false;
  /** The owner knows that it is over. */
  #isOver = false;
  #hasFailed = false;

  /**
   * @param host The thread's parts.
   * @param options The first owner, what counts the bytes, and how the socket reads and writes.
   * @param open Opens the socket with the given reader, or without one if reading is by `'data'` events.
   */
  constructor(
    host: LinkHost,
    options: { owner: LinkOwner; meter: ByteMeter; usesOnRead: boolean; alwaysDefers: boolean },
    open: (onread: { onread?: OnReadOpts }) => Socket,
  ) {
    this.#host = host;
    this.owner = options.owner;
    this.#meter = options.meter;
    this.#alwaysDefers = options.alwaysDefers;
    const callback = (length: number, bytes: Uint8Array) => this.#receive(bytes as Buffer, length);
    this.#socket = open(options.usesOnRead ? { onread: { buffer: host.readBuffer, callback } } : {});
    this.#socket.on("error", (error: SocketError) => this.#onError(error));
    this.#socket.on("close", () => this.#onClose());
    this.#socket.on("end", () => this.#onEnd());
    if (!options.usesOnRead) this.#socket.on("data", (bytes: Buffer) => this.#receive(bytes, bytes.length));
  }

  /** The socket, for events and facts of its own kind. Reading and writing are the link's. */
  get socket(): Socket {
    return this.#socket;
  }

  /** Both ends. To be asked for while it is connected. */
  endpoints(hostname: string): Endpoints {
    return endpointsOf(this.#socket, hostname);
  }

  /** The IP address of the peer. */
  get peerAddress(): string {
    return this.#socket instanceof DialledSocket ? this.#socket.peerAddress : this.#socket.remoteAddress ?? "";
  }

  /** Bytes that the network has not taken yet. Once it has failed nobody knows: all that was under way. */
  get backlog(): number {
    return this.#hasFailed ? Infinity : this.#socket.writableLength;
  }

  /** Bytes that were written and wait here. */
  get backlogBytes(): number {
    return this.#socket.writableLength;
  }

  /** Whether something written has not left yet; `drained` will tell when it has. */
  get isStalled(): boolean {
    return this.#deferred > 0;
  }

  /** Takes bytes that are to leave together with the next {@linkcode SocketLink.write}, which has to follow this turn. */
  hold(bytes: Uint8Array): void {
    if (!this.#corked) this.#socket.cork();
    this.#corked = true;
    this.#put(bytes);
  }

  /**
   * Writes bytes behind those that are held.
   *
   * @returns Whether the link still needs the memory of what it was given. It never does unless the socket has just
   * begun to stall: as long as it does, bytes are copied.
   */
  write(bytes: Uint8Array): boolean {
    const wasStalled = this.isStalled;
    this.#put(bytes);
    if (this.#corked) this.#socket.uncork();
    this.#corked = false;
    if (wasStalled || this.isStalled || this.#socket.writableLength === 0) return false;
    // The kernel took a part only. An empty write tells when the rest has left; a callback on each write would cost more.
    this.#defer();
    this.#socket.write(NOTHING, this.#written);
    return true;
  }

  /** Writes text as UTF-8. */
  writeText(text: string): void {
    this.write(Buffer.from(text));
  }

  /** Stops reading; what the peer sends waits in the kernel, and then at the peer. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Sends FIN behind everything written. Reading goes on. */
  finish(): void {
    if (!this.#isOver) this.#socket.end();
  }

  /** Gives the socket away, to speak another protocol over it. Only for a link without `onread`. */
  surrender(): Socket {
    this.#isOver = true;
    this.#socket.removeAllListeners("data");
    this.#socket.pause();
    return this.#socket;
  }

  /** Closes the socket at once. The owner hears nothing more. */
  destroy(): void {
    this.#isOver = true;
    this.#socket.destroy();
  }

  /**
   * Ends the connection because of a defect. An owner that has thrown has lost its place in the stream of bytes: this
   * connection cannot go on, the others can.
   */
  fail(defect: unknown): void {
    this.#host.reportDefect(defect);
    this.#onError(new Error(`internal error: ${messageOf(defect)}`));
    this.#socket.destroy();
  }

  #put(bytes: Uint8Array): void {
    this.#meter.sent += bytes.length;
    if (!this.#alwaysDefers && !this.isStalled) {
      this.#socket.write(bytes);
      return;
    }
    this.#defer();
    this.#socket.write(Buffer.from(bytes), this.#written);
  }

  #defer(): void {
    if (this.#deferred++ === 0) this.#host.stalled.add(this);
  }

  #receive(bytes: Buffer, length: number): boolean {
    this.#meter.received += length;
    if (this.#isOver) return true;
    try {
      this.owner.received(bytes, length);
    } catch (error) {
      this.fail(error);
    }
    return true;
  }

  #onWritten(error: Error | null | undefined): void {
    // What failed has not left; the socket tells of the error itself.
    if (error) return;
    this.#deferred--;
    if (this.#deferred > 0) return;
    this.#host.stalled.delete(this);
    if (this.#isOver) return;
    try {
      this.owner.drained();
    } catch (error) {
      this.fail(error);
    }
  }

  #onEnd(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    try {
      this.owner.ended();
    } catch (error) {
      this.fail(error);
    }
  }

  #onError(error: SocketError): void {
    if (this.#isOver) return;
    this.#isOver = this.#hasFailed = true;
    try {
      this.owner.failed(error);
    } catch (defect) {
      this.fail(defect);
    }
  }

  /** Older runtimes may say `close` before `error`, or `close` alone. */
  #onClose(): void {
    this.#host.stalled.delete(this);
    if (!this.#isOver) this.#host.timers.after(() => this.#onEnd(), 0);
  }
}

function endpointsOf(socket: Socket, hostname: string): Endpoints {
  if (!(socket instanceof DialledSocket)) return { path: pathOf(socket), hostname };
  socket.connected();
  return new DialledEndpoints(socket, hostname);
}

/** Only texts about errors ask for the path, so it is put together then. */
class DialledEndpoints implements Endpoints {
  readonly hostname: string;
  readonly #socket: DialledSocket;

  constructor(socket: DialledSocket, hostname: string) {
    this.hostname = hostname;
    this.#socket = socket;
  }

  get path(): string {
    return this.#socket.path;
  }
}
