/**
 * `setTimeout` and its relatives, as globals and as the module `k6/timers`.
 *
 * Difference from k6: a delay that is no number counts as 0; in k6 such a timer overtakes all others.
 */

import type { Timer } from "../base/mod.ts";
import { GoError } from "./go_error.ts";
import type { EventReceiver, Tenant, VirtualUser } from "./virtual_user.ts";

/**
 * Makes the timer functions of one VU: the exports of `k6/timers`, and the globals of the same names.
 *
 * @param vu The VU that they belong to.
 * @returns The four functions.
 */
export function createTimers(vu: VirtualUser): Record<string, unknown> {
  const running = new Map<number, ScriptTimer>();
  let lastId = 0;
  function start(name: string, repeat: boolean, callback: unknown, delay: unknown, args: readonly unknown[]): number {
    vu.pausing.enter();
    requireCallable(name, callback);
    const timer = new ScriptTimer(vu, running, { id: ++lastId, name, repeat, callback, args, delay: toDelay(delay) });
    running.set(timer.id, timer);
    vu.hold(timer);
    if (vu.isFailing) timer.evict();
    else timer.arm();
    return timer.id;
  }
  function clear(id: unknown): void {
    vu.pausing.enter();
    running.get(Number(id))?.end();
  }
  return {
    setTimeout: (callback: unknown, delay?: unknown, ...args: unknown[]) =>
      start("setTimeout", false, callback, delay, args),
    clearTimeout: clear,
    setInterval: (callback: unknown, delay?: unknown, ...args: unknown[]) =>
      start("setInterval", true, callback, delay, args),
    clearInterval: clear,
  };
}

// deno-lint-ignore ban-types
function requireCallable(name: string, callback: unknown): asserts callback is Function {
  if (typeof callback === "function") return;
  if (callback === undefined || callback === null) throw new GoError(`${name}'s callback isn't a callable function`);
  throw new TypeError(
    `could not convert function call parameter 0: could not convert ${String(callback)} to sobek.Callable`,
  );
}

function toDelay(delay: unknown): number {
  const milliseconds = Number(delay);
  return milliseconds > 0 ? milliseconds : 0;
}

interface ScriptTimerOptions {
  readonly id: number;
  readonly name: string;
  readonly repeat: boolean;
  // deno-lint-ignore ban-types
  readonly callback: Function;
  readonly args: readonly unknown[];
  readonly delay: number;
}

/** One running timer of a script. While it runs, the iteration goes on. */
class ScriptTimer implements EventReceiver, Tenant {
  readonly id: number;
  readonly #vu: VirtualUser;
  readonly #running: Map<number, ScriptTimer>;
  readonly #options: ScriptTimerOptions;
  readonly #fire: () => void;
  #timer: Timer | undefined;

  constructor(vu: VirtualUser, running: Map<number, ScriptTimer>, options: ScriptTimerOptions) {
    this.id = options.id;
    this.#vu = vu;
    this.#running = running;
    this.#options = options;
    this.#fire = () => vu.deliver(this, 0, undefined, 0);
  }

  arm(): void {
    this.#timer = this.#vu.after(this.#fire, this.#options.delay);
  }

  receive(): unknown {
    // Cleared by a handler that ran while this event waited its turn.
    if (!this.#running.has(this.id)) return undefined;
    const { repeat, callback, args } = this.#options;
    if (repeat) this.arm();
    else this.end();
    return args.length === 0 ? callback() : callback(...args);
  }

  end(): void {
    if (this.#timer !== undefined) this.#vu.cancel(this.#timer);
    if (this.#running.delete(this.id)) this.#vu.release(this);
  }

  evict(): void {
    this.abandon();
  }

  abandon(): void {
    this.#vu.log(
      "warning",
      `${this.#options.name} ${this.id} was stopped because the VU iteration was interrupted`,
    );
    this.end();
  }
}
