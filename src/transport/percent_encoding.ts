/** Percent-encoding of URL parts by Go's rules, messages included. */

import { goQuote } from "./go_quote.ts";
import type { Parsed } from "./parsed.ts";

/** The part of a URL that a text comes from: hosts may escape less than paths. */
export type UrlPart = "host" | "zone" | "userinfo" | "path" | "fragment";

const BROKEN_ESCAPE_REGEXP = /%(?![0-9a-fA-F]{2})/;
const ESCAPE_REGEXP = /%[0-9a-fA-F]{2}/g;
/** ASCII characters that a host name contains neither as they are nor escaped. */
const BAD_HOST_REGEXP = /[^A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"%\u0080-\u{10ffff}]/u;
/** A path or fragment in which nothing is left to escape (RFC 3986 appendix A, and brackets, which browsers leave alone). */
const ESCAPED_REGEXP = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@[\]/]|%[0-9a-fA-F]{2})*$/;
/** What stays as it is when a path has to be escaped anew. */
const PLAIN_REGEXP = /^[A-Za-z0-9\-._~$&+,/:;=@]$/;

/**
 * Decodes percent-escapes.
 *
 * @param text One part of a URL.
 * @param part Which part.
 * @returns The decoded text, or Go's message about what is wrong with it.
 */
export function percentDecode(text: string, part: UrlPart): Parsed<string> {
  const broken = text.search(BROKEN_ESCAPE_REGEXP);
  if (broken >= 0) return badEscape(text.slice(broken, broken + 3));
  if (part === "host" || part === "zone") {
    for (const [escape] of text.matchAll(ESCAPE_REGEXP)) {
      if (!isAllowedInHost(escape, part)) return badEscape(escape);
    }
    const bad = BAD_HOST_REGEXP.exec(text);
    if (bad !== null) return { problem: `invalid character ${goQuote(bad[0])} in host name` };
  }
  return { value: text.includes("%") ? decodeEscapes(text) : text };
}

/**
 * A path or fragment as it goes over the wire: as written where that is well-formed, escaped anew otherwise.
 *
 * @param text The part as written, without broken escapes.
 * @returns The same part with nothing left to escape.
 */
export function percentEncode(text: string): string {
  if (ESCAPED_REGEXP.test(text)) return text;
  const bytes = new TextEncoder().encode(text);
  let encoded = "";
  for (let i = 0; i < bytes.length; i++) {
    let byte = bytes[i]!;
    if (byte === 0x25) {
      byte = Number.parseInt(String.fromCharCode(bytes[i + 1]!, bytes[i + 2]!), 16);
      i += 2;
    }
    const character = String.fromCharCode(byte);
    encoded += PLAIN_REGEXP.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}

/** Hosts escape non-ASCII bytes only (RFC 3986 section 3.2.2); a zone also what a host may contain (RFC 6874 section 2). */
function isAllowedInHost(escape: string, part: "host" | "zone"): boolean {
  const byte = Number.parseInt(escape.slice(1), 16);
  if (byte >= 0x80 || escape === "%25") return true;
  const character = String.fromCharCode(byte);
  return part === "zone" && (character === " " || !BAD_HOST_REGEXP.test(character));
}

function decodeEscapes(text: string): string {
  const bytes: number[] = [];
  const encoded = new TextEncoder().encode(text);
  for (let i = 0; i < encoded.length; i++) {
    if (encoded[i] === 0x25) {
      bytes.push(Number.parseInt(String.fromCharCode(encoded[i + 1]!, encoded[i + 2]!), 16));
      i += 2;
    } else bytes.push(encoded[i]!);
  }
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(bytes));
}

function badEscape(escape: string): Parsed<string> {
  return { problem: `invalid URL escape ${goQuote(escape)}` };
}
