/** HTTP servers for tests of `k6/http`: one that answers by path, and one that answers with bytes as they are given. */

import { Buffer } from "node:buffer";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { TlsOptions } from "node:tls";

/** Answers a request, whose body has come whole. */
export type Answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

/** What an echo server answers: the request as it came. */
export interface Echo {
  readonly method: string;
  readonly url: string;
  /** In the order received, without `Host`, `User-Agent` and `Connection`. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

const COMMON: ReadonlySet<string> = new Set(["host", "user-agent", "connection"]);

/** Tells what came, one character per byte of the body. */
export function echo(...[{ method = "", url = "", rawHeaders }, response, body]: Parameters<Answer>): void {
  const headers = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && !COMMON.has(name.toLowerCase()) ? [[name, rawHeaders[index + 1]!] as const] : []
  );
  response.end(JSON.stringify({ method, url, headers, body: body.toString("latin1") } satisfies Echo));
}

/** An HTTP server that answers by path; what it does not know it echoes. `await using` closes it. */
export class HttpPeer implements AsyncDisposable {
  readonly #server: ReturnType<typeof createServer>;
  readonly #sockets = new Set<Socket>();
  readonly #isSecure: boolean;
  /** Connections so far. */
  connections = 0;
  /** Requests that are being answered now, and most of them at the same time. */
  active = 0;
  mostActive = 0;
  /** The paths of all requests. */
  readonly paths: string[] = [];

  private constructor(answers: Readonly<Record<string, Answer>>, tls?: TlsOptions) {
    const handle = (request: IncomingMessage, response: ServerResponse): void => {
      const chunks: Buffer[] = [];
      this.paths.push(request.url ?? "");
      this.mostActive = Math.max(this.mostActive, ++this.active);
      response.on("close", () => this.active--);
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const path = (request.url ?? "").replace(/\?.*$/, "");
        (answers[path] ?? echo)(request, response, Buffer.concat(chunks));
      });
    };
    this.#isSecure = tls !== undefined;
    this.#server = tls === undefined ? createServer(handle) : createTlsServer(tls, handle);
    this.#server.on("connection", (socket: Socket) => {
      this.connections++;
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  /** Listens on a free port of `127.0.0.1`. */
  static async listen(answers: Readonly<Record<string, Answer>> = {}, tls?: TlsOptions): Promise<HttpPeer> {
    const peer = new HttpPeer(answers, tls);
    await new Promise<void>((resolve) => peer.#server.listen(0, "127.0.0.1", resolve));
    return peer;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** `http://127.0.0.1:<port>`, or `https:`. */
  get url(): string {
    return `${this.#isSecure ? "https" : "http"}://127.0.0.1:${this.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

/** Answers with a status, headers and a body. */
export function answer(status: number, headers: Readonly<Record<string, string | string[]>> = {}, body = ""): Answer {
  return (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}
