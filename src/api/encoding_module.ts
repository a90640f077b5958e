/**
 * The module `k6/encoding`.
 *
 * Difference from k6: base64 that breaks off is told by the place where its last group of four begins.
 */

import { type Base64Form, decodeBase64, encodeBase64 } from "./base64.ts";
import { bytesOf, toArrayBuffer } from "./script_bytes.ts";
import type { VirtualUser } from "./virtual_user.ts";

const FORMS: readonly string[] = ["std", "rawstd", "url", "rawurl"];

/** Any unknown name means `std`, as in k6. */
function formOf(name: unknown): Base64Form {
  return FORMS.includes(String(name)) ? String(name) as Base64Form : "std";
}

/**
 * Makes the exports of `k6/encoding` for one VU.
 *
 * @param vu The VU that imports the module.
 * @returns The named exports.
 */
export function createEncodingModule(vu: VirtualUser): Record<string, unknown> {
  return {
    b64encode(input: unknown, form?: unknown): string {
      vu.pausing.enter();
      return encodeBase64(bytesOf(input), formOf(form));
    },
    b64decode(text: unknown, form?: unknown, format?: unknown): string | ArrayBuffer {
      vu.pausing.enter();
      const bytes = decodeBase64(String(text), formOf(form));
      return format === "s" ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) : toArrayBuffer(bytes);
    },
  };
}
