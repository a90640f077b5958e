/** Timers of a `k6/ws` socket: they run inside the socket's loop and die with it. */

import type { Timer } from "../../base/mod.ts";
import { GoError } from "../go_error.ts";
import type { VirtualUser } from "../virtual_user.ts";

/** One timer of a socket. */
export class SocketTimer {
  // deno-lint-ignore ban-types
  readonly callback: Function;
  readonly #vu: VirtualUser;
  readonly #delay: number;
  readonly #repeat: boolean;
  readonly #due: () => void;
  #timer: Timer | undefined;

  /**
   * @param vu The VU of the socket.
   * @param options What to call, how often, and what to do when the time has come.
   */
  constructor(
    vu: VirtualUser,
    // deno-lint-ignore ban-types
    options: { callback: Function; delay: number; repeat: boolean; due: (timer: SocketTimer) => void },
  ) {
    this.callback = options.callback;
    this.#vu = vu;
    this.#delay = options.delay;
    this.#repeat = options.repeat;
    this.#due = () => options.due(this);
    this.#arm();
  }

  /** The callback is about to be called: an interval starts its next turn. Returns `false` when this was the last. */
  taken(): boolean {
    if (this.#repeat) this.#arm();
    return this.#repeat;
  }

  cancel(): void {
    if (this.#timer !== undefined) this.#vu.cancel(this.#timer);
  }

  #arm(): void {
    this.#timer = this.#vu.after(this.#due, this.#delay);
  }
}

/**
 * Checks the delay of a socket timer.
 *
 * @param name `setTimeout` or `setInterval`.
 * @param delay What the script gave.
 * @returns Milliseconds, above 0.
 * @throws {GoError} When it is anything else.
 */
export function checkDelay(name: string, delay: unknown): number {
  const milliseconds = delay === undefined ? 0 : Number(delay);
  if (milliseconds > 0 && milliseconds < Infinity) return milliseconds;
  throw new GoError(`${name} requires a >0 timeout parameter, received ${formatNumber(milliseconds)}`);
}

/** Throws if a callback cannot be called. */
// deno-lint-ignore ban-types
export function requireCallable(callback: unknown): asserts callback is Function {
  if (typeof callback === "function") return;
  throw new TypeError(
    `could not convert function call parameter 0: could not convert ${String(callback)} to sobek.Callable`,
  );
}

function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  return value.toFixed(2);
}
