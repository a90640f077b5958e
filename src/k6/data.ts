/**
 * The module `k6/data` as scripts see it: types, for editors and for `deno check`.
 *
 * @module
 */

import { outsideRunner } from "./outside_runner.ts";

/** Makes arrays that all VUs share. */
export interface SharedArrayConstructor {
  /**
   * Makes the array, or finds the one of that name. Init context only.
   *
   * @param name Not empty; the same name is the same array.
   * @param create Called once per process: returns the elements, which are kept as JSON.
   * @returns An array whose elements are copies at each read; nothing of it can be changed.
   * @throws {Error} Outside the init context; when `create` returns anything but an array.
   */
  new <Element>(name: string, create: () => Element[]): readonly Element[];
}

/** What the module exports. */
export interface Data {
  /** Makes arrays that all VUs share. */
  readonly SharedArray: SharedArrayConstructor;
}

/** All exports in one object. */
const data: Data = outsideRunner("k6/data", "an array is shared by all VUs of loadTest() as it is");

/** See {@linkcode SharedArrayConstructor}. */
export const SharedArray: SharedArrayConstructor = data.SharedArray;

export default data;
