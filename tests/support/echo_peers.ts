/**
 * Two independent WebSocket servers that echo, on npm `ws` and on `Deno.serve`, and obey a few texts:
 * `close <code> <reason>`, `close` (without a code) and `drop` (TCP is cut). The path `/reject` is answered with 404.
 */

import { createServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Duplex } from "node:stream";
import type { TlsOptions } from "node:tls";
// @ts-types="@types/ws"
import { type PerMessageDeflateOptions, type RawData, type WebSocket as WsSocket, WebSocketServer } from "ws";

/** A server under test conditions. */
export interface EchoPeer extends AsyncDisposable {
  /** `ws://…` or `wss://…`, without a path. */
  readonly url: string;
}

/** What the server on npm `ws` can do besides. */
export interface WsPeerOptions {
  readonly tls?: TlsOptions;
  readonly deflate?: PerMessageDeflateOptions;
  /** Default: `127.0.0.1`. */
  readonly host?: string;
  /** Sees every request. */
  readonly onRequest?: (request: IncomingMessage) => void;
}

/** A server on npm `ws`. It takes the first subprotocol that is offered. */
export async function startWsPeer(options: WsPeerOptions = {}): Promise<EchoPeer> {
  const { tls, deflate, host = "127.0.0.1", onRequest } = options;
  const http: Server = tls === undefined ? createServer() : createTlsServer(tls) as unknown as Server;
  const ws = new WebSocketServer({
    noServer: true,
    perMessageDeflate: deflate ?? false,
    maxPayload: 2 ** 28,
    handleProtocols: (offered) => [...offered][0] ?? false,
  });
  const sockets = new Set<Duplex>();
  http.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  http.on("tlsClientError", () => {});
  http.on("upgrade", (request, socket, head) => {
    onRequest?.(request);
    if (request.url === "/reject") socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 6\r\n\r\nnobody");
    else ws.handleUpgrade(request, socket, head, serve);
  });
  await new Promise<void>((resolve) => http.listen(0, host, resolve));
  const { port } = http.address() as { port: number };
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    url: `${tls === undefined ? "ws" : "wss"}://${name}:${port}`,
    async [Symbol.asyncDispose]() {
      for (const client of ws.clients) client.terminate();
      const closed = new Promise((resolve) => http.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
      ws.close();
    },
  };
}

function serve(socket: WsSocket): void {
  socket.on("error", () => socket.terminate());
  socket.on("message", (data: RawData, isBinary: boolean) => {
    const [verb, code, reason] = isBinary ? [] : String(data).slice(0, 100).split(" ");
    if (verb === "close") code === undefined ? socket.close() : socket.close(Number(code), reason);
    else if (verb === "drop") socket.terminate();
    else if (verb === "ping") socket.ping(code);
    else socket.send(data, { binary: isBinary });
  });
}

/** A server on `Deno.serve`. It takes the first subprotocol that is offered. */
export function startServePeer(): Promise<EchoPeer> {
  const sockets = new Set<WebSocket>();
  const controller = new AbortController();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {}, signal: controller.signal }, (request) => {
    if (new URL(request.url).pathname === "/reject") return new Response("nobody", { status: 404 });
    const [protocol] = request.headers.get("sec-websocket-protocol")?.split(", ") ?? [];
    const { socket, response } = Deno.upgradeWebSocket(request, protocol === undefined ? {} : { protocol });
    sockets.add(socket);
    socket.binaryType = "arraybuffer";
    socket.onclose = () => sockets.delete(socket);
    socket.onerror = () => sockets.delete(socket);
    socket.onmessage = ({ data }) => {
      const [verb, code, reason] = typeof data === "string" ? data.slice(0, 100).split(" ") : [];
      if (verb === "close") code === undefined ? socket.close() : socket.close(Number(code), reason);
      else socket.send(data);
    };
    return response;
  });
  return Promise.resolve({
    url: `ws://127.0.0.1:${server.addr.port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.close();
      await server.shutdown();
    },
  });
}
