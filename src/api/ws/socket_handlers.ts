/** The handlers of one `k6/ws` socket, and how they are called. */

import type { Pausing } from "../virtual_user.ts";

// deno-lint-ignore ban-types
type Handler = Function;

/** The events of a socket. */
export type SocketEvent = "open" | "message" | "binaryMessage" | "ping" | "pong" | "close" | "error";

/** Handlers by event, in the order in which they were added. */
export class SocketHandlers {
  readonly #pausing: Pausing;
  readonly #byEvent = new Map<string, Handler[]>();

  constructor(pausing: Pausing) {
    this.#pausing = pausing;
  }

  has(event: SocketEvent): boolean {
    return this.#byEvent.has(event);
  }

  /** Adds a handler; an event that does not exist never fires. */
  add(event: string, handler: Handler): void {
    const handlers = this.#byEvent.get(event);
    if (handlers === undefined) this.#byEvent.set(event, [handler]);
    else handlers.push(handler);
  }

  /**
   * Calls the handlers that an event has now, one after the other.
   *
   * @param event The event.
   * @param argument What they get; `undefined` where the event has none.
   * @returns A pause when one of them paused, else `undefined`.
   */
  fire(event: SocketEvent, argument?: unknown): unknown {
    const handlers = this.#byEvent.get(event);
    return handlers === undefined ? undefined : this.#callFrom(handlers, 0, handlers.length, argument);
  }

  #callFrom(handlers: readonly Handler[], first: number, end: number, argument: unknown): unknown {
    for (let i = first; i < end; i++) {
      const handler = handlers[i]!;
      const result = argument === undefined ? handler() : handler(argument);
      if (this.#pausing.isPause(result)) {
        return this.#pausing.after(result, () => this.#callFrom(handlers, i + 1, end, argument));
      }
      this.#pausing.enter();
    }
    return undefined;
  }
}
