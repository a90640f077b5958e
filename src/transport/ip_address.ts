/** IP addresses as numbers: parsing, and the address ranges (CIDR) that network rules are written in. */

/** An IP address. An IPv4 address mapped into IPv6 (`::ffff:127.0.0.1`) is its IPv4 address, as everywhere in Go. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** A range of addresses that share their first bits. */
export interface AddressRange {
  readonly network: IpAddress;
  /** Bits below the prefix. */
  readonly hostBits: bigint;
  /** The range in its canonical notation, `10.0.0.0/8`. */
  readonly text: string;
}

const ZERO = 0x30;
const DOT = 0x2e;
const IPV6_GROUP_REGEXP = /^[0-9a-f]{1,4}$/i;
const MAPPED_PREFIX = 0xffffn;

/**
 * Reads an IP address in its usual notation.
 *
 * @param text An IPv4 address in four decimal octets, or an IPv6 address without brackets; a zone (`%eth0`) is ignored.
 * @returns The address, or `undefined` when the text is none (a host name, for example).
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (!text.includes(":")) return parseIpv4(text);
  const zone = text.indexOf("%");
  const value = parseIpv6(zone < 0 ? text : text.slice(0, zone));
  if (value === undefined) return undefined;
  return value >> 32n === MAPPED_PREFIX ? { family: 4, value: value & 0xffff_ffffn } : { family: 6, value };
}

/**
 * Writes an address in its canonical notation (RFC 5952).
 *
 * @param address The address.
 * @returns Text such as `127.0.0.1` or `2001:db8::1`.
 */
export function formatIpAddress(address: IpAddress): string {
  if (address.family === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => String((address.value >> shift) & 0xffn)).join(".");
  }
  const groups: string[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(((address.value >> shift) & 0xffffn).toString(16));
  const zeros = longestZeroRun(groups);
  if (zeros.length < 2) return groups.join(":");
  return `${groups.slice(0, zeros.start).join(":")}::${groups.slice(zeros.start + zeros.length).join(":")}`;
}

/**
 * Reads a range of addresses in CIDR notation.
 *
 * @param text For example `10.0.0.0/8`; bits below the prefix are ignored.
 * @returns The range, or `undefined` when the text is none.
 */
export function parseAddressRange(text: string): AddressRange | undefined {
  const slash = text.indexOf("/");
  const address = slash < 0 ? undefined : parseIpAddress(text.slice(0, slash));
  const prefix = text.slice(slash + 1);
  if (address === undefined || !/^\d{1,3}$/.test(prefix)) return undefined;
  const writtenAsIpv6 = text.slice(0, slash).includes(":");
  const bits = Number(prefix) - (writtenAsIpv6 && address.family === 4 ? 96 : 0);
  const width = address.family === 4 ? 32 : 128;
  if (bits < 0 || bits > width) return undefined;
  const hostBits = BigInt(width - bits);
  const network: IpAddress = { family: address.family, value: (address.value >> hostBits) << hostBits };
  return { network, hostBits, text: `${formatIpAddress(network)}/${bits}` };
}

/** Whether an address lies in a range. */
export function isInRange(address: IpAddress, range: AddressRange): boolean {
  return address.family === range.network.family &&
    address.value >> range.hostBits === range.network.value >> range.hostBits;
}

/** Whether an address means this machine. */
export function isLoopback(address: IpAddress): boolean {
  return address.family === 4 ? address.value >> 24n === 127n : address.value === 1n;
}

/** Character by character: every dial of a name comes through here, and a name is no address at its first letter. */
function parseIpv4(text: string): IpAddress | undefined {
  let value = 0;
  let octet = -1;
  let octets = 1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === DOT) {
      if (octet < 0 || octets === 4) return undefined;
      value = value * 256 + octet;
      octet = -1;
      octets++;
    } else {
      if (code < ZERO || code > ZERO + 9 || octet === 0) return undefined;
      octet = Math.max(octet, 0) * 10 + code - ZERO;
      if (octet > 255) return undefined;
    }
  }
  return octets === 4 && octet >= 0 ? { family: 4, value: BigInt(value * 256 + octet) } : undefined;
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0]!, halves.length === 1);
  const tail = halves.length === 1 ? [] : parseGroups(halves[1]!, true);
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...new Array<bigint>(missing).fill(0n), ...tail];
  return groups.reduce((value, group) => (value << 16n) | group, 0n);
}

/** The 16-bit groups of one side of `::`; the last one of an address may be an IPv4 address. */
function parseGroups(text: string, ipv4AtEnd: boolean): bigint[] | undefined {
  if (text === "") return [];
  const groups: bigint[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    const ipv4 = ipv4AtEnd && index === parts.length - 1 ? parseIpv4(part) : undefined;
    if (ipv4 !== undefined) groups.push(ipv4.value >> 16n, ipv4.value & 0xffffn);
    else if (IPV6_GROUP_REGEXP.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
}

function longestZeroRun(groups: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === "0" ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  }
  return best;
}
