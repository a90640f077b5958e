/** The source addresses that VUs take turns with: the `localIPs` option. */

import { formatIpAddress, type IpAddress, parseAddressRange, parseIpAddress } from "./ip_address.ts";
import type { Parsed } from "./parsed.ts";

/** Consecutive addresses. */
interface AddressBlock {
  readonly first: IpAddress;
  readonly size: bigint;
}

/** A pool of addresses, in the order in which it was written. */
export class LocalAddresses {
  readonly #blocks: readonly AddressBlock[];

  constructor(blocks: readonly AddressBlock[]) {
    this.#blocks = blocks;
  }

  /**
   * The first addresses of the pool.
   *
   * @param count How many at most.
   * @returns The addresses; fewer where the pool is smaller.
   */
  take(count: number): string[] {
    const addresses: string[] = [];
    for (const { first, size } of this.#blocks) {
      for (let offset = 0n; offset < size && addresses.length < count; offset++) {
        addresses.push(formatIpAddress({ family: first.family, value: first.value + offset }));
      }
    }
    return addresses;
  }
}

/**
 * Reads the `localIPs` option.
 *
 * @param text Addresses, ranges such as `10.0.0.1-10.0.0.9`, and CIDR blocks, separated by commas. The first and the
 * last address of an IPv4 block belong to the network and are left out.
 * @returns The pool, or what is wrong with the first entry that is wrong.
 */
export function parseLocalAddresses(text: string): Parsed<LocalAddresses> {
  const blocks: AddressBlock[] = [];
  for (const entry of text.split(",")) {
    const block = parseBlock(entry.trim());
    if ("problem" in block) return block;
    blocks.push(block.value);
  }
  return { value: new LocalAddresses(blocks) };
}

function parseBlock(entry: string): Parsed<AddressBlock> {
  if (entry.includes("/")) return parseCidrBlock(entry);
  const dash = entry.indexOf("-");
  const first = parseIpAddress(dash < 0 ? entry : entry.slice(0, dash));
  if (dash < 0) {
    if (first === undefined) return { problem: `${entry} is not a valid IP, IP range or CIDR` };
    return { value: { first, size: 1n } };
  }
  const last = parseIpAddress(entry.slice(dash + 1));
  if (first === undefined || last === undefined || first.family !== last.family) {
    return { problem: `wrong IP range format: ${entry}` };
  }
  if (last.value < first.value) return { problem: `negative IP range: ${entry}` };
  return { value: { first, size: last.value - first.value + 1n } };
}

function parseCidrBlock(entry: string): Parsed<AddressBlock> {
  const range = parseAddressRange(entry);
  if (range === undefined) return { problem: `invalid CIDR address: ${entry}` };
  const { network, hostBits } = range;
  const size = 1n << hostBits;
  if (network.family === 6 || hostBits < 2n) return { value: { first: network, size } };
  return { value: { first: { family: 4, value: network.value + 1n }, size: size - 2n } };
}
