/**
 * The module `k6/ws`: one blocking call, `connect`.
 *
 * Differences from k6. Where k6 is plainly broken: `socket.close(undefined)` closes with 1001 and not with 0; `close` in a
 * `close` handler does not hang; the `error` event after a failed read carries the reason of the failure; a server that
 * ends TCP without a close frame is not sent one with 1006, and 1014 is a close code; a pong that comes twice is measured
 * once; the tag `ip` does not crash a failed dial; a timer without a callback is refused. Deliberate: bytes are counted
 * while a session lives and not only at its end; a session that is cut off by the end of the run still reports its
 * `ws_session_duration`; of two exceptions, one in a handler and one in the `close` handler that it leads to, the script
 * gets the first. And since the server's close frame has been answered when its `error` event comes, a `send` in there
 * is an `error` event of its own.
 */

import { messageOf } from "../../base/mod.ts";
import { parseWebSocketUrl, type WebSocketUrl } from "../../transport/mod.ts";
import { ConnectParams } from "../connect_params.ts";
import { GoError } from "../go_error.ts";
import { SessionSamples } from "../session_samples.ts";
import type { VirtualUser } from "../virtual_user.ts";
import { BlockingSession } from "./blocking_session.ts";
import { connectResponse } from "./response.ts";

const TEXTS = { tags: "invalid ws.connect() metric tags", blankCompression: true };

/**
 * Makes the exports of `k6/ws` for one VU.
 *
 * @param vu The VU that imports the module.
 * @returns The named exports.
 */
export function createWsModule(vu: VirtualUser): Record<string, unknown> {
  return { connect: (...args: unknown[]) => connect(vu, args) };
}

function connect(vu: VirtualUser, args: readonly unknown[]): unknown {
  vu.pausing.enter();
  if (vu.phase === "init") throw new GoError("using websockets in the init context is not supported");
  if (args.length !== 2 && args.length !== 3) throw new GoError("invalid number of arguments to ws.connect");
  const callback = args.at(-1);
  if (typeof callback !== "function") throw new GoError("last argument to ws.connect must be a function");
  const params = readParams(vu, args.length === 3 ? args[1] : undefined);
  // As in k6/websockets: what reconnects would go on for ever.
  if (vu.isFailing) throw new GoError("the iteration has failed: no WebSocket can be opened any more");
  const text = String(args[0]);
  if (vu.settings.systemTags.has("url")) params.tags = params.tags.with("url", text);
  const samples = new SessionSamples(vu, params.tags);
  let url: WebSocketUrl;
  try {
    url = parseWebSocketUrl(text);
  } catch (error) {
    return refuse(vu, samples, messageOf(error));
  }
  return new BlockingSession({ vu, text, url, params, callback, samples }).wait();
}

function readParams(vu: VirtualUser, given: unknown): ConnectParams {
  const params = new ConnectParams(vu);
  if (given === undefined || given === null) return params;
  for (const [key, value] of Object.entries(given)) params.take(key, value, TEXTS);
  return params;
}

/** A dial that cannot even begin counts as one that failed. */
function refuse(vu: VirtualUser, samples: SessionSamples, error: string): unknown {
  samples.connected(undefined, "");
  samples.ended();
  if (vu.settings.throw) throw new GoError(error);
  return connectResponse("", undefined, error);
}
