/** From the end of a connection to the events that a script sees (k6-ws reference, 3.8). */

import { closeErrorText, type ConnectionEnd } from "../../transport/mod.ts";
import type { Closing } from "./events.ts";

const EOF_REASON = "unexpected EOF";

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
      return { code: 1006, reason: EOF_REASON, error: closeErrorText(1006, EOF_REASON), clean: false };
    case "write":
      return { ...codeOf(ownCode), reason: "", error: end.error, clean: false };
    case "read":
    case "violation":
      return { ...codeOf(ownCode), reason: "", clean: false };
    case "timeout":
      return {
        code: 1006,
        reason: "",
        error: "websocket: the server did not answer the close frame in time",
        clean: false,
      };
  }
}

function codeOf(code: number | undefined): { code?: number } {
  return code === undefined ? {} : { code };
}
