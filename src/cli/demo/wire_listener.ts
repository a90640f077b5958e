/** A second listener of the demo server, on `node:http` and npm `ws`, for what `Deno.serve` cannot do. */

import type { Buffer } from "node:buffer";
import { createServer, type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
// @ts-types="@types/ws"
import type { WebSocket } from "ws";
import type { DemoLimits } from "./demo_limits.ts";
import { BadRequest, describeEndpoints, findEndpoint } from "./endpoint.ts";
import { WIRE_ENDPOINTS, type WireExchange } from "./wire_endpoints.ts";

/** Where to listen, and what to grant. */
export interface WireListenerOptions {
  readonly hostname: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly limits: DemoLimits;
}

/** Serves {@linkcode WIRE_ENDPOINTS}. */
export class WireListener implements AsyncDisposable {
  /** The port it listens on. */
  readonly port: number;
  readonly #server: Server;
  readonly #clients: Set<WebSocket>;

  private constructor(server: Server, clients: Set<WebSocket>) {
    const address = server.address();
    this.port = typeof address === "object" && address !== null ? address.port : 0;
    this.#server = server;
    this.#clients = clients;
  }

  /** Starts listening. Rejects with the system's error, such as `EADDRINUSE`. */
  static async listen({ hostname, port, limits }: WireListenerOptions): Promise<WireListener> {
    const clients = new Set<WebSocket>();
    const server = createServer((_request, response) => {
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
      response.end(`WebSocket endpoints only:\n\n${describeEndpoints(WIRE_ENDPOINTS)}`);
    });
    server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
      socket.on("error", () => socket.destroy()); // A client that resets mid-handshake is nobody's defect.
      const refusal = clients.size >= limits.connections
        ? { status: 503, text: "The server holds as many connections as it may\n" }
        : upgrade({ request, socket, head, limits, clients });
      if (refusal !== undefined) refuse(socket, refusal.status, refusal.text);
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, hostname, () => resolve());
    });
    return new WireListener(server, clients);
  }

  /** The endpoints as lines for people. */
  describe(): string {
    return describeEndpoints(WIRE_ENDPOINTS);
  }

  /** Drops all connections and stops listening. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.terminate();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

/** Hands the handshake to its endpoint; otherwise says why not. */
function upgrade(exchange: WireExchange): { status: number; text: string } | undefined {
  const url = URL.parse(exchange.request.url ?? "/", "ws://demo");
  const found = url === null ? undefined : findEndpoint(WIRE_ENDPOINTS, url);
  if (found === undefined) return { status: 404, text: "No such endpoint\n" };
  const answer = found.endpoint.serve(exchange, found.given);
  return answer instanceof BadRequest ? { status: 400, text: answer.text } : undefined;
}

function refuse(socket: Socket, status: number, text: string): void {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Connection: close",
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${new TextEncoder().encode(text).length}`,
  ];
  // Not only our half: a client that never closes its own would hold the connection, and a server that shuts down.
  socket.end(`${head.join("\r\n")}\r\n\r\n${text}`, () => socket.destroy());
}
