/** The cookies that a response sets, as scripts see them: what the server wrote, not what the jar made of it. */

import { groupByName } from "../named_values.ts";

/** One cookie of a response. */
export interface ResponseCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  readonly http_only: boolean;
  readonly secure: boolean;
  readonly max_age: number;
  /** Milliseconds since the epoch; 0 where the server said nothing. k6 has a negative number there. */
  readonly expires: number;
}

/**
 * Reads the `Set-Cookie` headers.
 *
 * @param headers All headers of the response.
 * @returns The cookies by name.
 */
export function responseCookies(
  headers: readonly (readonly [name: string, value: string])[],
): Record<string, ResponseCookie[]> {
  const cookies = headers.filter(([header]) => header === "Set-Cookie").flatMap(([, value]) => readCookie(value) ?? []);
  return groupByName(cookies.map((cookie) => [cookie.name, cookie]));
}

function readCookie(text: string): ResponseCookie | undefined {
  const [pair = "", ...attributes] = text.split(";");
  const equals = pair.indexOf("=");
  const name = pair.slice(0, Math.max(0, equals)).trim();
  if (name === "") return undefined;
  const values = new Map(attributes.map((attribute) => {
    const [key = "", value = ""] = attribute.split(/=(.*)/s);
    return [key.trim().toLowerCase(), value.trim()];
  }));
  const maxAge = Number(values.get("max-age") ?? 0);
  const expires = Date.parse(values.get("expires") ?? "");
  return {
    name,
    value: pair.slice(equals + 1).trim().replace(/^"(.*)"$/s, "$1"),
    domain: values.get("domain") ?? "",
    path: values.get("path") ?? "",
    http_only: values.has("httponly"),
    secure: values.has("secure"),
    // Go says -1 for a cookie that is to be removed.
    max_age: Number.isInteger(maxAge) ? (values.has("max-age") && maxAge <= 0 ? -1 : maxAge) : 0,
    expires: Number.isNaN(expires) ? 0 : expires,
  };
}
