/** The server's end of one WebSocket on `Deno.serve`: the handshake checked, messages and slow readers bounded. */

import { messageOf, type TimerQueue } from "../../base/mod.ts";
import type { DemoLimits } from "./demo_limits.ts";

/** Application data of one message. */
export type MessageData = string | ArrayBuffer;

/** What an endpoint does with its socket. */
export interface SocketBehaviour {
  /** The handshake is done. */
  opened?(socket: DemoSocket): void;
  /** A whole message has come. */
  received?(data: MessageData, socket: DemoSocket): void;
  /** The connection is over, however it ended. */
  closed?(): void;
}

/** What a socket needs from its server. */
export interface SocketServer {
  readonly limits: DemoLimits;
  readonly timers: TimerQueue;
  /** The sockets that are not over yet. */
  readonly sockets: Set<DemoSocket>;
}

/** One accepted connection. */
export class DemoSocket {
  readonly #socket: WebSocket;
  readonly #server: SocketServer;
  #delayedBytes = 0;

  /** Takes over a socket that is still being opened. */
  constructor(socket: WebSocket, server: SocketServer, behaviour: SocketBehaviour) {
    this.#socket = socket;
    this.#server = server;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => behaviour.opened?.(this);
    socket.onmessage = (event: MessageEvent<MessageData>) => {
      if (sizeOf(event.data) > server.limits.messageSize) this.close(1009, "message too big");
      else behaviour.received?.(event.data, this);
    };
    // Both come for a connection that breaks, `error` alone for one that never got as far as `open`.
    socket.onclose = socket.onerror = () => {
      if (server.sockets.delete(this)) behaviour.closed?.();
    };
    server.sockets.add(this);
  }

  /** `true` while messages can be sent. */
  get open(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** Bytes that wait for the peer to read. */
  get bufferedAmount(): number {
    return this.#socket.bufferedAmount;
  }

  /** Sends a message, or ends a connection whose peer reads too slowly. After the end it does nothing. */
  send(data: MessageData): void {
    if (!this.open) return;
    if (this.#socket.bufferedAmount + this.#delayedBytes > this.#server.limits.bufferedBytes) {
      this.close(1013, "reading too slowly");
    } else {
      this.#socket.send(data);
    }
  }

  /** Like {@linkcode DemoSocket.send}, `delay` milliseconds later. What waits counts against the reader's bound. */
  sendLater(data: MessageData, delay: number): void {
    const size = sizeOf(data);
    if (this.#delayedBytes + size > this.#server.limits.bufferedBytes) {
      this.close(1013, "sending too much at a time");
      return;
    }
    this.#delayedBytes += size;
    this.#server.timers.after(() => {
      this.#delayedBytes -= size;
      this.send(data);
    }, delay);
  }

  /** Starts the closing handshake. Any code is sent as given, also those that the RFC reserves; none if absent. */
  close(code: number | undefined, reason: string): void {
    if (code === undefined) this.#socket.close();
    else this.#socket.close(code, reason);
  }
}

/**
 * Answers a handshake (RFC 6455 section 4.2).
 *
 * @param request The client's request.
 * @param server Where the socket is registered, and the bounds it keeps.
 * @param behaviour What the endpoint does.
 * @param headers Further headers of the 101 response.
 * @returns The 101 response, or the refusal of a request that is no proper handshake.
 */
export function acceptSocket(
  request: Request,
  server: SocketServer,
  behaviour: SocketBehaviour,
  headers = new Headers(),
): Response {
  const refusal = checkHandshake(request);
  if (refusal !== undefined) return refusal;
  if (server.sockets.size >= server.limits.connections) {
    return new Response("The server holds as many connections as it may\n", { status: 503 });
  }
  try {
    const protocol = offeredBy(request, headers.get("sec-websocket-protocol"));
    if (protocol !== undefined) headers.delete("sec-websocket-protocol");
    const { socket, response } = Deno.upgradeWebSocket(request, protocol === undefined ? {} : { protocol });
    appendHeaders(response, headers);
    new DemoSocket(socket, server, behaviour);
    return response;
  } catch (error) {
    return new Response(`${messageOf(error)}\n`, { status: 400 });
  }
}

/** The protocol, if the client offers it where the runtime looks for it: that answers with no other. */
function offeredBy(request: Request, protocol: string | null): string | undefined {
  const offered = request.headers.get("sec-websocket-protocol")?.split(", ") ?? [];
  return protocol !== null && offered.includes(protocol) ? protocol : undefined;
}

function appendHeaders(response: Response, headers: Headers): void {
  try {
    for (const [name, value] of headers) response.headers.append(name, value);
  } catch {
    // Older runtimes let nobody add to this response, and an upgrade that is not answered would end the server.
  }
}

function sizeOf(data: MessageData): number {
  return typeof data === "string" ? data.length : data.byteLength;
}

/** What `Deno.upgradeWebSocket` does not look at, or reports as a defect of ours. */
function checkHandshake(request: Request): Response | undefined {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    const path = new URL(request.url).pathname;
    return new Response(`${path} is a WebSocket endpoint; this request has no "Upgrade: websocket" header\n`, {
      status: 426,
      headers: { "upgrade": "websocket", "connection": "upgrade" },
    });
  }
  const version = request.headers.get("sec-websocket-version");
  if (version !== "13") {
    return new Response(`Sec-WebSocket-Version is ${version ?? "missing"}; this server speaks 13\n`, {
      status: 426,
      headers: { "sec-websocket-version": "13" },
    });
  }
  const key = request.headers.get("sec-websocket-key") ?? "";
  return /^[A-Za-z0-9+/]{22}==$/.test(key)
    ? undefined
    : new Response("Sec-WebSocket-Key is not 16 bytes in base64\n", { status: 400 });
}
