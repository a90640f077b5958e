/** The handlers of one `k6/websockets` socket: an `on…` handler and any number of listeners for each event. */

import { GoError } from "../go_error.ts";
import type { EventReceiver, Pausing, VirtualUser } from "../virtual_user.ts";
import { EVENT_TYPES, type SocketEvent } from "./events.ts";

// deno-lint-ignore ban-types
type Handler = Function;

/** Handlers by kind of event: the kinds are the positions in {@linkcode EVENT_TYPES}. */
export class Listeners {
  readonly #vu: VirtualUser;
  readonly #single: (Handler | null)[] = [null, null, null, null, null, null];
  // Most sockets use few kinds, and one handler for each.
  #added: (Handler[] | undefined)[] | undefined;

  constructor(vu: VirtualUser) {
    this.#vu = vu;
  }

  /** The `on…` handler. */
  single(kind: number): Handler | null {
    return this.#single[kind] ?? null;
  }

  /** Sets or, with nullish, removes the `on…` handler. */
  setSingle(kind: number, handler: unknown): void {
    this.#vu.pausing.enter();
    if (handler === undefined || handler === null) {
      this.#single[kind] = null;
      return;
    }
    if (typeof handler !== "function") {
      throw new GoError(`a value for 'on${EVENT_TYPES[kind]}' should be callable`);
    }
    this.#single[kind] = handler;
  }

  /** `addEventListener`: the same function added twice is called twice. */
  add(type: string, handler: unknown): void {
    this.#vu.pausing.enter();
    if (handler === undefined || handler === null) {
      throw new GoError(`handler for event type "${type}" isn't a callable function`);
    }
    if (typeof handler !== "function") {
      throw new TypeError(
        `could not convert function call parameter 1: could not convert ${String(handler)} to ` +
          "func(sobek.Value) (sobek.Value, error)",
      );
    }
    const kind = kindOf(type);
    if (kind === -1) return this.#vu.log("warning", `can't add event handler: unknown event type: ${type}`);
    this.#added ??= [];
    this.#added[kind] = [...this.#added[kind] ?? [], handler];
  }

  /** `removeEventListener`: takes back one `add` of that function. */
  remove(type: string, handler: unknown): void {
    this.#vu.pausing.enter();
    const kind = kindOf(type);
    const handlers = this.#added?.[kind];
    const index = handlers?.indexOf(handler as Handler) ?? -1;
    if (handlers !== undefined && index !== -1) this.#added![kind] = handlers.toSpliced(index, 1);
  }

  has(kind: number): boolean {
    return this.#single[kind] !== null || (this.#added?.[kind]?.length ?? 0) > 0;
  }

  /**
   * Calls the handlers that an event has now: the `on…` handler, then the listeners in order. The microtasks of one
   * run before the next.
   *
   * @param kind The kind of the event.
   * @param event What they get.
   * @param failed Gets what a handler threw; the handlers after it are not called.
   * @returns A pause where the first one paused.
   */
  fire(kind: number, event: SocketEvent, failed: (error: unknown) => unknown): unknown {
    const single = this.#single[kind] ?? null;
    const added = this.#added?.[kind];
    if (added === undefined || added.length === 0) {
      return single === null ? undefined : callHandler(this.#vu.pausing, single, event, failed);
    }
    if (single === null && added.length === 1) return callHandler(this.#vu.pausing, added[0]!, event, failed);
    return new Round(this.#vu, single === null ? added : [single, ...added], event, failed).receive();
  }
}

function kindOf(type: string): number {
  return (EVENT_TYPES as readonly string[]).indexOf(type);
}

function callHandler(
  pausing: Pausing,
  handler: Handler,
  event: SocketEvent,
  failed: (error: unknown) => unknown,
): unknown {
  let result: unknown;
  try {
    result = handler(event);
    if (!pausing.isPause(result)) pausing.enter();
  } catch (error) {
    return failed(error);
  }
  return pausing.isPause(result) ? pausing.after(result, ignore, failed) : undefined;
}

function ignore(): void {}

/** One event on its way through several handlers. An exception ends the way. */
class Round implements EventReceiver {
  readonly #vu: VirtualUser;
  readonly #handlers: readonly Handler[];
  readonly #event: SocketEvent;
  readonly #failed: (error: unknown) => unknown;
  #next = 0;

  constructor(
    vu: VirtualUser,
    handlers: readonly Handler[],
    event: SocketEvent,
    failed: (error: unknown) => unknown,
  ) {
    this.#vu = vu;
    this.#handlers = handlers;
    this.#event = event;
    this.#failed = (error) => {
      this.#next = this.#handlers.length;
      return failed(error);
    };
  }

  receive(): unknown {
    const handler = this.#handlers[this.#next++]!;
    const result = callHandler(this.#vu.pausing, handler, this.#event, this.#failed);
    return this.#vu.pausing.after(result, () => {
      if (this.#next < this.#handlers.length) this.#vu.deliverNext(this, 0, undefined, 0);
    });
  }
}
