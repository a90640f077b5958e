/** What a URL means for the dial: host, port, proxy, and whether the run's network options let it pass. */

import type { NetworkPolicy } from "../network_policy.ts";
import type { ProxyServer } from "../proxy_rules.ts";
import type { WebSocketUrl } from "../websocket_url.ts";
import { DialError } from "./dial_error.ts";
import { parseIpAddress } from "../ip_address.ts";

/** Where to connect, and for whom. */
export interface DialTarget {
  /** TLS is spoken to the server. */
  readonly secure: boolean;
  /** The server's name, for TLS and for messages. */
  readonly hostname: string;
  /** The server's port. */
  readonly port: number;
  /** The proxy in between; `undefined` when there is none. */
  readonly proxy: ProxyServer | undefined;
  /** Host name or IP address that is dialled: the server's, the proxy's, or what the `hosts` option puts in its place. */
  readonly dialHost: string;
  readonly dialPort: number;
}

/**
 * Works out where a connection goes.
 *
 * @param url The URL to connect to.
 * @param policy The network options.
 * @throws {DialError} With k6's message when the URL or an option forbids the dial.
 */
export function resolveTarget(url: WebSocketUrl, policy: NetworkPolicy): DialTarget {
  if ((url.scheme !== "ws" && url.scheme !== "wss") || url.userinfo !== undefined) {
    throw new DialError("malformed ws or wss URL");
  }
  const secure = url.scheme === "wss";
  const hostname = asciiHostname(url.hostname);
  const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
  if (port > 65535) throw new DialError(`dial tcp: address ${url.port}: invalid port`);
  if (hostname === "") throw new DialError("lookup : no such host");
  if (hostname.includes(":") && parseIpAddress(hostname) === undefined) {
    throw new DialError(`address ${url.host}: too many colons in address`);
  }
  const proxy = policy.proxy(secure, hostname, port);
  if (proxy !== undefined && "problem" in proxy) throw new DialError(proxy.problem);
  const next = proxy?.value ?? { hostname, port };
  refuse(policy.refuseHostname(hostname) ?? policy.refuseHostname(next.hostname));
  const override = policy.override(next.hostname, next.port);
  refuse(policy.refuseHost(hostname, port) ?? policy.refuseHost(next.hostname, next.port));
  return {
    secure,
    hostname,
    port,
    proxy: proxy?.value,
    dialHost: override?.address ?? next.hostname,
    dialPort: override?.port ?? next.port,
  };
}

/** Fails the dial if an option has a reason against it. */
export function refuse(reason: string | undefined): void {
  if (reason !== undefined) throw new DialError(reason);
}

/** A name in the form in which the DNS knows it (RFC 5890); names that have none stay as they are. */
function asciiHostname(hostname: string): string {
  // deno-lint-ignore no-control-regex -- the range of ASCII
  if (/^[\x00-\x7f]*$/.test(hostname)) return hostname;
  try {
    return new URL(`http://${hostname}`).hostname;
  } catch {
    return hostname;
  }
}
