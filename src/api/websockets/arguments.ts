/** What `new WebSocket(url, protocols, params)` accepts, checked in k6's order (k6-ws reference, 3.1). */

import { messageOf } from "../../base/mod.ts";
import { goQuote, parseWebSocketUrl, type WebSocketUrl } from "../../transport/mod.ts";
import { ConnectParams } from "../connect_params.ts";
import { GoError } from "../go_error.ts";
import type { VirtualUser } from "../virtual_user.ts";

const TEXTS = { tags: "invalid WebSocket tags option", blankCompression: false };

/** The checked arguments of one constructor call. */
export interface SocketArguments {
  readonly url: WebSocketUrl;
  readonly protocols: readonly string[];
  readonly params: ConnectParams;
}

/**
 * Checks the arguments of the constructor.
 *
 * @param vu The VU that calls it.
 * @param url First argument.
 * @param protocols Second argument.
 * @param params Third argument.
 * @returns What to dial.
 * @throws {GoError} With k6's text, for the first thing that is wrong.
 */
export function readSocketArguments(
  vu: VirtualUser,
  [url, protocols, params]: readonly unknown[],
): SocketArguments {
  const parsed = readUrl(url);
  if (vu.phase === "init") throw new GoError("using websockets in the init context is not supported");
  const args = { url: parsed, params: readParams(vu, params, parsed), protocols: readProtocols(protocols) };
  // k6 cancels the dial at once, so that a `close` handler that dials again is called for ever.
  if (vu.isFailing) throw new GoError("the iteration has failed: no WebSocket can be opened any more");
  return args;
}

function readUrl(url: unknown): WebSocketUrl {
  if (url === undefined || url === null) throw new GoError("WebSocket requires a url");
  const text = String(url);
  let parsed: WebSocketUrl;
  try {
    parsed = parseWebSocketUrl(text);
  } catch (error) {
    throw new GoError(`WebSocket requires valid url, but got ${goQuote(text)} which resulted in ${messageOf(error)}`);
  }
  if (parsed.scheme !== "ws" && parsed.scheme !== "wss") {
    throw new GoError(`WebSocket requires url with scheme ws or wss, but got ${goQuote(parsed.scheme)}`);
  }
  if (parsed.fragment !== "") {
    throw new GoError(`WebSocket requires no url fragment, but got ${goQuote(parsed.fragment)}`);
  }
  return parsed;
}

function readParams(vu: VirtualUser, given: unknown, url: WebSocketUrl): ConnectParams {
  const params = new ConnectParams(vu);
  if (given !== undefined && given !== null) {
    for (const [key, value] of Object.entries(given)) {
      if (!params.take(key, value, TEXTS)) throw new GoError(`unknown WebSocket's option ${key}`);
    }
  }
  const { systemTags } = vu.settings;
  const name = params.tags.get("name");
  if (systemTags.has("url")) params.tags = params.tags.with("url", name ?? url.href);
  if (systemTags.has("name") && name === undefined) params.tags = params.tags.with("name", url.href);
  return params;
}

function readProtocols(protocols: unknown): string[] {
  if (typeof protocols === "string") return [protocols];
  return Array.isArray(protocols) ? protocols.map(String) : [];
}
