/** Waits a little for the peer to close TCP, so that our last frame is read and the TIME_WAIT is theirs (RFC 6455 7.1.1). */

import type { Timer, TimerQueue } from "../../base/mod.ts";
import type { LinkOwner, SocketLink } from "./socket_link.ts";

/** Milliseconds that a finished connection waits for the peer's FIN. */
const LINGER_LIMIT = 1000;
/** Bytes that are discarded meanwhile: whoever goes on sending does not wait for a good end. */
const LINGER_BYTES = 1024 * 1024;

/** The connections that are over for everybody but the network. One per thread. */
export class LingeringLinks {
  readonly #timers: TimerQueue;
  readonly #links = new Map<SocketLink, Timer>();
  /** Who waits, each for the links that there were when they asked. */
  readonly #watchers = new Set<{ readonly links: Set<SocketLink>; readonly tell: () => void }>();

  constructor(timers: TimerQueue) {
    this.#timers = timers;
  }

  /** Takes a link over: what still comes is discarded, FIN or the time limit closes it. */
  add(link: SocketLink): void {
    link.owner = new Lingerer(() => this.#remove(link));
    this.#links.set(link, this.#timers.after(() => this.#remove(link), LINGER_LIMIT));
  }

  /** Fulfilled when all links that there are now are closed. */
  gone(): Promise<void> {
    if (this.#links.size === 0) return Promise.resolve();
    return new Promise((tell) => this.#watchers.add({ links: new Set(this.#links.keys()), tell }));
  }

  /** Closes all links at once. */
  dispose(): void {
    for (const link of this.#links.keys()) this.#remove(link);
  }

  #remove(link: SocketLink): void {
    const timer = this.#links.get(link);
    if (timer === undefined) return;
    this.#links.delete(link);
    this.#timers.cancel(timer);
    link.destroy();
    for (const watcher of this.#watchers) {
      if (!watcher.links.delete(link) || watcher.links.size > 0) continue;
      this.#watchers.delete(watcher);
      watcher.tell();
    }
  }
}

class Lingerer implements LinkOwner {
  readonly #close: () => void;
  #received = 0;

  constructor(close: () => void) {
    this.#close = close;
  }

  received(_bytes: unknown, length: number): void {
    this.#received += length;
    if (this.#received > LINGER_BYTES) this.#close();
  }

  drained(): void {}

  ended(): void {
    this.#close();
  }

  failed(): void {
    this.#close();
  }
}
