/** What connections of a VU are made of: what its thread has, and what is the VU's own. */

import type { VuNetwork } from "../api/mod.ts";
import type { ByteMeter, NetworkPolicy, TlsSettings, Transport } from "../transport/mod.ts";
import type { ThreadServices } from "./thread_services.ts";

/** See the top of this file. */
export class ThreadNetwork implements VuNetwork {
  readonly localAddress: string | undefined;
  readonly meter: ByteMeter = { sent: 0, received: 0 };
  readonly #services: ThreadServices;

  constructor(services: ThreadServices, id: number) {
    const addresses = services.options.localAddresses;
    this.#services = services;
    this.localAddress = addresses.length === 0 ? undefined : addresses[Math.max(0, id - 1) % addresses.length];
  }

  get policy(): NetworkPolicy {
    return this.#services.policy;
  }

  get tls(): TlsSettings {
    return this.#services.tls;
  }

  transport(name?: string): Transport {
    return this.#services.transport(name);
  }
}
