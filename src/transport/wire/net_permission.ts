/** Asks the runtime for network permission before a dial: the only way to an honest message on every version. */

import { isGranted } from "../../base/mod.ts";
import { DialError } from "./dial_error.ts";
import { joinHostPort } from "./go_error.ts";

/** What the thread may dial. */
export class NetPermission {
  #isUnlimited: boolean | undefined;

  /** Whether every address may be dialled. */
  get isUnlimited(): boolean {
    return this.#isUnlimited ??= isGranted({ name: "net" });
  }

  /** Whether a host and port may be dialled. */
  allows(host: string, port: number): boolean {
    return this.isUnlimited || isGranted({ name: "net", host: joinHostPort(host, port) });
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
