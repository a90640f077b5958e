/**
 * The module `k6/encoding` as scripts see it: types, for editors and for `deno check`.
 *
 * @module
 */

import { outsideRunner } from "./outside_runner.ts";

/** Forms of base64 (RFC 4648): with and without padding, of the usual alphabet and of the one for URLs. */
export type Base64Form = "std" | "rawstd" | "url" | "rawurl";

/** What the module exports. */
export interface Encoding {
  /**
   * Writes bytes as base64.
   *
   * @param input The bytes; a text stands for its UTF-8.
   * @param form Default: `"std"`.
   */
  b64encode(input: string | ArrayBuffer | ArrayBufferView, form?: Base64Form): string;
  /**
   * Reads base64.
   *
   * @param text The base64.
   * @param form Default: `"std"`.
   * @returns The bytes.
   * @throws {Error} For anything that is no base64 of that form.
   */
  b64decode(text: string, form?: Base64Form): ArrayBuffer;
  /**
   * Reads base64.
   *
   * @param text The base64.
   * @param form Which form.
   * @param format For a text instead of bytes.
   * @returns The bytes as UTF-8.
   * @throws {Error} For anything that is no base64 of that form.
   */
  b64decode(text: string, form: Base64Form | undefined, format: "s"): string;
}

/** All exports in one object. */
const encoding: Encoding = outsideRunner("k6/encoding", "use Uint8Array.prototype.toBase64() and its relatives");

/** See {@linkcode Encoding.b64encode}. */
export const b64encode: Encoding["b64encode"] = encoding.b64encode;
/** See {@linkcode Encoding.b64decode}. */
export const b64decode: Encoding["b64decode"] = encoding.b64decode;

export default encoding;
