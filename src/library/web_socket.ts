/** The class `WebSocket` outside a runner. */

import type { Params, WebSocket as Socket, WebSocketConstructor as K6Constructor } from "../k6/mod.ts";
import { enlist } from "./metrics.ts";
import { type OutsideParams, splitParams } from "./outside_params.ts";
import { beginIteration, createOutsideVu, outsideModule } from "./outside_vu.ts";

/** A WebSocket with the events, states and errors of `k6/websockets`. */
export type WebSocket = Socket;

/** How to connect: the params of `k6/websockets`, and what a VU would know. Any other key is an error, as in k6. */
export interface WebSocketParams extends Params, OutsideParams {}

/** Opens sockets. */
export interface WebSocketConstructor extends Omit<K6Constructor, "new"> {
  /**
   * Dials and returns at once.
   *
   * @param url `ws:` or `wss:`, without a fragment.
   * @param protocols Subprotocols to offer.
   * @param params How to connect.
   * @throws {Error} For bad arguments, with k6's text. That nobody answers is an `error` event.
   * @throws {SquallError} For bad `options`, with all that is wrong with them.
   */
  new (url: string, protocols?: string | readonly string[] | null, params?: WebSocketParams | null): Socket;
}

/**
 * The `WebSocket` of `k6/websockets` in any program, on squall's own transport: pings and pongs, any header, cookies,
 * compression, client certificates, and samples for {@linkcode Metrics}. What a handler throws closes the socket and is
 * an uncaught exception.
 *
 * @example An echo
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { WebSocket } from "@squall/squall";
 *
 * await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
 *   const name = request.headers.get("x-name");
 *   const { socket, response } = Deno.upgradeWebSocket(request);
 *   socket.onmessage = ({ data }) => socket.send(`${name} says ${data}`);
 *   return response;
 * });
 *
 * const url = `ws://127.0.0.1:${server.addr.port}`;
 * const ws = new WebSocket(url, null, { headers: { "X-Name": "Ada" } });
 * ws.onopen = () => ws.send("hello");
 * ws.onmessage = ({ data }) => {
 *   assertEquals(data, "Ada says hello");
 *   ws.close();
 * };
 * await new Promise((resolve) => ws.onclose = resolve);
 * ```
 */
export const WebSocket: WebSocketConstructor = createConstructor();

function createConstructor(): WebSocketConstructor {
  const { WebSocket: k6 } = outsideModule(createOutsideVu(), "k6/websockets");
  // As in k6, `new` may be left out, and all sockets have one prototype.
  const made = {
    WebSocket: function (url?: unknown, protocols?: unknown, params?: unknown): Socket {
      const { metrics, options, rest } = splitParams(params);
      const { vu, ended } = enlist(metrics, (registry) => createOutsideVu({ ...registry, options }));
      const { WebSocket } = outsideModule(vu, "k6/websockets");
      return beginIteration(vu, () => new (WebSocket as K6ConstructorOfAnything)(url, protocols, rest), ended);
    },
  };
  const { prototype, ...states } = k6 as K6Constructor;
  return Object.assign(made.WebSocket, { prototype: (k6 as K6Constructor).prototype }, states) as unknown as
    & WebSocketConstructor
    & typeof prototype;
}

type K6ConstructorOfAnything = new (url: unknown, protocols: unknown, params: unknown) => Socket;
