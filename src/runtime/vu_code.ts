/** Where the functions of VUs come from, as VUs see it: a script that was loaded, or the program that squall is part of. */

import type { EventReceiver, Pausing, Tenant } from "../api/mod.ts";
import type { ScopeOwner } from "./vu_scope.ts";

/** {@linkcode Pausing}, with what the VU itself needs of it. */
export interface VuPausing extends Pausing {
  /** The VU is paused: its events have to wait. */
  readonly locked: boolean;
  /** Drops everything that waits. */
  interrupt(): void;
  /** Makes the VU ready for its next iteration. */
  reset(): void;
}

/** The VU, as its pausing sees it. */
export interface PausingHost {
  /** The VU is no longer paused and takes events again. */
  unlocked(): void;
  hold(tenant: Tenant): void;
  release(tenant: Tenant): void;
  deliver(receiver: EventReceiver, kind: number, data: unknown, time: number): void;
}

/** The VU, as its code sees it. */
export interface CodeOwner extends ScopeOwner {
  readonly pausing: VuPausing;
  readonly scope: Record<string, unknown>;
}

/** One VU's instance of the code. */
export interface CodeInstance {
  /** The URL of the module whose init code runs now, if any: what relative paths start from. */
  readonly evaluating: string | undefined;
  /** Runs the init code. Returns what the code exports. */
  evaluate(): unknown;
}

/** The code of all VUs of a thread. */
export interface VuCode {
  /** Makes what lets the calls of one VU block. */
  createPausing(host: PausingHost): VuPausing;
  /**
   * Makes one VU's instance of the code; nothing of it runs yet.
   *
   * @param vu The VU.
   * @param builtin Gives the k6 module of that name.
   */
  instantiate(vu: CodeOwner, builtin: (specifier: string) => object): CodeInstance;
}
