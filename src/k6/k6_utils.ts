/**
 * The library `k6-utils` as scripts see it, which squall has built in: types, for editors and for `deno check`.
 *
 * @module
 */

import type { Checks, Tags } from "./k6.ts";
import { outsideRunner } from "./outside_runner.ts";

/** One stage of a ramp. */
export interface Stage {
  /** How long it takes: a number and a unit, such as `10s`. */
  readonly duration: string;
  /** VUs, or iterations, at its end. */
  readonly target: number;
}

/** What the library exports. */
export interface K6Utils {
  /**
   * Like `check` of `k6`, but it waits for values and conditions that are promises.
   *
   * @param value What the conditions get; a promise is waited for.
   * @param checks The conditions by name.
   * @param tags Tags of the samples.
   * @returns Whether all of them held; a promise of it where something had to be waited for.
   */
  check<Value>(value: Value | Promise<Value>, checks: Checks<Value>, tags?: Tags): boolean | Promise<boolean>;
  /**
   * The text between two marks.
   *
   * @param content Where to look.
   * @param left The mark before it.
   * @param right The mark behind it.
   * @returns The first such text; `null` where there is none.
   */
  findBetween(content: string, left: string, right: string): string | null;
  /**
   * All texts between two marks.
   *
   * @param content Where to look.
   * @param left The mark before them.
   * @param right The mark behind them.
   * @param repeat `true`.
   * @returns The texts; `null` where there is none.
   */
  findBetween(content: string, left: string, right: string, repeat: boolean): string | string[] | null;
  /** The stage that the scenario is in, from 0. @throws {Error} Where the scenario has no stages. */
  getCurrentStageIndex(): number;
  /**
   * Stages that follow a bell curve.
   *
   * @param maxVus The peak.
   * @param durationSeconds How long all of it takes, in seconds.
   * @param numberOfStages How many stages to make of it. Default: 10.
   */
  normalDistributionStages(maxVus: number, durationSeconds: number, numberOfStages?: number): Stage[];
  /**
   * Reads a duration.
   *
   * @param text Numbers with units, such as `1m30s`.
   * @returns Milliseconds.
   */
  parseDuration(text: string): number;
  /** A whole number between two others, both included. */
  randomIntBetween(min: number, max: number): number;
  /** One of the elements. */
  randomItem<Item>(items: readonly Item[]): Item;
  /**
   * A random text.
   *
   * @param length Its length.
   * @param charset The characters it is made of. Default: `a` to `z`.
   */
  randomString(length: number, charset?: string): string;
  /** Tags what follows with `stage`, the number of the stage. @throws {Error} Where the scenario has no stages. */
  tagWithCurrentStageIndex(): void;
  /** Tags what follows with `stage_profile`: `ramp-up`, `steady` or `ramp-down`. */
  tagWithCurrentStageProfile(): void;
  /**
   * A random UUID.
   *
   * @param secure From the platform's secure source. Default: from `Math.random()`.
   */
  uuidv4(secure?: boolean): string;
}

/** All exports in one object. */
const utils: K6Utils = outsideRunner("k6-utils", "use what the platform has");

/** See {@linkcode K6Utils.check}. */
export const check: K6Utils["check"] = utils.check;
/** See {@linkcode K6Utils.findBetween}. */
export const findBetween: K6Utils["findBetween"] = utils.findBetween;
/** See {@linkcode K6Utils.getCurrentStageIndex}. */
export const getCurrentStageIndex: K6Utils["getCurrentStageIndex"] = utils.getCurrentStageIndex;
/** See {@linkcode K6Utils.normalDistributionStages}. */
export const normalDistributionStages: K6Utils["normalDistributionStages"] = utils.normalDistributionStages;
/** See {@linkcode K6Utils.parseDuration}. */
export const parseDuration: K6Utils["parseDuration"] = utils.parseDuration;
/** See {@linkcode K6Utils.randomIntBetween}. */
export const randomIntBetween: K6Utils["randomIntBetween"] = utils.randomIntBetween;
/** See {@linkcode K6Utils.randomItem}. */
export const randomItem: K6Utils["randomItem"] = utils.randomItem;
/** See {@linkcode K6Utils.randomString}. */
export const randomString: K6Utils["randomString"] = utils.randomString;
/** See {@linkcode K6Utils.tagWithCurrentStageIndex}. */
export const tagWithCurrentStageIndex: K6Utils["tagWithCurrentStageIndex"] = utils.tagWithCurrentStageIndex;
/** See {@linkcode K6Utils.tagWithCurrentStageProfile}. */
export const tagWithCurrentStageProfile: K6Utils["tagWithCurrentStageProfile"] = utils.tagWithCurrentStageProfile;
/** See {@linkcode K6Utils.uuidv4}. */
export const uuidv4: K6Utils["uuidv4"] = utils.uuidv4;

export default utils;
