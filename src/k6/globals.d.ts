/**
 * The globals of scripts that neither the language nor the platform has. Name this file among the `types` of the
 * compiler options of the `deno.json` next to your scripts.
 *
 * @module
 */

/** Variables of the test: what `-e` sets, the environment of the process as far as it is given, `env` of scenarios. */
declare const __ENV: Record<string, string>;
/** The number of this VU, from 1; 0 where the script is only looked at, in `setup` and in `teardown`. */
declare const __VU: number;
/** The number of this VU's iteration, from 0; not there outside of iterations. */
declare let __ITER: number;

/**
 * Reads a text file, in the init context only.
 *
 * @param path Relative to the script.
 * @returns The text.
 * @throws {Error} Where there is no such file, or it may not be read; outside the init context.
 */
declare function open(path: string): string;
/**
 * Reads a file, in the init context only.
 *
 * @param path Relative to the script.
 * @param mode For bytes instead of text.
 * @returns The bytes.
 */
declare function open(path: string, mode: "b"): ArrayBuffer;
