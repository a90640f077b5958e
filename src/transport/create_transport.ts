/** The table of transports, by name. */

import type { Transport, TransportName } from "./connection.ts";
import { NativeTransport } from "./native.ts";
import type { TransportHost } from "./transport_host.ts";
import { WireTransport } from "./wire/wire_transport.ts";

const TRANSPORTS: Readonly<Record<TransportName, new (host: TransportHost) => Transport>> = {
  wire: WireTransport,
  native: NativeTransport,
};

/** Makes a transport: see `CreateTransport`. */
export function createTransport(name: TransportName, host: TransportHost): Transport {
  return new TRANSPORTS[name](host);
}
