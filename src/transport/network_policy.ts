/** Where connections of a run may go and how names become addresses: the network options, parsed once per thread. */

import { ExitCode, SquallError } from "../base/mod.ts";
import { type HostOverride, HostOverrides, type OverrideTarget, parseHostOverride } from "./host_overrides.ts";
import { HostPatterns, parseHostPattern } from "./host_patterns.ts";
import { type AddressRange, formatIpAddress, isInRange, parseAddressRange, parseIpAddress } from "./ip_address.ts";
import type { Parsed } from "./parsed.ts";
import { ProxyRules, type ProxyServer, type ProxySettings } from "./proxy_rules.ts";

/** Which of a name's addresses is dialled. */
export type DnsSelect = "first" | "random" | "roundRobin";
/** Which address family is dialled. */
export type DnsPolicy = "preferIPv4" | "preferIPv6" | "onlyIPv4" | "onlyIPv6" | "any";

/** The `dns` option. */
export interface DnsSettings {
  /** Milliseconds that an answer is kept; 0 asks anew for every dial, `Infinity` never asks twice. */
  readonly ttl: number;
  readonly select: DnsSelect;
  readonly policy: DnsPolicy;
}

/** The network options of a run as plain data, which crosses threads by structured clone. */
export interface NetworkSettings {
  /** `host[:port]` to `ip[:port]`. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Host name patterns that must not be dialled. */
  readonly blockHostnames?: readonly string[];
  /** Address ranges in CIDR notation that must not be dialled. */
  readonly blacklistIPs?: readonly string[];
  /** Default: {@linkcode DEFAULT_DNS}. */
  /** Hosts and addresses, each with or without a port, that the operator of the run has ruled out. */
  readonly deniedHosts?: readonly string[];
  readonly dns?: DnsSettings;
  readonly proxy?: ProxySettings;
}

/** k6's defaults. */
export const DEFAULT_DNS: DnsSettings = { ttl: 300_000, select: "random", policy: "preferIPv4" };

/**
 * Reads the `hosts` option.
 *
 * @param hosts `host[:port]` to `ip[:port]`; hosts may begin with a wildcard.
 * @returns The entries, and everything that is wrong with the others.
 */
export function parseHosts(hosts: Readonly<Record<string, string>>): { entries: HostOverride[]; problems: string[] } {
  return parseAll(Object.entries(hosts), ([key, value]) => parseHostOverride(key, value));
}

/**
 * Reads an address range.
 *
 * @param text A range in CIDR notation, for example `10.0.0.0/8`.
 * @returns The range, or what is wrong with the text.
 */
export function parseCidr(text: string): Parsed<AddressRange> {
  const range = parseAddressRange(text);
  if (range !== undefined) return { value: range };
  return { problem: `failed to parse CIDR '${text}': expected an address and a prefix length such as 10.0.0.0/8` };
}

/** The network options of a run, ready to be asked. One per thread, shared by all connections. */
export class NetworkPolicy {
  readonly dns: DnsSettings;
  readonly #overrides: HostOverrides;
  readonly #blocked = new HostPatterns<true>();
  readonly #blacklist: readonly AddressRange[];
  readonly #denied: readonly string[];
  readonly #proxies: ProxyRules;

  /**
   * @param settings The options. Absent ones restrict nothing.
   * @throws {SquallError} `INVALID_NETWORK_SETTINGS` with all problems, one a line.
   */
  constructor(settings: NetworkSettings = {}) {
    const hosts = parseHosts(settings.hosts ?? {});
    const patterns = parseAll(settings.blockHostnames ?? [], parseHostPattern);
    const ranges = parseAll(settings.blacklistIPs ?? [], parseCidr);
    const problems = [...hosts.problems, ...patterns.problems, ...ranges.problems];
    if (problems.length > 0) {
      throw new SquallError("INVALID_NETWORK_SETTINGS", problems.join("\n"), { exitCode: ExitCode.InvalidConfig });
    }
    this.dns = settings.dns ?? DEFAULT_DNS;
    this.#overrides = new HostOverrides(hosts.entries);
    for (const pattern of patterns.entries) this.#blocked.set(pattern, true);
    this.#blacklist = ranges.entries;
    this.#denied = settings.deniedHosts?.map((host) => host.toLowerCase()) ?? [];
    this.#proxies = new ProxyRules(settings.proxy ?? {});
  }

  /** Whether the `dns` option chooses among addresses otherwise than by default. */
  get choosesAddress(): boolean {
    return this.dns.select !== DEFAULT_DNS.select || this.dns.policy !== DEFAULT_DNS.policy;
  }

  /** Whether there are addresses that must not be dialled. */
  get restrictsAddresses(): boolean {
    return this.#blacklist.length > 0 || this.#denied.length > 0;
  }

  /** Where the `hosts` option sends a host and port; `undefined` when it says nothing about them. */
  override(hostname: string, port: number): OverrideTarget | undefined {
    return this.#overrides.find(hostname, port);
  }

  /** Why a host name must not be dialled, in k6's words; `undefined` when it may. IP addresses are not names. */
  refuseHostname(hostname: string): string | undefined {
    const match = this.#blocked.match(hostname);
    return match === undefined || parseIpAddress(hostname) !== undefined
      ? undefined
      : `hostname (${hostname}) is in a blocked pattern (${match.pattern})`;
  }

  /** Why the operator does not want a host to be dialled; `undefined` when it may. */
  refuseHost(host: string, port: number): string | undefined {
    if (this.#denied.length === 0) return undefined;
    const plain = host.includes(":") ? `[${host}]` : host.toLowerCase();
    const entry = this.#denied.find((each) => each === plain || each === `${plain}:${port}`);
    return entry && `network access to ${plain}:${port} is denied by --deny-net=${entry}`;
  }

  /** Why an address must not be dialled; `undefined` when it may. To be asked of the address actually dialled. */
  refuseAddress(text: string, port = 0): string | undefined {
    const denied = this.refuseHost(text, port);
    if (denied !== undefined || this.#blacklist.length === 0) return denied;
    const address = parseIpAddress(text);
    if (address === undefined) return undefined;
    const range = this.#blacklist.find((candidate) => isInRange(address, candidate));
    return range && `IP (${formatIpAddress(address)}) is in a blacklisted range (${range.text})`;
  }

  /** The proxy for a host and port, or why it cannot be used; `undefined` when they are dialled directly. */
  proxy(secure: boolean, hostname: string, port: number): Parsed<ProxyServer> | undefined {
    return this.#proxies.find(secure, hostname, port);
  }
}

function parseAll<T, V>(items: readonly T[], parse: (item: T) => Parsed<V>): { entries: V[]; problems: string[] } {
  const entries: V[] = [];
  const problems: string[] = [];
  for (const item of items) {
    const parsed = parse(item);
    if ("value" in parsed) entries.push(parsed.value);
    else problems.push(parsed.problem);
  }
  return { entries, problems };
}
