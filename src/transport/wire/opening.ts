/** The way from a URL to an open link: dial, opening handshake, and the time limit over both. */

import type { Buffer } from "node:buffer";
import { messageOf, type Timer } from "../../base/mod.ts";
import type { ConnectOptions, HandshakeResponse } from "../connection.ts";
import type { DeflateAgreement } from "./deflate_negotiation.ts";
import { DialError } from "./dial_error.ts";
import { DialScope } from "./dial_scope.ts";
import { resolveTarget } from "./dial_target.ts";
import { dial } from "./dialer.ts";
import { type Endpoints, readTimeoutText } from "./go_error.ts";
import { HandshakeExchange, type HandshakeJudge } from "./handshake_exchange.ts";
import { buildHandshakeRequest, createHandshakeKey } from "./handshake_request.ts";
import type { SocketLink } from "./socket_link.ts";
import type { WireThread } from "./wire_thread.ts";

/** A link on which frames may be sent. It still belongs to the handshake: the next owner takes it. */
export interface Opened {
  /** What was asked for. */
  readonly options: ConnectOptions;
  readonly link: SocketLink;
  readonly endpoints: Endpoints;
  readonly response: HandshakeResponse;
  readonly deflate: DeflateAgreement | undefined;
  /** What came in one read with the response lies in `bytes` from `start` to `end`. */
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Who is told how it went: one of the two, once, and neither after {@linkcode Opening.cancel}. */
export interface OpeningOwner {
  opened(opened: Opened): void;
  failed(error: string, response: HandshakeResponse | undefined): void;
}

/** Opens one connection. */
export class Opening implements HandshakeJudge {
  readonly #thread: WireThread;
  readonly #options: ConnectOptions;
  readonly #owner: OpeningOwner;
  readonly #scope: DialScope;
  readonly #deadline: Timer;
  #link: SocketLink | undefined;
  #endpoints: Endpoints | undefined;
  #exchange: HandshakeExchange | undefined;
  #isOver = false;

  constructor(thread: WireThread, options: ConnectOptions, owner: OpeningOwner) {
    this.#thread = thread;
    this.#options = options;
    this.#owner = owner;
    this.#scope = new DialScope(`dial tcp ${options.url.host}: i/o timeout`);
    this.#deadline = thread.timers.after(() => this.#onDeadline(), options.handshakeTimeout);
    // Its outcome goes to the owner; it never rejects.
    void this.#run();
  }

  /** Gives up. The owner hears nothing more. */
  cancel(): void {
    this.#finish();
    this.#scope.abort();
  }

  accepted(
    response: HandshakeResponse,
    deflate: DeflateAgreement | undefined,
    bytes: Buffer,
    start: number,
    end: number,
  ): void {
    this.#finish();
    const [options, link, endpoints] = [this.#options, this.#link!, this.#endpoints!];
    this.#owner.opened({ options, link, endpoints, response, deflate, bytes, start, end });
  }

  refused(error: string, response: HandshakeResponse | undefined): void {
    if (this.#isOver) return;
    this.#finish();
    this.#scope.abort();
    this.#owner.failed(error, response);
  }

  async #run(): Promise<void> {
    // Nobody may be told anything before `connect` has returned.
    await Promise.resolve();
    if (this.#isOver) return;
    try {
      const target = resolveTarget(this.#options.url, this.#options.network);
      const key = createHandshakeKey();
      const request = buildHandshakeRequest(this.#options, key);
      if ("problem" in request) throw new DialError(request.problem);
      const open = await dial(this.#thread, target, this.#options, this.#scope);
      const { link } = open;
      const { compression } = this.#options;
      this.#endpoints = link.endpoints(target.hostname);
      this.#link = link;
      this.#scope.onAbort(() => link.destroy());
      const remoteAddress = link.peerAddress;
      this.#exchange = new HandshakeExchange({ key, compression, endpoints: this.#endpoints, remoteAddress }, this);
      link.writeText(request.value);
      open.handOver(this.#exchange);
    } catch (error) {
      if (!(error instanceof DialError)) this.#thread.reportDefect(error);
      this.refused(messageOf(error), undefined);
    }
  }

  #onDeadline(): void {
    if (this.#exchange !== undefined) this.#exchange.timedOut(readTimeoutText(this.#endpoints!));
    else this.refused(this.#scope.timeoutText, undefined);
  }

  #finish(): void {
    this.#isOver = true;
    this.#thread.timers.cancel(this.#deadline);
  }
}
