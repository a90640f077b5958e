/**
 * One session of `k6/ws`: a small event loop of its own that keeps its VU blocked in `ws.connect` until the socket is
 * closed. Events are handled one at a time; a handler that pauses holds up the next one.
 */

import { RingBuffer } from "../../base/mod.ts";
import type {
  Connection,
  ConnectionEnd,
  ConnectionHandler,
  HandshakeResponse,
  WebSocketUrl,
} from "../../transport/mod.ts";
import type { ConnectParams } from "../connect_params.ts";
import { GoError } from "../go_error.ts";
import type { SessionSamples } from "../session_samples.ts";
import type { Pausing, Tenant, VirtualUser } from "../virtual_user.ts";
import { type ConnectResponse, connectResponse } from "./response.ts";
import { createSocket, type SocketSession } from "./socket.ts";
import { CLOSE_SENT_TEXT, describeEnd, GOING_AWAY, type OpenEnd, SocketError } from "./socket_error.ts";
import { SocketHandlers } from "./socket_handlers.ts";
import { checkDelay, requireCallable, SocketTimer } from "./timers.ts";

/** What waits in the queue, each with its data behind it. */
const enum Step {
  Open,
  Message,
  BinaryMessage,
  Ping,
  Pong,
  Timer,
  End,
}

// deno-lint-ignore ban-types
type Handler = Function;

/** Slots of the queue, two for each event, with which the connection stops reading, and with which it reads again. */
const MOST_WAITING = 2048;
const FEW_WAITING = 512;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What one `ws.connect` needs. */
export interface BlockingSessionOptions {
  readonly vu: VirtualUser;
  /** The URL as the script wrote it. */
  readonly text: string;
  readonly url: WebSocketUrl;
  readonly params: ConnectParams;
  readonly callback: Handler;
  readonly samples: SessionSamples;
}

/** See the top of this file. */
export class BlockingSession implements ConnectionHandler, SocketSession, Tenant {
  readonly pausing: Pausing;
  readonly #options: BlockingSessionOptions;
  readonly #vu: VirtualUser;
  readonly #samples: SessionSamples;
  readonly #handlers: SocketHandlers;
  readonly #timers = new Set<SocketTimer>();
  readonly #queue = new RingBuffer<unknown>();
  readonly #pingTimes = new Map<string, number>();
  readonly #connection: Connection;
  #resume: (response: ConnectResponse) => void = ignore;
  #fail: (error: unknown) => void = ignore;
  #response: HandshakeResponse | undefined;
  #thrown: { readonly error: unknown } | undefined;
  #pings = 0;
  #busy = false;
  #closed = false;

  /** Dials at once. @throws {GoError} Where the transport cannot do what is asked for. */
  constructor(options: BlockingSessionOptions) {
    this.#options = options;
    this.#vu = options.vu;
    this.#samples = options.samples;
    this.pausing = options.vu.pausing;
    this.#handlers = new SocketHandlers(this.pausing);
    this.#connection = options.params.dial(options.url, [], this);
    this.#vu.hold(this);
  }

  /** Blocks the VU until the session is over. */
  wait(): unknown {
    return this.pausing.block("ws.connect()", (resume, fail) => {
      this.#resume = resume;
      this.#fail = fail;
    });
  }

  // What the connection tells.

  open(response: HandshakeResponse): void {
    this.#response = response;
    this.#options.params.storeCookies(this.#options.url, response);
    this.#samples.connected(response, response.protocol);
    this.#take(Step.Open, undefined);
  }

  text(data: string): void {
    this.#samples.received();
    this.#take(Step.Message, data);
  }

  binary(data: Uint8Array): void {
    this.#samples.received();
    // Whoever is free now and listens to nothing will not read this message later either.
    const unheard = !this.#busy && this.#queue.size === 0 && !this.#handlers.has("binaryMessage");
    if (!unheard) this.#take(Step.BinaryMessage, data.slice().buffer);
  }

  ping(): void {
    this.#take(Step.Ping, undefined);
  }

  pong(payload: Uint8Array): void {
    this.#take(Step.Pong, decoder.decode(payload));
  }

  flushed(): void {}

  end(end: ConnectionEnd): void {
    if (end.kind === "handshake") this.#refused(end.error, end.response);
    else this.#take(Step.End, end);
  }

  // What the script asks for.

  addHandler(event: string, handler: Handler): void {
    this.pausing.enter();
    this.#handlers.add(event, handler);
  }

  sendText(message: string): unknown {
    this.pausing.enter();
    this.#samples.sent(1);
    return this.#connection.sendText(message)
      ? undefined
      : this.#handlers.fire("error", new SocketError(CLOSE_SENT_TEXT));
  }

  sendBinary(message: Uint8Array): unknown {
    this.pausing.enter();
    this.#samples.sent(1);
    return this.#connection.sendBinary(message)
      ? undefined
      : this.#handlers.fire("error", new SocketError(CLOSE_SENT_TEXT));
  }

  sendPing(): unknown {
    this.pausing.enter();
    const id = String(this.#pings);
    if (!this.#connection.ping(encoder.encode(id))) {
      return this.#handlers.fire("error", new SocketError(CLOSE_SENT_TEXT));
    }
    this.#pingTimes.set(id, this.#vu.clock.now());
    this.#pings++;
    return undefined;
  }

  closeByScript(code: number): unknown {
    this.pausing.enter();
    const result = this.#close(code);
    // Called between two events, as plain async code may: nothing else would look whether the session is over.
    if (!this.#busy) this.#pump();
    return result;
  }

  startTimer(name: "setTimeout" | "setInterval", callback: unknown, delay: unknown): void {
    this.pausing.enter();
    const isMissing = callback === undefined || callback === null;
    if (!isMissing) requireCallable(callback);
    const milliseconds = checkDelay(name, delay);
    requireCallable(callback);
    if (this.#closed) return;
    const due = (timer: SocketTimer) => this.#take(Step.Timer, timer);
    this.#timers.add(
      new SocketTimer(this.#vu, { callback, delay: milliseconds, repeat: name === "setInterval", due }),
    );
  }

  // What the VU asks for.

  evict(): void {
    this.abandon();
  }

  abandon(): void {
    const wasOpen = this.#response !== undefined;
    if (!this.#closed) {
      this.#closed = true;
      this.#connection.close(GOING_AWAY, "");
      this.#connection.destroy(true);
    }
    this.#queue.clear();
    this.#cleanUp();
    if (wasOpen) this.#samples.ended();
  }

  // The loop.

  #take(step: Step, data: unknown): void {
    this.#queue.push(step);
    this.#queue.push(data);
    if (!this.#busy) this.#pump();
    // While a handler is paused nothing is read: what waits stays with the server, not in our memory.
    else if (this.#queue.size === MOST_WAITING) this.#connection.pause();
  }

  #pump(): void {
    while (!this.#busy) {
      if (this.#closed) return this.#finish();
      if (this.#queue.size === 0) return;
      if (this.#queue.size === FEW_WAITING) this.#connection.resume();
      const step = this.#queue.shift() as Step;
      this.#perform(step, this.#queue.shift());
    }
  }

  #perform(step: Step, data: unknown): void {
    this.#busy = true;
    let result: unknown;
    try {
      result = this.pausing.run(this.#handle, [step, data]);
    } catch (error) {
      return this.#threw(error);
    }
    if (this.pausing.isPause(result)) this.pausing.wait(result, this.#settled, this.#failed);
    else this.#busy = false;
  }

  readonly #settled = (): void => {
    this.#busy = false;
    this.#pump();
  };

  readonly #failed = (error: unknown): void => {
    this.#threw(error);
    this.#pump();
  };

  readonly #handle = (step: Step, data: unknown): unknown => {
    switch (step) {
      case Step.Message:
        return this.#handlers.fire("message", data);
      case Step.BinaryMessage:
        return this.#handlers.fire("binaryMessage", data);
      case Step.Ping:
        return this.#handlers.fire("ping");
      case Step.Pong:
        return this.#ponged(data as string);
      case Step.Timer:
        return this.#timerDue(data as SocketTimer);
      case Step.Open:
        return this.#opened();
      case Step.End:
        return this.#ended(data as OpenEnd);
    }
  };

  #opened(): unknown {
    const { callback } = this.#options;
    return this.pausing.after(callback(createSocket(this)), () => this.#handlers.fire("open"));
  }

  #ponged(id: string): unknown {
    const start = this.#pingTimes.get(id);
    if (start !== undefined) this.#samples.ponged(start);
    this.#pingTimes.delete(id);
    return this.#handlers.fire("pong");
  }

  #timerDue(timer: SocketTimer): unknown {
    if (!timer.taken()) this.#timers.delete(timer);
    const { callback } = timer;
    return callback();
  }

  /** The connection is gone: what k6 tells a script depends on how. */
  #ended(end: OpenEnd): unknown {
    const [code, error] = describeEnd(end);
    if (error === undefined) return this.#close(code);
    return this.pausing.after(this.#handlers.fire("error", error), () => this.#close(code));
  }

  #close(code: number): unknown {
    if (this.#closed) return undefined;
    this.#closed = true;
    // A code that has no place in a close frame loses its upper bits, as in k6.
    this.#connection.close(code & 0xffff, "");
    this.#connection.destroy(true);
    return this.#handlers.fire("close", code);
  }

  /** A handler threw: the socket closes, its `close` handlers run, and `connect` throws what the handler threw. */
  #threw(error: unknown): void {
    this.#thrown ??= { error };
    try {
      const result = this.pausing.run(this.#closeAfterException, []);
      if (this.pausing.isPause(result)) return this.pausing.wait(result, this.#settled, this.#settled);
    } catch {
      // The exception that came first is the one that the script gets.
    }
    this.#busy = false;
  }

  readonly #closeAfterException = (): unknown => this.#close(GOING_AWAY);

  #refused(error: string, response: HandshakeResponse | undefined): void {
    const { params, url } = this.#options;
    if (response !== undefined) params.storeCookies(url, response);
    this.#samples.connected(response, response?.protocol ?? "");
    this.#cleanUp();
    this.#samples.ended();
    if (this.#vu.settings.throw) this.#fail(new GoError(error));
    else this.#resume(connectResponse("", response, error));
  }

  #finish(): void {
    this.#cleanUp();
    this.#samples.ended();
    if (this.#thrown !== undefined) this.#fail(this.#thrown.error);
    else this.#resume(connectResponse(this.#options.text, this.#response, ""));
  }

  #cleanUp(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.#vu.release(this);
  }
}

function ignore(): void {}
