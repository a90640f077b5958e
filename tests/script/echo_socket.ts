/** `connect` of `k6/ws` against an echo server that exists only in the test. */

import type { Happening, ScriptHost } from "./script_host.ts";

type Handler = (...args: unknown[]) => unknown;

/** Makes the `connect` of one VU. */
export function connectTo(host: ScriptHost): (url: string, params: unknown, setup: Handler) => unknown {
  return (_url, params, setup) => {
    host.context.enter();
    const callback = typeof params === "function" ? params as Handler : setup;
    return host.context.block("ws.connect()", (resume, fail) => {
      const session = new EchoSession(host, resume, fail);
      host.schedule(() => session.begin(callback), 1);
    });
  };
}

/** One connection: its events are handled one at a time while the script waits for it to close. */
class EchoSession {
  readonly #host: ScriptHost;
  readonly #resume: (response: unknown) => void;
  readonly #fail: (error: unknown) => void;
  readonly #handlers = new Map<string, Handler[]>();
  readonly #timers: Happening[] = [];
  #calls: (() => unknown)[] = [];
  #isBusy = false;
  #isClosed = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(host: ScriptHost, resume: (response: unknown) => void, fail: (error: unknown) => void) {
    this.#host = host;
    this.#resume = resume;
    this.#fail = fail;
  }

  begin(setup: Handler): void {
    this.#calls.push(() => setup(this.#socket()));
    this.#emit("open");
    this.#pump();
  }

  #socket(): object {
    const { context } = this.#host;
    return {
      on: (event: string, handler: Handler) => {
        context.enter();
        this.#handlers.set(event, [...this.#handlers.get(event) ?? [], handler]);
      },
      send: (text: string) => {
        context.enter();
        this.#host.schedule(() => this.#arrive("message", text), 1);
      },
      close: () => {
        context.enter();
        this.#close();
      },
      setTimeout: (handler: Handler, delay: number) => this.#setTimer(handler, delay, false),
      setInterval: (handler: Handler, delay: number) => this.#setTimer(handler, delay, true),
    };
  }

  #setTimer(handler: Handler, delay: number, repeats: boolean): void {
    this.#host.context.enter();
    const fire = () => {
      if (this.#isClosed) return;
      if (repeats) this.#setTimer(handler, delay, true);
      this.#calls.push(handler);
      this.#pump();
    };
    this.#timers.push(this.#host.schedule(fire, delay));
  }

  #arrive(event: string, ...args: unknown[]): void {
    if (this.#isClosed) return;
    this.#emit(event, ...args);
    this.#pump();
  }

  #emit(event: string, ...args: unknown[]): void {
    // Looked up when their turn comes: the setup function registers them.
    this.#calls.push(() => this.#callEach(event, args));
  }

  #callEach(event: string, args: unknown[]): undefined {
    const handlers = this.#handlers.get(event) ?? [];
    this.#calls.unshift(...handlers.map((handler) => () => handler(...args)));
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const timer of this.#timers) this.#host.cancel(timer);
    this.#calls = [];
    this.#emit("close");
  }

  #pump(): void {
    if (this.#isBusy) return;
    const call = this.#calls.shift();
    if (call === undefined) {
      if (this.#isClosed) this.#end();
      return;
    }
    this.#isBusy = true;
    const goOn = () => {
      this.#isBusy = false;
      this.#pump();
    };
    this.#host.call(call, goOn, (error) => {
      this.#failure ??= { error };
      this.#calls = [];
      this.#close();
      goOn();
    });
  }

  #end(): void {
    if (this.#failure !== undefined) this.#fail(this.#failure.error);
    else this.#resume({ status: 101, url: "", body: "", error: "", headers: {} });
  }
}
