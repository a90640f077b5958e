/** Handshake headers as scripts see them. */

import type { HandshakeResponse } from "../transport/mod.ts";

/**
 * The headers of a response by name.
 *
 * @param response The response of a handshake.
 * @returns Canonical names; values of repeated headers joined by `, `.
 */
export function headersByName(response: HandshakeResponse): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of response.headers) {
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}
