/** The endpoints that need a hand on the wire: compression, pings, connections that break. `Deno.serve` has none of it. */

import type { Buffer } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
// @ts-types="@types/ws"
import { type PerMessageDeflateOptions, type RawData, type WebSocket, WebSocketServer } from "ws";
import type { DemoLimits } from "./demo_limits.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { guardInflating } from "./guard_inflating.ts";
import { choice, integer, milliseconds, text } from "./parameter.ts";

/** What a handshake looks like to an endpoint. */
export interface WireExchange {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  /** What the client has sent behind its handshake already. */
  readonly head: Buffer;
  readonly limits: DemoLimits;
  /** The connections that are not over yet. */
  readonly clients: Set<WebSocket>;
}

/** The table that `/` lists. */
export const WIRE_ENDPOINTS: readonly Endpoint<WireExchange, void>[] = [
  endpoint({
    path: "/deflate/echo",
    summary: "an echo with permessage-deflate as the client offers it; smaller messages go uncompressed",
    parameters: {
      threshold: integer({ min: 0, max: 1e9, default: 0 }),
      takeover: choice(["offered", "never"]),
      window_bits: integer({ min: 9, max: 15, default: 15 }),
    },
    serve: (exchange: WireExchange, { threshold, takeover, window_bits }) =>
      acceptEcho(exchange, {
        threshold,
        ...(takeover === "never" && { serverNoContextTakeover: true, clientNoContextTakeover: true }),
        ...(window_bits < 15 && { serverMaxWindowBits: window_bits }),
      }),
  }),
  endpoint({
    path: "/ping",
    summary: "an echo that pings its client: every so many milliseconds, count or 0 for no end",
    parameters: {
      every: integer({ min: 1, max: 600_000, default: 1000 }),
      count: integer({ min: 0, max: 1e12, default: 0 }),
      payload: text(125),
    },
    serve: (exchange: WireExchange, pings) => acceptEcho(exchange, false, (socket) => startPings(socket, pings)),
  }),
  endpoint({
    path: "/drop",
    summary: "an echo that loses the TCP connection without a close frame after so many milliseconds",
    parameters: { how: choice(["fin", "reset"]), after: milliseconds() },
    serve: (exchange: WireExchange, { how, after }) =>
      acceptEcho(exchange, false, (socket) => {
        const drop = () => how === "fin" ? exchange.socket.destroy() : exchange.socket.resetAndDestroy();
        const timer = setTimeout(drop, after);
        socket.on("close", () => clearTimeout(timer));
      }),
  }),
];

/** Completes the handshake and echoes. `opened` adds what is special about the endpoint. */
function acceptEcho(
  { request, socket, head, limits, clients }: WireExchange,
  perMessageDeflate: PerMessageDeflateOptions | false,
  opened?: (socket: WebSocket) => void,
): void {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: limits.messageSize,
    perMessageDeflate,
  });
  server.handleUpgrade(request, socket, head, (client) => {
    clients.add(client);
    guardInflating(client);
    client.on("close", () => clients.delete(client));
    // A client that breaks the protocol ends its own connection; `close` follows.
    client.on("error", () => {});
    client.on("message", (data: RawData, binary: boolean) => {
      if (client.bufferedAmount > limits.bufferedBytes) client.terminate();
      else client.send(data, { binary });
    });
    opened?.(client);
  });
}

function startPings(client: WebSocket, { every, count, payload }: { every: number; count: number; payload: string }) {
  let sent = 0;
  const timer = setInterval(() => {
    client.ping(payload);
    if (++sent === count) clearInterval(timer);
  }, every);
  client.on("close", () => clearInterval(timer));
}
