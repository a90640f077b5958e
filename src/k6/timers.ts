/**
 * The module `k6/timers` as scripts see it: types, for editors and for `deno check`.
 *
 * @module
 */

import { outsideRunner } from "./outside_runner.ts";

/** Functions with their timers: the iteration goes on as long as one is running. */
export interface Timers {
  /**
   * Calls back once.
   *
   * @param callback The function.
   * @param delay Milliseconds; 0 if it is missing or negative.
   * @param args What the function gets.
   * @returns The timer's number.
   * @throws {Error} When there is no function.
   */
  setTimeout<Args extends unknown[]>(callback: (...args: Args) => unknown, delay?: number, ...args: Args): number;
  /**
   * Forgets a timer.
   *
   * @param id Its number; one that is over does nothing.
   */
  clearTimeout(id?: number): void;
  /**
   * Calls back again and again.
   *
   * @param callback The function.
   * @param delay Milliseconds from one call to the next.
   * @param args What the function gets.
   * @returns The timer's number.
   * @throws {Error} When there is no function.
   */
  setInterval<Args extends unknown[]>(callback: (...args: Args) => unknown, delay?: number, ...args: Args): number;
  /**
   * Forgets a timer.
   *
   * @param id Its number; one that is over does nothing.
   */
  clearInterval(id?: number): void;
}

/** All exports in one object. */
const timers: Timers = outsideRunner(
  "k6/timers",
  "the platform has these functions, and VUs of loadTest() have theirs",
);

/** See {@linkcode Timers.setTimeout}. */
export const setTimeout: Timers["setTimeout"] = timers.setTimeout;
/** See {@linkcode Timers.clearTimeout}. */
export const clearTimeout: Timers["clearTimeout"] = timers.clearTimeout;
/** See {@linkcode Timers.setInterval}. */
export const setInterval: Timers["setInterval"] = timers.setInterval;
/** See {@linkcode Timers.clearInterval}. */
export const clearInterval: Timers["clearInterval"] = timers.clearInterval;

export default timers;
