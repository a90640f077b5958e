/**
 * A server of HTTP/1.1 that nobody can harm the run with: connections, heads, bodies and waiting are all bounded.
 *
 * It is our own because `Deno.serve` bounds none of these: it waits for the rest of a head for ever, and keeps as many
 * idle connections as there are files to be opened, which are those that virtual users need for their sockets.
 */

import { messageOf } from "../base/mod.ts";
import { formatReply, HttpProblem, type Reply, type RequestHead } from "./http_message.ts";
import { type BodyLimits, RequestReader } from "./request_reader.ts";

/** The bounds of a {@linkcode HttpListener}. */
export interface HttpLimits {
  /** Connections at the same time. */
  readonly connections: number;
  /** Milliseconds from the connection to the end of the head; then to the end of the body, then of the reply. */
  readonly headMs: number;
  readonly bodyMs: number;
  readonly replyMs: number;
  /** Milliseconds that requests are still answered when the server ends. */
  readonly graceMs: number;
  /** Bytes of the bodies of all requests that have not been answered. */
  readonly bodies: number;
}

/** Bounds outside of tests. The time for heads is k6's. */
export const HTTP_LIMITS: HttpLimits = {
  connections: 64,
  headMs: 10_000,
  bodyMs: 30_000,
  replyMs: 10_000,
  graceMs: 1000,
  bodies: 32 * 1024 * 1024,
};

/** After a failed `accept`, as when no more files may be opened, in milliseconds. */
const RETRY_MS = 100;

/** Who answers requests. */
export interface HttpHandler {
  /** Most bytes of the body of a request. May throw {@linkcode HttpProblem} where it will not be answered at all. */
  bodyLimit(head: RequestHead): number;
  /** Answers. May throw {@linkcode HttpProblem}; everything else is a defect. */
  answer(head: RequestHead, body: string): Reply | Promise<Reply>;
}

/** A connection, and whether its request is still being read. */
interface Client {
  readonly connection: Deno.TcpConn;
  isReading: boolean;
  kept: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Settles when nobody waits for its answer any more. One each: what all had in common would keep every answer. */
  readonly dropped: PromiseWithResolvers<undefined>;
}

/** See the top of this file. */
export class HttpListener implements AsyncDisposable {
  readonly #listener: Deno.TcpListener;
  readonly #handler: HttpHandler;
  readonly #limits: HttpLimits;
  /** In the order in which they came. */
  readonly #clients = new Map<Client, Promise<void>>();
  readonly #accepting: Promise<void>;
  #isClosing = false;
  #kept = 0;

  /**
   * Listens.
   *
   * @param where The address.
   * @param handler Who answers.
   * @param limits The bounds.
   * @throws Whatever `Deno.listen` throws.
   */
  constructor(where: Deno.TcpListenOptions, handler: HttpHandler, limits: HttpLimits = HTTP_LIMITS) {
    this.#listener = Deno.listen(where);
    this.#handler = handler;
    this.#limits = limits;
    this.#accepting = this.#accept();
  }

  /** Where it listens. */
  get address(): Deno.NetAddr {
    return this.#listener.addr;
  }

  /** Stops listening; requests that are being answered still are, others are dropped. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosing = true;
    this.#listener.close();
    await this.#accepting;
    for (const client of this.#clients.keys()) if (client.isReading) end(client);
    const patience = setTimeout(() => {
      for (const { dropped } of this.#clients.keys()) dropped.resolve(undefined);
    }, this.#limits.graceMs);
    await Promise.all(this.#clients.values());
    clearTimeout(patience);
  }

  async #accept(): Promise<void> {
    while (!this.#isClosing) {
      try {
        this.#take(await this.#listener.accept());
      } catch {
        if (!this.#isClosing) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  #take(connection: Deno.TcpConn): void {
    const dropped = Promise.withResolvers<undefined>();
    const client: Client = { connection, isReading: true, kept: 0, timer: undefined, dropped };
    if (this.#clients.size >= this.#limits.connections) {
      // Whoever came first and has not said what it wants makes room.
      const idle = [...this.#clients.keys()].find(({ isReading }) => isReading);
      if (idle === undefined) return end(client);
      end(idle);
      this.#clients.delete(idle);
    }
    this.#clients.set(client, this.#serve(client).finally(() => this.#forget(client)));
  }

  #forget(client: Client): void {
    end(client);
    this.#clients.delete(client);
  }

  /** Never fails: a client that is gone needs no answer. */
  async #serve(client: Client): Promise<void> {
    const { headMs, replyMs } = this.#limits;
    const { connection } = client;
    const reader = new RequestReader(connection);
    try {
      limitTime(client, headMs);
      const reply = await this.#reply(client, reader);
      if (reply === undefined) return;
      limitTime(client, replyMs);
      const bytes = formatReply(reply);
      for (let sent = 0; sent < bytes.byteLength;) sent += await connection.write(bytes.subarray(sent));
      await connection.closeWrite();
      if (reply.status !== 200) await discard(connection);
    } catch {
      // The client has gone, or took too long.
    }
  }

  async #reply(client: Client, reader: RequestReader): Promise<Reply | undefined> {
    try {
      const head = await reader.head();
      if (head === undefined) return undefined;
      limitTime(client, this.#limits.bodyMs);
      const body = await reader.body(head, this.#bodyLimits(client, head));
      client.isReading = false;
      limitTime(client, undefined);
      return await Promise.race([this.#handler.answer(head, body), client.dropped.promise]);
    } catch (error) {
      if (error instanceof HttpProblem) return error.reply;
      // Errors of the connection are for nobody to read.
      if (client.isReading) return undefined;
      return new HttpProblem(500, messageOf(error)).reply;
    } finally {
      client.isReading = false;
      this.#kept -= client.kept;
      client.kept = 0;
    }
  }

  #bodyLimits(client: Client, head: RequestHead): BodyLimits {
    return {
      limit: this.#handler.bodyLimit(head),
      reserve: (bytes) => {
        if (this.#kept + bytes > this.#limits.bodies) throw new HttpProblem(503, "Too much is being sent at once");
        this.#kept += bytes;
        client.kept += bytes;
      },
    };
  }
}

/** The connection ends after so many milliseconds, unless something else is said before. */
function limitTime(client: Client, ms: number | undefined): void {
  clearTimeout(client.timer);
  client.timer = ms === undefined ? undefined : setTimeout(() => end(client), ms);
}

function end(client: Client): void {
  clearTimeout(client.timer);
  try {
    client.connection.close();
  } catch {
    // It is closed already.
  }
}

/** Takes what a client still sends: a connection that is closed before would lose the reply. */
async function discard(connection: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(16 * 1024);
  for (let left = 64; left > 0 && await connection.read(buffer) !== null;) left--;
}
