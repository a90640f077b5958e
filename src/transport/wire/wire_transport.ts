/** WebSocket connections by our own codec over `node:net` and `node:tls`: the transport that can do everything. */

import { type Capabilities, capabilitiesOf } from "../capabilities.ts";
import type { Connection, ConnectionHandler, ConnectOptions, Transport, TransportLoad } from "../connection.ts";
import type { TransportHost } from "../transport_host.ts";
import { refuseUnsupported } from "./refuse_unsupported.ts";
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
    this.#thread = WireThread.of(host, capabilities);
  }

  connect(options: ConnectOptions, handler: ConnectionHandler): Connection {
    refuseUnsupported(this.#thread.capabilities, options, this.name);
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
}
