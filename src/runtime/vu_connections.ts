/** What the connections of one VU are made of, and the HTTP connections that it keeps. */

import type { VuNetwork } from "../api/mod.ts";
import type { ByteMeter, HttpClient, NetworkPolicy, TlsSettings, Transport } from "../transport/mod.ts";
import type { ThreadServices } from "./thread_services.ts";

/** Connections without a request that are kept for one host where the options do not say how many. */
const IDLE_PER_HOST = 2;

/** See the top of this file. */
export class VuConnections implements VuNetwork {
  readonly localAddress: string | undefined;
  readonly meter: ByteMeter = { sent: 0, received: 0 };
  readonly #services: ThreadServices;
  #http: HttpClient | undefined;

  /**
   * @param services What the VU shares with the others of its thread.
   * @param id The VU's number.
   */
  constructor(services: ThreadServices, id: number) {
    const { localAddresses } = services.options;
    this.#services = services;
    this.localAddress = localAddresses.length === 0
      ? undefined
      : localAddresses[Math.max(0, id - 1) % localAddresses.length];
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

  get http(): HttpClient {
    return this.#http ??= this.#createHttp();
  }

  /** Closes the HTTP connections that have no request. */
  closeIdle(): void {
    this.#http?.closeIdle();
  }

  #createHttp(): HttpClient {
    const { maxMessageSize, http: { batch, batchPerHost, noConnectionReuse } } = this.#services.options;
    return this.#services.httpClient({
      network: this.policy,
      tls: this.tls,
      localAddress: this.localAddress,
      meter: this.meter,
      // As in Go, for which 0 is no limit, and what it does itself.
      maxIdle: batch > 0 ? batch : Infinity,
      maxIdlePerHost: batchPerHost > 0 ? batchPerHost : IDLE_PER_HOST,
      keepsConnections: !noConnectionReuse,
      maxBodySize: maxMessageSize,
    });
  }
}
