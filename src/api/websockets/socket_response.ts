/** The server's answer to the opening handshake, as scripts see it on a socket of `k6/websockets`. */

import type { HandshakeResponse } from "../../transport/mod.ts";
import { headersByName } from "../response_headers.ts";

/** What a socket's `response` is. */
export interface SocketResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** The first 1,024 bytes of a refusal; `""` for 101. */
  readonly body: string;
}

/**
 * Describes an answer.
 *
 * @param response The answer, if one came.
 * @returns A fresh object; `null` without an answer.
 */
export function socketResponse(response: HandshakeResponse | undefined): SocketResponse | null {
  if (response === undefined) return null;
  return { status: response.status, headers: headersByName(response), body: response.body };
}
