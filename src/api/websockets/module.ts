/**
 * The modules `k6/websockets` and `k6/experimental/websockets`.
 *
 * Differences from k6 where k6 is plainly broken: there is one `WebSocket` and one `Blob`, so `instanceof` works; the
 * constructor in the init context throws and does not crash, as does `send()` without an argument; reading an `on…`
 * handler back gives the handler; `bufferedAmount` never goes negative; buffers given to `send` are copied at once, and
 * a DataView can be sent; `close()` while connecting does not block, and the wait for the server's close frame is
 * bounded, after which `error` and `close` (1006) follow; where the iteration has failed already, the constructor throws,
 * and a script that reconnects in its `close` handler does not go on for ever. For those of `Blob` see there.
 *
 * Differences that tell more, or earlier: bytes are counted while a session lives; a session that is cut off by the end
 * of the run, or by the failure of its iteration, still reports its `ws_session_duration`; where a message is refused by
 * a limit or a rule of our own (`--max-message-size`, `--strict-utf8`, bad deflate data), an `error` event says so.
 *
 * Differences that follow from keeping to the RFCs: a response with an extension that was not asked for is a bad
 * handshake; names of headers must be tokens.
 *
 * Differences of no weight: positions in texts of `error` events have a line and a column and no offset in bytecode, and
 * there is none for what is no Error; the fields of events can be written to; `unsupported send type` names a class or a
 * proxy like any function or object, and a symbol is refused; a socket that is still dialling when the VU is
 * interrupted gets no event.
 *
 * Beyond k6: the constants of `readyState`, `removeEventListener`, `response`, `wasClean` and `timeStamp` of events, the
 * param `transport`. None of them is enumerable. The members of sockets and blobs belong to their prototypes:
 * `for…in` and JSON show them as in k6, `Object.keys` does not.
 */

import { Blob } from "../blob.ts";
import type { VirtualUser } from "../virtual_user.ts";
import { readSocketArguments } from "./arguments.ts";
import { READY_STATES, ScriptWebSocket } from "./socket.ts";

const DEPRECATION_TEXT = "k6/experimental/websockets is deprecated and will be removed in a future release. " +
  "Please use k6/websockets instead.";

/** As scripts have it: one for all, its `new` may be left out, and the bytes of blobs are out of reach. */
function ScriptBlob(parts?: unknown, options?: unknown): Blob {
  return new Blob(parts, options);
}
ScriptBlob.prototype = Blob.prototype;
Object.defineProperty(ScriptBlob, "name", { value: "Blob" });
Object.defineProperty(Blob.prototype, "constructor", { value: ScriptBlob });

/**
 * Makes the exports of `k6/websockets` for one VU.
 *
 * @param vu The VU that imports the module.
 * @returns The named exports.
 */
export function createWebSocketsModule(vu: VirtualUser): Record<string, unknown> {
  // A function and not a class: k6 lets scripts leave out the `new`.
  function WebSocket(...args: unknown[]): ScriptWebSocket {
    vu.pausing.enter();
    return new ScriptWebSocket(vu, readSocketArguments(vu, args));
  }
  WebSocket.prototype = ScriptWebSocket.prototype;
  Object.assign(WebSocket, READY_STATES);
  return { WebSocket, Blob: ScriptBlob };
}

/**
 * The same under its old name, which is logged once per run.
 *
 * @param vu The VU that imports the module.
 * @returns The named exports.
 */
export function createExperimentalWebSocketsModule(vu: VirtualUser): Record<string, unknown> {
  vu.warnOnce(DEPRECATION_TEXT);
  return createWebSocketsModule(vu);
}
