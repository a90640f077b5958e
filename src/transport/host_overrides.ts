/** The `hosts` option: names that are dialled at an address of the operator's choice, without a look-up. */

import { HostPatterns, parseHostPattern } from "./host_patterns.ts";
import { parseIpAddress } from "./ip_address.ts";
import type { Parsed } from "./parsed.ts";

/** Where a host is dialled instead. */
export interface OverrideTarget {
  readonly address: string;
  /** Absent: the port of the URL stays. */
  readonly port?: number;
}

/** One entry of the `hosts` option. */
export interface HostOverride {
  readonly pattern: string;
  /** Absent: the entry holds for every port. */
  readonly port?: number;
  readonly target: OverrideTarget;
}

/**
 * Reads one entry of the `hosts` option.
 *
 * @param key `host` or `host:port`; the host may begin with `*` or `*.`.
 * @param value `ip` or `ip:port`, an IPv6 address with a port in brackets.
 * @returns The entry, or what is wrong with it.
 */
export function parseHostOverride(key: string, value: string): Parsed<HostOverride> {
  const [host, port] = splitPort(key);
  const pattern = parseHostPattern(host);
  if ("problem" in pattern || port === null) {
    return {
      problem: `invalid host pattern '${key}': expected a host name with an optional port, wildcards only in front`,
    };
  }
  const target = parseTarget(value);
  if (target === undefined) {
    return { problem: `invalid address '${value}' for host '${key}': expected an IP address with an optional port` };
  }
  return { value: { pattern: pattern.value, target, ...(port === undefined ? {} : { port }) } };
}

/** The whole `hosts` option. Entries with a port win over entries without one, then the more specific pattern wins. */
export class HostOverrides {
  readonly #anyPort = new HostPatterns<OverrideTarget>();
  readonly #byPort = new Map<number, HostPatterns<OverrideTarget>>();

  constructor(entries: Iterable<HostOverride>) {
    for (const entry of entries) this.#patterns(entry.port).set(entry.pattern, entry.target);
  }

  /** Where a host and port are dialled instead; `undefined` when no entry matches. */
  find(hostname: string, port: number): OverrideTarget | undefined {
    return (this.#byPort.get(port)?.match(hostname) ?? this.#anyPort.match(hostname))?.value;
  }

  #patterns(port: number | undefined): HostPatterns<OverrideTarget> {
    if (port === undefined) return this.#anyPort;
    let patterns = this.#byPort.get(port);
    if (patterns === undefined) this.#byPort.set(port, patterns = new HostPatterns());
    return patterns;
  }
}

function parseTarget(text: string): OverrideTarget | undefined {
  if (parseIpAddress(text) !== undefined) return { address: text };
  const [host, port] = splitPort(text);
  const address = host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
  if (parseIpAddress(address) === undefined || port === null) return undefined;
  return port === undefined ? { address } : { address, port };
}

/** A trailing `:port`: `undefined` when there is none, `null` when it is not a port. */
function splitPort(text: string): [host: string, port: number | undefined | null] {
  const colon = text.lastIndexOf(":");
  if (colon < 0 || text.endsWith("]")) return [text, undefined];
  const digits = text.slice(colon + 1);
  const port = /^\d{1,5}$/.test(digits) && Number(digits) <= 65535 ? Number(digits) : null;
  return [text.slice(0, colon), port];
}
