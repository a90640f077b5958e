/** Where the REST API is: `HOST:PORT`, as Go reads it. */

import { isGranted, SquallError } from "../base/mod.ts";

/** Where clients look when they are not told otherwise: k6's. */
export const DEFAULT_ADDRESS = "localhost:6565";

/** A host and a port. */
export interface Address {
  readonly hostname: string;
  readonly port: number;
}

const ADDRESS_REGEXP = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/;

/**
 * Reads an address.
 *
 * @param text `localhost:6565`, `[::1]:6565`, `:6565` for all interfaces.
 * @throws {SquallError} `INVALID_ADDRESS`.
 */
export function parseAddress(text: string): Address {
  const [, host, digits] = ADDRESS_REGEXP.exec(text) ?? [];
  const port = Number(digits);
  if (host === undefined || port > 65_535) {
    throw new SquallError("INVALID_ADDRESS", `The address must be a host and a port: ${text}`, {
      hint: `For example ${DEFAULT_ADDRESS}, or :6565 for all interfaces`,
    });
  }
  return { hostname: host.replace(/^\[|\]$/g, "") || "0.0.0.0", port };
}

/**
 * What `localhost` may mean, in the order of Go: the runtime takes one of them, and not on all machines the same, so that
 * a client would miss a server that has another.
 */
export function localHosts(hostname: string): readonly string[] {
  return hostname === "localhost" ? ["127.0.0.1", "::1"] : [hostname];
}

/** An address as text, for URLs. */
export function formatAddress({ hostname, port }: Address): string {
  return `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}

/**
 * Makes sure that an address may be used, before Deno asks.
 *
 * @param what What is to be done: `listen on`.
 * @param address Where.
 * @throws {SquallError} `NOT_PERMITTED`, naming the flag that would allow it.
 */
export function demandNet(what: string, address: Address): void {
  const host = formatAddress(address);
  if (isGranted({ name: "net", host })) return;
  throw new SquallError("NOT_PERMITTED", `Deno was not given permission to ${what} ${host}`, {
    hint: `Run deno with --allow-net=${host}`,
  });
}
