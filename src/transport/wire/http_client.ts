/** Requests over our own links: dialled as WebSockets are, so that every network option holds for both. */

import { messageOf, type Timer } from "../../base/mod.ts";
import { type Capabilities, capabilitiesOf } from "../capabilities.ts";
import {
  type HttpCall,
  type HttpClient,
  type HttpClientOptions,
  type HttpOutcome,
  type HttpRequest,
  type HttpTimings,
  REQUEST_TIMEOUT_TEXT,
} from "../http_client.ts";
import type { TransportHost } from "../transport_host.ts";
import { DialError } from "./dial_error.ts";
import { DialScope } from "./dial_scope.ts";
import { type DialTarget, resolveTarget } from "./dial_target.ts";
import type { OpenLink } from "./dial_attempt.ts";
import { dial } from "./dialer.ts";
import { HttpExchange, type HttpExchangeOwner } from "./http_exchange.ts";
import { HttpPool } from "./http_pool.ts";
import { buildRequestHead } from "./http_request.ts";
import { refuseUnsupported } from "./refuse_unsupported.ts";
import type { SocketLink } from "./socket_link.ts";
import { WireThread } from "./wire_thread.ts";

/** Methods that may be sent again when a kept connection turns out to be dead (RFC 9110 section 9.2.2). */
const REPLAYABLE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);
const NO_TIMINGS: HttpTimings = {
  blocked: 0,
  connecting: 0,
  tlsHandshaking: 0,
  sending: 0,
  waiting: 0,
  receiving: 0,
};

/** See the top of this file. */
export class WireHttpClient implements HttpClient {
  readonly thread: WireThread;
  readonly options: HttpClientOptions;
  readonly pool: HttpPool;

  /**
   * @param host The thread to work in.
   * @param options What all requests have in common.
   * @param capabilities What the runtime can do. Default: what this one can.
   */
  constructor(host: TransportHost, options: HttpClientOptions, capabilities: Capabilities = capabilitiesOf()) {
    this.thread = WireThread.of(host, capabilities);
    this.options = options;
    this.pool = new HttpPool(this.thread.timers, options);
  }

  send(request: HttpRequest, done: (outcome: HttpOutcome) => void): HttpCall {
    refuseUnsupported(this.thread.capabilities, this.options, "http");
    return new Sending(this, request, done);
  }

  closeIdle(): void {
    this.pool.clear();
  }
}

/** One request, from the search for a connection to its outcome. */
class Sending implements HttpCall, HttpExchangeOwner {
  readonly #client: WireHttpClient;
  readonly #request: HttpRequest;
  readonly #done: (outcome: HttpOutcome) => void;
  readonly #scope = new DialScope(REQUEST_TIMEOUT_TEXT);
  readonly #deadline: Timer;
  readonly #asked: number;
  #key = "";
  #got = 0;
  #isReused = false;
  #link: SocketLink | undefined;
  #exchange: HttpExchange | undefined;
  #peer: Pick<HttpOutcome, "remoteAddress" | "remotePort" | "tls"> = {
    remoteAddress: "",
    remotePort: 0,
    tls: undefined,
  };
  #isOver = false;

  constructor(client: WireHttpClient, request: HttpRequest, done: (outcome: HttpOutcome) => void) {
    this.#client = client;
    this.#request = request;
    this.#done = done;
    this.#asked = client.thread.clock.now();
    this.#deadline = client.thread.timers.after(() => this.failed(REQUEST_TIMEOUT_TEXT), Math.max(0, request.timeout));
    // Its outcome goes to the caller; it never rejects.
    void this.#run();
  }

  cancel(): void {
    // Its connection may carry another request by now.
    if (this.#isOver) return;
    this.#stop();
    this.#exchange?.abandon();
    this.#scope.abort();
  }

  completed(isReusable: boolean): void {
    if (this.#isOver) return;
    this.#stop();
    if (isReusable && this.#client.options.keepsConnections) this.#client.pool.put(this.#key, this.#link!);
    else this.#link!.destroy();
    this.#report(undefined);
  }

  failed(text: string): void {
    if (this.#isOver) return;
    const isDead = this.#isReused && !this.#exchange!.hasBegun && text !== REQUEST_TIMEOUT_TEXT;
    if (isDead && REPLAYABLE.has(this.#request.method)) {
      this.#exchange = undefined;
      void this.#run();
      return;
    }
    this.#stop();
    this.#exchange?.abandon();
    this.#scope.abort();
    this.#report(text);
  }

  async #run(): Promise<void> {
    // Nobody may be told anything before `send` has returned.
    await Promise.resolve();
    if (this.#isOver) return;
    if (this.#request.timeout <= 0) return this.failed(REQUEST_TIMEOUT_TEXT);
    try {
      const { network } = this.#client.options;
      const { url } = this.#request;
      // The dialer knows the schemes of WebSockets, and credentials are no part of a dial.
      const scheme = url.scheme === "https" ? "wss" : "ws";
      const target = resolveTarget({ ...url, scheme, userinfo: undefined }, network);
      const plainProxy = target.secure ? undefined : target.proxy;
      const keepsConnection = this.#client.options.keepsConnections;
      const head = buildRequestHead(this.#request, { keepsConnection, proxy: plainProxy });
      if ("problem" in head) throw new DialError(head.problem);
      this.#key = poolKey(target);
      const link = this.#reused();
      if (link !== undefined) {
        this.#start(link, target.hostname, head.value);
        return;
      }
      const open = await this.#dial(plainProxy === undefined ? target : { ...target, proxy: undefined });
      if (open === undefined) return;
      const exchange = this.#start(open.link, target.hostname, head.value);
      // What a server sends before it is asked is no response: the exchange finds out.
      open.handOver(exchange);
    } catch (error) {
      if (!(error instanceof DialError)) this.#client.thread.reportDefect(error);
      this.failed(messageOf(error));
    }
  }

  /** A connection that waits for its next request. A second attempt of the same request takes a new one. */
  #reused(): SocketLink | undefined {
    const link = this.#isReused ? undefined : this.#client.pool.take(this.#key);
    this.#isReused = link !== undefined;
    return link;
  }

  async #dial(target: DialTarget): Promise<OpenLink | undefined> {
    const { thread, options } = this.#client;
    const open = await dial(thread, target, options, this.#scope);
    if (!this.#isOver) return open;
    open.link.destroy();
    return undefined;
  }

  #start(link: SocketLink, hostname: string, head: string): HttpExchange {
    const { thread: { clock }, options: { maxBodySize } } = this.#client;
    const { method, keepsBody, body } = this.#request;
    const { remotePort = 0 } = link.socket;
    const remoteAddress = link.peerAddress;
    this.#got = clock.now();
    this.#link = link;
    const isSecure = this.#request.url.scheme === "https";
    this.#peer = { remoteAddress, remotePort, tls: isSecure ? tlsOf(link) : undefined };
    const endpoints = link.endpoints(hostname);
    const exchange = new HttpExchange(link, { clock, endpoints, method, keepsBody, maxBodySize }, this);
    this.#exchange = exchange;
    link.owner = exchange;
    exchange.send(head, body);
    return exchange;
  }

  #stop(): void {
    this.#isOver = true;
    this.#client.thread.timers.cancel(this.#deadline);
  }

  #report(error: string | undefined): void {
    this.#done({ response: this.#exchange?.response, error, timings: this.#timings(), ...this.#peer });
  }

  #timings(): HttpTimings {
    if (this.#exchange === undefined) return NO_TIMINGS;
    const { written, firstByte } = this.#exchange;
    const { connecting, connected } = this.#scope.times;
    const now = this.#client.thread.clock.now();
    const isNew = !this.#isReused;
    return {
      blocked: this.#got - this.#asked,
      connecting: isNew ? connected - connecting : 0,
      tlsHandshaking: isNew && this.#peer.tls !== undefined ? this.#got - connected : 0,
      sending: (written || now) - this.#got,
      waiting: written === 0 ? 0 : (firstByte || now) - written,
      receiving: firstByte === 0 ? 0 : now - firstByte,
    };
  }
}

/** Requests to the same place may share a connection. */
function poolKey({ secure, hostname, port, proxy, dialHost, dialPort }: DialTarget): string {
  return `${secure} ${hostname} ${port} ${dialHost} ${dialPort} ${proxy === undefined ? "" : proxy.hostname}`;
}

/** What TLS sockets say beyond those of TCP. */
interface TlsFacts {
  getProtocol?(): string | null;
  getCipher?(): { readonly standardName?: string; readonly name?: string } | undefined;
}

/** Older runtimes do not tell. */
function tlsOf(link: SocketLink): HttpOutcome["tls"] {
  const socket = link.socket as TlsFacts;
  const cipher = socket.getCipher?.();
  return { version: socket.getProtocol?.() ?? "", cipherSuite: cipher?.standardName ?? cipher?.name ?? "" };
}
