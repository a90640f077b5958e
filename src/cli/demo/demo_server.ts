/** The built-in server: a partner for demos, examples and tests, with every odd endpoint they need. */

import { messageOf, SquallError, SystemClock, TimerQueue } from "../../base/mod.ts";
import { ChatRooms } from "./chat_rooms.ts";
import { DEFAULT_DEMO_LIMITS, type DemoLimits } from "./demo_limits.ts";
import type { DemoSocket } from "./demo_socket.ts";
import { BadRequest, describeEndpoints, findEndpoint } from "./endpoint.ts";
import { type EndpointServer, HTTP_ENDPOINTS } from "./endpoints.ts";
import type { WireListener } from "./wire_listener.ts";

/** The port of `squall serve`, and what the examples dial when they are not told otherwise. */
export const DEFAULT_DEMO_PORT = 8765;

/** How to start a {@linkcode DemoServer}. */
export interface DemoServerOptions {
  /** The address to listen on. Default: `127.0.0.1`. */
  readonly hostname?: string;
  /** The port; 0 takes a free one. Default: {@linkcode DEFAULT_DEMO_PORT}. */
  readonly port?: number;
  /** The port of the wire-level endpoints. Default: the one after `port`, or a free one where `port` is 0. */
  readonly wirePort?: number;
  /** Bounds that differ from the usual ones. */
  readonly limits?: Partial<DemoLimits>;
}

/** A running server. `await using` ends it. */
export class DemoServer implements AsyncDisposable {
  /** Where the plain endpoints are, such as `ws://127.0.0.1:8765`: append a path. */
  readonly url: string;
  /** Where the endpoints are that need a hand on the wire: compression, pings, broken connections. */
  readonly wireUrl: string;
  readonly #http: Deno.HttpServer<Deno.NetAddr>;
  readonly #wire: WireListener;
  readonly #closing = new AbortController();
  readonly #state: EndpointServer;

  private constructor(hostname: string, port: number, wire: WireListener, limits: DemoLimits) {
    const clock = new SystemClock();
    this.#state = {
      limits,
      clock,
      timers: new TimerQueue(clock),
      sockets: new Set<DemoSocket>(),
      rooms: new ChatRooms(limits),
      closing: this.#closing.signal,
    };
    this.#wire = wire;
    this.#http = Deno.serve({ hostname, port, onListen: () => {} }, (request, { remoteAddr }) => {
      return this.#answer(request, remoteAddr.hostname);
    });
    this.url = webSocketUrl(hostname, this.#http.addr.port);
    this.wireUrl = webSocketUrl(hostname, wire.port);
  }

  /**
   * Starts a server.
   *
   * @param options Where to listen, and bounds that differ from the usual ones.
   * @returns The server, listening.
   * @throws {SquallError} `CANNOT_LISTEN` where an address or a port is not to be had.
   */
  static async start(options: DemoServerOptions = {}): Promise<DemoServer> {
    const { hostname = "127.0.0.1", port = DEFAULT_DEMO_PORT } = options;
    const { wirePort = port === 0 ? 0 : port + 1 } = options;
    const limits = { ...DEFAULT_DEMO_LIMITS, ...options.limits };
    // Loaded late: node:http and its company would burden the start of every other command.
    const { WireListener } = await import("./wire_listener.ts");
    const wire = await WireListener.listen({ hostname, port: wirePort, limits })
      .catch((error) => cannotListen(hostname, wirePort, error));
    try {
      return new DemoServer(hostname, port, wire, limits);
    } catch (error) {
      await wire[Symbol.asyncDispose]();
      return cannotListen(hostname, port, error);
    }
  }

  /** All endpoints with their parameters, as text for people. */
  describe(): string {
    return `squall demo server

WebSocket endpoints at ${this.url}

${describeEndpoints(HTTP_ENDPOINTS)}
WebSocket endpoints at ${this.wireUrl}

${this.#wire.describe()}`;
  }

  /** Stops listening, ends all connections (clients of plain endpoints see 1001), and leaves nothing open. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    this.#state.timers.clear();
    await Promise.all([this.#http.shutdown(), this.#wire[Symbol.asyncDispose]()]);
  }

  async #answer(request: Request, remoteAddress: string): Promise<Response> {
    const url = URL.parse(request.url);
    if (url === null) return new Response("The Host header does not name a host\n", { status: 400 });
    if (url.pathname === "/") return new Response(this.describe());
    const found = findEndpoint(HTTP_ENDPOINTS, url);
    if (found === undefined) {
      return new Response(`No such endpoint: ${url.pathname}\n\n${this.describe()}`, { status: 404 });
    }
    const answer = await found.endpoint.serve({ request, url, remoteAddress, server: this.#state }, found.given);
    return answer instanceof BadRequest ? new Response(answer.text, { status: 400 }) : answer;
  }
}

function webSocketUrl(hostname: string, port: number): string {
  return `ws://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}

function cannotListen(hostname: string, port: number, cause: unknown): never {
  throw new SquallError("CANNOT_LISTEN", `Cannot listen on ${hostname}:${port}: ${messageOf(cause)}`, {
    cause,
    hint: "Choose another port or address",
  });
}
