/** Asks the runtime for network permission before a dial: the only way to an honest message on every version. */

import { DialError } from "./dial_error.ts";
import { joinHostPort } from "./go_error.ts";

// Taken here, because no script can see the runtime's names.
const { permissions } = Deno;

/** What the thread may dial. */
export class NetPermission {
  #isUnlimited: boolean | undefined;

  /** Whether every address may be dialled. */
  get isUnlimited(): boolean {
    return this.#isUnlimited ??= permissions.querySync({ name: "net" }).state === "granted";
  }

  /** Whether a host and port may be dialled. */
  allows(host: string, port: number): boolean {
    return this.isUnlimited ||
      permissions.querySync({ name: "net", host: joinHostPort(host, port) }).state === "granted";
  }

  /**
   * Makes sure that a host and port may be dialled.
   *
   * @throws {DialError} Naming the flag that would allow it.
   */
  demand(host: string, port: number): void {
    if (this.allows(host, port)) return;
    const address = joinHostPort(host, port);
    throw new DialError(`dial tcp ${address}: network access is not allowed, run again with --allow-net=${address}`);
  }
}
