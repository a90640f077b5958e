/** What all wire connections of a thread share: one of each, so that a connection costs little more than its socket. */

import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import process from "node:process";
import type { SecureContext } from "node:tls";
import type { Clock, TimerQueue } from "../../base/mod.ts";
import type { Capabilities } from "../capabilities.ts";
import type { TransportLoad } from "../connection.ts";
import type { TlsIdentity } from "../tls_settings.ts";
import type { TransportHost } from "../transport_host.ts";
import { BufferPool } from "./buffer_pool.ts";
import { CodecPool } from "./codec_pool.ts";
import { DialGate } from "./dial_gate.ts";
import { FrameEncoder } from "./frame_encoder.ts";
import { LingeringLinks } from "./linger.ts";
import { NameResolver } from "./name_resolver.ts";
import { NetPermission } from "./net_permission.ts";
import { Outbox } from "./outbox.ts";
import type { LinkHost, SocketLink } from "./socket_link.ts";
import { TurnBudget } from "./turn_budget.ts";
import { Utf8Decoder } from "./utf8_decoder.ts";

// Taken here, because scripts share the thread.
const { setImmediate } = globalThis;

/** A message of 64 KB comes in one read, with its header. */
const READ_BUFFER_SIZE = 128 * 1024;

/** The parts of each thread: transports and HTTP clients of one host share them, and with them the limit on sockets. */
const threads = new WeakMap<TransportHost, WireThread>();

/** The shared parts. */
export class WireThread implements LinkHost {
  readonly capabilities: Capabilities;
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly reportDefect: (error: unknown) => void;
  readonly readBuffer = Buffer.allocUnsafeSlow(READ_BUFFER_SIZE);
  readonly stalled = new Set<SocketLink>();
  readonly pool = new BufferPool();
  readonly codecs = new CodecPool();
  readonly utf8: Utf8Decoder;
  readonly outbox: Outbox;
  readonly encoder: FrameEncoder;
  readonly budget: TurnBudget;
  readonly lingering: LingeringLinks;
  readonly gate: DialGate;
  readonly resolver: NameResolver;
  readonly permission = new NetPermission();
  readonly #contexts = new WeakMap<TlsIdentity, SecureContext>();
  /** Connections that have opened and are not over. */
  openConnections = 0;
  /** Sockets that there was no room for. */
  refusedSockets = 0;
  readonly #maxSockets: number;
  #openSockets = 0;
  readonly #onSocketClosed = () => this.#openSockets--;

  /**
   * The parts that belong to a host.
   *
   * @param host The thread.
   * @param capabilities What the runtime can do.
   */
  static of(host: TransportHost, capabilities: Capabilities): WireThread {
    let thread = threads.get(host);
    if (thread === undefined) threads.set(host, thread = new WireThread(host, capabilities));
    return thread;
  }

  constructor(host: TransportHost, capabilities: Capabilities) {
    this.capabilities = capabilities;
    this.clock = host.clock;
    this.timers = host.timers;
    this.reportDefect = (error) => host.reportDefect(error);
    this.utf8 = new Utf8Decoder(capabilities.fastSlices);
    this.outbox = new Outbox(this.reportDefect);
    this.encoder = new FrameEncoder(this.outbox);
    this.budget = new TurnBudget(host.clock, (callback) => void setImmediate(callback));
    this.lingering = new LingeringLinks(host.timers);
    this.gate = new DialGate(host.timers);
    this.resolver = new NameResolver(host.clock, host.lookUp);
    this.#maxSockets = host.maxSockets ?? Infinity;
  }

  /** Whether one more socket may be opened. */
  get hasRoom(): boolean {
    return this.#openSockets < this.#maxSockets;
  }

  /** Counts a socket until it is closed. */
  watchSocket(socket: Socket): void {
    this.#openSockets++;
    socket.once("close", this.#onSocketClosed);
  }

  /** The secure context of an identity, made once: it saves a part of every handshake. */
  secureContext(identity: TlsIdentity): SecureContext {
    let context = this.#contexts.get(identity);
    if (context === undefined) {
      context = process.getBuiltinModule("node:tls").createSecureContext(identity);
      this.#contexts.set(identity, context);
    }
    return context;
  }

  /** What all connections amount to. */
  load(): TransportLoad {
    let waitingBytes = 0;
    for (const link of this.stalled) waitingBytes += link.backlogBytes;
    return { open: this.openConnections, waiting: this.stalled.size, waitingBytes, refused: this.refusedSockets };
  }

  /** Closes what is kept for its own sake. */
  dispose(): void {
    this.lingering.dispose();
    this.codecs.dispose();
  }
}
