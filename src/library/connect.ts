/** The function `connect` of `k6/ws` outside a runner. */

import type { ConnectCallback, ConnectParams as K6Params, ConnectResponse } from "../k6/mod.ts";
import { withoutWaiting } from "../runtime/mod.ts";
import { enlist } from "./metrics.ts";
import { type OutsideParams, splitParams } from "./outside_params.ts";
import { beginIteration, createOutsideVu, outsideIdle, outsideModule } from "./outside_vu.ts";

/** How to connect: the params of `k6/ws`, and what a VU would know. */
export interface ConnectParams extends K6Params, OutsideParams {}

/**
 * The `connect` of `k6/ws` in any program: where k6 blocks, it returns a promise.
 *
 * @param url `ws:` or `wss:`.
 * @param params How to connect.
 * @param callback Gets the socket when the connection is open: the place to add handlers.
 * @returns What became of the session when it is over. A failed dial does not reject unless `options.throw` is set: its
 * `status` is 0 and `error` says why.
 * @throws {Error} What the callback or a handler threw, for which the session is closed; for bad arguments, k6's text.
 *
 * @example One session, from open to close
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { connect } from "@squall/squall";
 *
 * await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
 *   const { socket, response } = Deno.upgradeWebSocket(request);
 *   socket.onmessage = ({ data }) => socket.send(data);
 *   return response;
 * });
 *
 * const answers: string[] = [];
 * const response = await connect(`ws://127.0.0.1:${server.addr.port}`, {}, (socket) => {
 *   socket.on("open", () => socket.send("hello"));
 *   socket.on("message", (message) => {
 *     answers.push(message);
 *     socket.close();
 *   });
 * });
 * assertEquals(response.status, 101);
 * assertEquals(answers, ["hello"]);
 * ```
 */
export function connect(
  url: string,
  params: ConnectParams | null | undefined,
  callback: ConnectCallback,
): Promise<ConnectResponse>;
/**
 * The same without params.
 *
 * @param url `ws:` or `wss:`.
 * @param callback Gets the socket when the connection is open.
 * @returns What became of the session when it is over.
 */
export function connect(url: string, callback: ConnectCallback): Promise<ConnectResponse>;
export async function connect(...args: unknown[]): Promise<ConnectResponse> {
  const { metrics, options, rest } = splitParams(args.length === 3 ? args[1] : undefined);
  const { vu, ended } = enlist(metrics, (registry) => createOutsideVu({ ...registry, options }));
  const k6 = outsideModule(vu, "k6/ws").connect as (...args: unknown[]) => unknown;
  const k6Args = args.length === 3 ? [args[0], rest, args[2]] : args;
  try {
    return await beginIteration(vu, () => withoutWaiting(k6(...k6Args)), ended) as ConnectResponse;
  } finally {
    // The session is over before TCP is; when we return, nothing is to be open.
    await outsideIdle();
  }
}
