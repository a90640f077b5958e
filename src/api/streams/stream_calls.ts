/**
 * How the platform's streams and a script call each other. A method that the script calls may call back before it
 * returns: if that pauses, so does the method. What the platform calls later, from its own promises, waits while the VU
 * is paused.
 */

import type { VirtualUser } from "../virtual_user.ts";

type ScriptFunction = (...args: never[]) => unknown;

/** The calls of one VU's streams. */
export class StreamCalls {
  readonly vu: VirtualUser;
  /** Whether a method is being called by the script, and what paused in there. */
  #isInside = false;
  #pause: unknown = undefined;

  constructor(vu: VirtualUser) {
    this.vu = vu;
  }

  /**
   * Runs a method that the script has called.
   *
   * @param method Calls the platform.
   * @returns Its value, or a pause that ends with it.
   */
  enter(method: () => unknown): unknown {
    this.vu.pausing.enter();
    const outer = { isInside: this.#isInside, pause: this.#pause };
    this.#isInside = true;
    this.#pause = undefined;
    try {
      const value = method();
      const pause = this.#pause;
      return pause === undefined ? value : this.vu.pausing.after(pause, () => value);
    } finally {
      this.#isInside = outer.isInside;
      this.#pause = outer.pause;
    }
  }

  /**
   * A function of the script as the platform is to call it.
   *
   * @param callback Calls the script.
   * @returns The function.
   */
  callback(callback: (...args: unknown[]) => unknown): (...args: unknown[]) => unknown {
    const job = this.vu.pausing.job(callback as ScriptFunction);
    return (...args) => this.#isInside ? this.#callInside(callback, args) : job(...args);
  }

  #callInside(callback: (...args: unknown[]) => unknown, args: readonly unknown[]): unknown {
    const { pausing } = this.vu;
    // What the script calls in there is inside of nothing.
    this.#isInside = false;
    let value: unknown;
    try {
      value = callback(...args);
    } finally {
      this.#isInside = true;
    }
    if (!pausing.isPause(value)) {
      pausing.enter();
      return value;
    }
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#pause = pausing.after(value, resolve, reject);
    return promise;
  }
}
