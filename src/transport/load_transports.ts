/** The way to the transports themselves: they come with the sockets of Node, which only threads with VUs need. */

import type { Transport, TransportName } from "./connection.ts";
import type { HttpClient, HttpClientOptions } from "./http_client.ts";
import type { TransportHost } from "./transport_host.ts";

/** The names of the transports; the first one is the default. */
export const TRANSPORT_NAMES: readonly TransportName[] = ["wire", "native"];

/**
 * Makes a transport. One thread needs one of each that it uses.
 *
 * @param name Which one.
 * @param host The thread to work in.
 * @returns The transport; dispose of it when no connection is open any more.
 */
export type CreateTransport = (name: TransportName, host: TransportHost) => Transport;

/**
 * Loads the transports.
 *
 * @returns What makes them.
 */
export async function loadTransports(): Promise<CreateTransport> {
  const { createTransport } = await import("./create_transport.ts");
  return createTransport;
}

/**
 * Makes a client.
 *
 * @param host The thread to work in; clients and transports with the same one share its name resolver and its limits.
 * @param options What its requests have in common.
 */
export type CreateHttpClient = (host: TransportHost, options: HttpClientOptions) => HttpClient;

/**
 * Loads the client, which only threads need whose scripts send requests.
 *
 * @returns What makes one.
 */
export async function loadHttpClient(): Promise<CreateHttpClient> {
  const { WireHttpClient } = await import("./wire/http_client.ts");
  return (host, options) => new WireHttpClient(host, options);
}
