/** From the end of a connection to the events that a script sees (k6-ws reference, 3.8). */

import {
  CloseCode,
  closeErrorText,
  type ConnectionEnd,
  UNEXPECTED_EOF,
  type WebSocketUrl,
} from "../../transport/mod.ts";
import type { Closing } from "./events.ts";

/**
 * Describes the end of a connection.
 *
 * @param end What the transport said.
 * @param ownCode The code of our own `close`, if the script had called it before.
 * @returns What the `error` and `close` events say.
 */
export function describeEnd(end: ConnectionEnd, ownCode: number | undefined): Closing {
  switch (end.kind) {
    case "handshake":
      return { error: end.error, reason: "", clean: false };
    case "close":
      return {
        code: end.code,
        reason: end.reason,
        clean: true,
        ...(end.code === 1000 || end.code === 1001 ? {} : { error: closeErrorText(end.code, end.reason) }),
      };
    case "eof":
      return { code: 1006, reason: UNEXPECTED_EOF, error: closeErrorText(1006, UNEXPECTED_EOF), clean: false };
    case "write":
      return { ...codeOf(ownCode), reason: "", error: end.error, clean: false };
    case "read":
      return { ...codeOf(ownCode), reason: "", clean: false };
    case "violation":
      return { ...codeOf(ownCode), ...limitError(end), reason: "", clean: false };
    case "timeout":
      return {
        code: 1006,
        reason: "",
        error: "websocket: the server did not answer the close frame in time",
        clean: false,
      };
  }
}

/**
 * What an `error` event says of a socket that was still dialling when its iteration failed.
 *
 * @param url Where it was dialling to.
 * @returns Go's text.
 */
export function cancelledDialText({ scheme, host, port }: WebSocketUrl): string {
  const address = port === "" ? `${host}:${scheme === "wss" ? 443 : 80}` : host;
  return `dial tcp ${address}: operation was canceled`;
}

/** k6 is silent about what the server did wrong, but knows no limits: where one of ours was hit, the script is told. */
function limitError({ code, reason }: { code: number; reason: string }): { error?: string } {
  return code === CloseCode.ProtocolError ? {} : { error: `websocket: ${reason}` };
}

function codeOf(code: number | undefined): { code?: number } {
  return code === undefined ? {} : { code };
}
