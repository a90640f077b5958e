/** Bodies of requests: text, bytes, forms, and forms with files. */

import { goTypeName } from "../go_error.ts";
import { bytesOf } from "../script_bytes.ts";
import { FileData } from "./file_data.ts";
import { goFormat } from "./go_format.ts";
import { PrepareError } from "./prepare_error.ts";

/** A body, and what it says of itself. */
export interface RequestBody {
  readonly bytes: Uint8Array;
  /** Where the script has set none. */
  readonly contentType: string | undefined;
}

const encoder = new TextEncoder();
const { crypto } = globalThis;

/**
 * Makes the body of a request.
 *
 * @param value What the script gave.
 * @returns The body; `undefined` for none. Its bytes are nobody else's.
 * @throws {PrepareError} For what cannot be a body.
 */
export function readBody(value: unknown): RequestBody | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return { bytes: encoder.encode(value), contentType: undefined };
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    return { bytes: bytesOf(value).slice(), contentType: undefined };
  }
  if (typeof value !== "object" || Array.isArray(value)) {
    throw new PrepareError(`unknown request body type ${goTypeName(value)}`);
  }
  const members = Object.entries(value);
  if (members.some(([, member]) => member instanceof FileData)) return multipart(members);
  return { bytes: encoder.encode(encodeForm(members)), contentType: "application/x-www-form-urlencoded" };
}

/** A form as Go encodes it: sorted by name, members of arrays one by one. */
export function encodeForm(members: readonly (readonly [name: string, value: unknown])[]): string {
  return members.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each) => `${queryEscape(name)}=${queryEscape(goFormat(each))}`)
  ).join("&");
}

/** Go's `url.QueryEscape`. */
function queryEscape(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

/** RFC 7578. */
function multipart(members: readonly (readonly [name: string, value: unknown])[]): RequestBody {
  const random = crypto.getRandomValues(new Uint8Array(30));
  const boundary = Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const parts: Uint8Array[] = [];
  for (const [name, value] of members) {
    const isFile = value instanceof FileData;
    const file = isFile ? `; filename="${escapeQuotes(value.filename)}"\r\nContent-Type: ${value.content_type}` : "";
    parts.push(
      encoder.encode(
        `--${boundary}\r\nContent-Disposition: form-data; name="${escapeQuotes(name)}"${file}\r\n\r\n`,
      ),
      isFile ? bytesOf(value.data) : encoder.encode(goFormat(value)),
      encoder.encode("\r\n"),
    );
  }
  parts.push(encoder.encode(`--${boundary}--\r\n`));
  return { bytes: concatenate(parts), contentType: `multipart/form-data; boundary=${boundary}` };
}

/** A line break would end the header. */
function escapeQuotes(text: string): string {
  return text.replace(/[\\"]/g, "\\$&").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
