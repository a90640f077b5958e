/**
 * The modules `k6/websockets` and `k6/experimental/websockets`.
 *
 * Differences from k6, all where k6 is plainly broken: there is one `WebSocket` and one `Blob`, so `instanceof` works;
 * the constructor in the init context throws and does not crash; reading an `on…` handler back gives the handler;
 * `bufferedAmount` never goes negative; buffers given to `send` are copied at once; `close()` while connecting does not
 * block, and the wait for the server's close frame is bounded; a session that is cut off by the end of the run still
 * reports its `ws_session_duration`.
 */

import { Blob } from "../blob.ts";
import type { VirtualUser } from "../virtual_user.ts";
import { readSocketArguments } from "./arguments.ts";
import { READY_STATES, ScriptWebSocket } from "./socket.ts";

const DEPRECATION_TEXT = "k6/experimental/websockets is deprecated and will be removed in a future release. " +
  "Please use k6/websockets instead.";

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
  return { WebSocket, Blob };
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
