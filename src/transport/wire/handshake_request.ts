/** The client's opening handshake (RFC 6455 section 4.1) as text. */

import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { CompressionOffer } from "../connection.ts";
import { refuseHeader } from "../handshake_headers.ts";
import { canonicalHeaderName } from "../header_name.ts";
import type { Parsed } from "../parsed.ts";
import type { WebSocketUrl } from "../websocket_url.ts";
import { offerText } from "./deflate_negotiation.ts";

/** What the request line and the headers are made of. */
export interface HandshakeRequest {
  readonly url: WebSocketUrl;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly protocols: readonly string[];
  readonly compression: CompressionOffer | undefined;
}

const ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** A fresh `Sec-WebSocket-Key`: 16 random bytes in base64. */
export function createHandshakeKey(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16)).buffer).toString("base64");
}

/** The `Sec-WebSocket-Accept` that answers a key (RFC 6455 section 4.2.2). */
export function acceptForKey(key: string): string {
  return createHash("sha1").update(key + ACCEPT_SUFFIX).digest("base64");
}

/**
 * Writes the request.
 *
 * @param request What to ask for.
 * @param key The `Sec-WebSocket-Key`.
 * @returns The request with its empty last line, or why it cannot be sent.
 */
export function buildHandshakeRequest(request: HandshakeRequest, key: string): Parsed<string> {
  const { url, headers, protocols, compression } = request;
  let host = url.host;
  let userLines = "";
  for (const [name, value] of headers) {
    const canonical = canonicalHeaderName(name);
    const problem = refuseHeader(canonical, protocols.length > 0);
    if (problem !== undefined) return { problem };
    if (canonical === "Host") host = sanitize(value);
    else userLines += `${canonical}: ${sanitize(value)}\r\n`;
  }
  return {
    value: `GET ${url.requestTarget} HTTP/1.1\r\nHost: ${host}\r\n` +
      `Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n` +
      (protocols.length === 0 ? "" : `Sec-WebSocket-Protocol: ${sanitize(protocols.join(", "))}\r\n`) +
      (compression === undefined ? "" : `Sec-WebSocket-Extensions: ${offerText(compression)}\r\n`) +
      `${userLines}\r\n`,
  };
}

/** A line break in a value would start a header of its own; Go, and so k6, sends a space in its place. */
function sanitize(value: string): string {
  return value.replace(/[\r\n]/g, " ").trim();
}
