/** WebSocket connections by our own codec over `node:net` and `node:tls`: the transport that can do everything. */

import { type Capabilities, capabilitiesOf } from "../capabilities.ts";
import type { Connection, ConnectionHandler, ConnectOptions, Transport, TransportLoad } from "../connection.ts";
import type { TransportHost } from "../transport_host.ts";
import { unsupportedByTransport } from "../unsupported.ts";
import { WireConnection } from "./wire_connection.ts";
import { WireThread } from "./wire_thread.ts";

/** The default transport. One per thread. */
export class WireTransport implements Transport {
  readonly name = "wire";
  readonly limitations: readonly string[] = [];
  readonly #thread: WireThread;

  /**
   * @param host The thread to work in.
   * @param capabilities What the runtime can do. Default: what this one can.
   */
  constructor(host: TransportHost, capabilities: Capabilities = capabilitiesOf()) {
    this.#thread = new WireThread(host, capabilities);
  }

  connect(options: ConnectOptions, handler: ConnectionHandler): Connection {
    this.#refuseUnsupported(options);
    return new WireConnection(this.#thread, options, handler);
  }

  load(): TransportLoad {
    return this.#thread.load();
  }

  idle(): Promise<void> {
    return this.#thread.lingering.gone();
  }

  dispose(): void {
    this.#thread.dispose();
  }

  /** An old runtime would ignore these without a word. */
  #refuseUnsupported({ localAddress, tls }: ConnectOptions): void {
    const { capabilities } = this.#thread;
    if (localAddress !== undefined && !capabilities.localAddress) this.#refuse("localAddress");
    if (capabilities.tlsIdentity) return;
    if (tls.hasCertificates) this.#refuse("tlsAuth");
    if (tls.choosesVersion) this.#refuse("tlsVersion");
  }

  #refuse(option: string): never {
    const { runtime } = this.#thread.capabilities;
    throw unsupportedByTransport(this.name, `${option} on ${runtime}`, "Use Deno 2.8 or later.");
  }
}
