/**
 * The module `k6` as scripts see it: types, for editors and for `deno check`. In a Deno program, import from
 * `@squall/squall`.
 *
 * @module
 */

import { outsideRunner } from "./outside_runner.ts";

/** Tags of samples by name. */
export type Tags = Readonly<Record<string, string | number | boolean>>;

/** Conditions by name: functions of the value that is checked, or anything that is true or false. */
export type Checks<Value> = Readonly<
  Record<string, ((value: Value) => unknown) | object | string | number | boolean | null | undefined>
>;

/** What the module exports. */
export interface K6 {
  /**
   * Checks conditions; each gives a sample of the metric `checks` and never fails the iteration.
   *
   * @param value What the conditions get.
   * @param checks The conditions by name. `async` functions are refused: use `check` of `k6-utils`.
   * @param tags Tags of the samples.
   * @returns Whether all of them held.
   * @throws {Error} What a condition throws; in the init context.
   */
  check<Value>(value: Value, checks: Checks<Value>, tags?: Tags): boolean;
  /**
   * Fails the iteration.
   *
   * @param message What the log says.
   * @throws {Error} Always.
   */
  fail(message?: string): never;
  /**
   * Runs a function in a group: its samples are tagged with the group's path, its duration is a sample of
   * `group_duration`.
   *
   * @param name Without `::`.
   * @param run The function, which must not be `async`.
   * @returns What the function returns.
   * @throws {Error} What the function throws; in the init context.
   */
  group<Result>(name: string, run: () => Result): Result;
  /**
   * Makes the numbers of this VU's `Math.random()` repeatable.
   *
   * @param seed A whole number.
   */
  randomSeed(seed: number): void;
  /**
   * Does nothing for a while; nothing else of this VU runs meanwhile.
   *
   * @param seconds How long, in seconds.
   */
  sleep(seconds: number): void;
}

/** All exports in one object. */
const k6: K6 = outsideRunner("k6", "loadTest() of @squall/squall gives check, group and sleep to its VUs");

/** See {@linkcode K6.check}. */
export const check: K6["check"] = k6.check;
/** See {@linkcode K6.fail}. */
export const fail: K6["fail"] = k6.fail;
/** See {@linkcode K6.group}. */
export const group: K6["group"] = k6.group;
/** See {@linkcode K6.randomSeed}. */
export const randomSeed: K6["randomSeed"] = k6.randomSeed;
/** See {@linkcode K6.sleep}. */
export const sleep: K6["sleep"] = k6.sleep;

export default k6;
