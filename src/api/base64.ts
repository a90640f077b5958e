/** Base64 in the four forms that k6 has (RFC 4648 sections 4 and 5, with and without padding). */

import { Buffer } from "node:buffer";
import { GoError } from "./go_error.ts";

/** The forms by k6's names; any other name means `std`, as in k6. */
export type Base64Form = "std" | "rawstd" | "url" | "rawurl";

/**
 * Encodes bytes.
 *
 * @param bytes The bytes.
 * @param form With `+/` or with `-_`; the raw forms are not padded.
 * @returns The text.
 */
export function encodeBase64(bytes: Uint8Array, form: Base64Form): string {
  const { buffer, byteOffset, byteLength } = bytes;
  const text = Buffer.from(buffer, byteOffset, byteLength).toString("base64");
  const letters = form === "url" || form === "rawurl" ? text.replaceAll("+", "-").replaceAll("/", "_") : text;
  return form === "rawstd" || form === "rawurl" ? letters.replaceAll("=", "") : letters;
}

const ALPHABETS = { std: /^[A-Za-z0-9+/]$/, url: /^[A-Za-z0-9_-]$/ } as const;

/**
 * Decodes a text, as strictly as Go does: line ends are passed over, anything else that does not belong is refused.
 *
 * @param text The text.
 * @param form Its form.
 * @returns The bytes.
 * @throws {GoError} `illegal base64 data at input byte N`.
 */
export function decodeBase64(text: string, form: Base64Form): Uint8Array {
  const isRaw = form.startsWith("raw");
  const alphabet = form.endsWith("url") ? ALPHABETS.url : ALPHABETS.std;
  let letters = "";
  let at = 0;
  for (; at < text.length && text[at] !== "="; at++) {
    if (text[at] === "\r" || text[at] === "\n") continue;
    if (!alphabet.test(text[at]!)) throw illegal(at);
    letters += text[at];
  }
  const rest = text.slice(at).replaceAll(/[\r\n]/g, "");
  const missing = (4 - letters.length % 4) % 4;
  if (missing === 3 || rest !== (isRaw ? "" : "=".repeat(missing))) throw illegal(at - letters.length % 4);
  return Buffer.from(letters, form.endsWith("url") ? "base64url" : "base64");
}

function illegal(at: number): GoError {
  return new GoError(`illegal base64 data at input byte ${at}`);
}
