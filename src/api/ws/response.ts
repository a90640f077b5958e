/** The value that `ws.connect` returns. */

import type { HandshakeResponse } from "../../transport/mod.ts";
import { headersByName } from "../response_headers.ts";

/** What became of a `ws.connect`: plain data, as k6 gives it. */
export interface ConnectResponse {
  /** The URL as the script wrote it; `""` when the connection failed. */
  readonly url: string;
  /** HTTP status, 0 when there was no response. */
  readonly status: number;
  /** Canonical names; values of repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** The first 1,024 bytes of the body of a refusal. */
  readonly body: string;
  /** Why there was no response; `""` when there was one. */
  readonly error: string;
}

/**
 * The response of a session, of a refusal, or of a dial that reached nobody.
 *
 * @param url The script's URL when the session came about, else `""`.
 * @param response The server's answer, if one came.
 * @param error Why none came.
 * @returns The script's view.
 */
export function connectResponse(url: string, response: HandshakeResponse | undefined, error: string): ConnectResponse {
  if (response === undefined) return { url, status: 0, headers: {}, body: "", error };
  return { url, status: response.status, headers: headersByName(response), body: response.body, error: "" };
}
