/**
 * The module `k6/secrets` as scripts see it: types, for editors and for `deno check`.
 *
 * @module
 */

import { outsideRunner } from "./outside_runner.ts";

/** One source of secrets. */
export interface SecretSource {
  /**
   * Gets a secret. It is asked for once in a run, and is struck out of all logs from then on.
   *
   * @param key Its name.
   * @returns Its value; rejected where there is none.
   */
  get(key: string): Promise<string>;
}

/** What the module exports: the default source, and all others. */
export interface Secrets extends SecretSource {
  /**
   * A source by its name.
   *
   * @param name What its configuration calls it; its type if that gives no name.
   * @returns The source. Whether there is one shows when it is asked.
   */
  source(name: string): SecretSource;
}

/** All exports in one object. */
const secrets: Secrets = outsideRunner("k6/secrets", "read secrets where you keep them, with Deno.env for instance");

/** See {@linkcode Secrets.get}. */
export const get: Secrets["get"] = secrets.get;

/** See {@linkcode Secrets.source}. */
export const source: Secrets["source"] = secrets.source;

export default secrets;
