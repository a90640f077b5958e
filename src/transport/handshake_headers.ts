/** Which headers a script may add to the opening handshake, by k6's rules. */

import { goQuote } from "./go_quote.ts";
import { isToken } from "./header_name.ts";

/** Headers that the handshake writes itself. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  "Upgrade",
  "Connection",
  "Sec-Websocket-Key",
  "Sec-Websocket-Version",
  "Sec-Websocket-Extensions",
]);

/**
 * Why a header must not be sent.
 *
 * @param canonicalName The header's name in canonical form.
 * @param offersProtocols Whether subprotocols are offered already.
 * @returns The message that the dial fails with; `undefined` when the header may be sent.
 */
export function refuseHeader(canonicalName: string, offersProtocols: boolean): string | undefined {
  if (!isToken(canonicalName)) return `net/http: invalid header field name ${goQuote(canonicalName)}`;
  const isTaken = OWN_HEADERS.has(canonicalName) || (canonicalName === "Sec-Websocket-Protocol" && offersProtocols);
  return isTaken ? `websocket: duplicate header not allowed: ${canonicalName}` : undefined;
}
