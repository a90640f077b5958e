/** Connections that wait for their next request: kept per host, the one used last is used next, as in Go. */

import type { Timer, TimerQueue } from "../../base/mod.ts";
import type { LinkOwner, SocketLink } from "./socket_link.ts";

/** Milliseconds that a connection is kept without a request, as in Go. */
const IDLE_LIMIT = 90_000;

/** How many are kept. */
export interface HttpPoolLimits {
  readonly maxIdle: number;
  readonly maxIdlePerHost: number;
}

/** Owns a link between two requests. Whatever happens to it, it is of no more use. */
class IdleLink implements LinkOwner {
  readonly link: SocketLink;
  readonly #pool: HttpPool;
  readonly #key: string;
  readonly #timers: TimerQueue;
  readonly #timer: Timer;

  constructor(pool: HttpPool, key: string, link: SocketLink, timers: TimerQueue) {
    this.#pool = pool;
    this.#key = key;
    this.link = link;
    this.#timers = timers;
    this.#timer = timers.after(() => this.#drop(), IDLE_LIMIT);
    link.owner = this;
  }

  /** It is not idle any more. */
  leave(): void {
    this.#timers.cancel(this.#timer);
  }

  received(): void {
    this.#drop();
  }

  ended(): void {
    this.#drop();
  }

  failed(): void {
    this.#drop();
  }

  drained(): void {}

  #drop(): void {
    this.leave();
    this.#pool.forget(this.#key, this);
    this.link.destroy();
  }
}

/** See the top of this file. */
export class HttpPool {
  readonly #timers: TimerQueue;
  readonly #limits: HttpPoolLimits;
  readonly #idle = new Map<string, IdleLink[]>();
  #count = 0;

  constructor(timers: TimerQueue, limits: HttpPoolLimits) {
    this.#timers = timers;
    this.#limits = limits;
  }

  /** A connection to that host, if one waits; whoever takes it must own it before this turn ends. */
  take(key: string): SocketLink | undefined {
    const idle = this.#idle.get(key)?.at(-1);
    if (idle === undefined) return undefined;
    idle.leave();
    this.forget(key, idle);
    return idle.link;
  }

  /** Keeps a connection, or closes it where there are enough. */
  put(key: string, link: SocketLink): void {
    const links = this.#idle.get(key) ?? [];
    if (links.length >= this.#limits.maxIdlePerHost || this.#count >= this.#limits.maxIdle) {
      link.destroy();
      return;
    }
    links.push(new IdleLink(this, key, link, this.#timers));
    this.#idle.set(key, links);
    this.#count++;
  }

  /** A link is not idle any more. */
  forget(key: string, idle: IdleLink): void {
    const links = this.#idle.get(key);
    const index = links?.indexOf(idle) ?? -1;
    if (links === undefined || index < 0) return;
    links.splice(index, 1);
    if (links.length === 0) this.#idle.delete(key);
    this.#count--;
  }

  /** Closes all. */
  clear(): void {
    for (const links of this.#idle.values()) {
      for (const idle of links) {
        idle.leave();
        idle.link.destroy();
      }
    }
    this.#idle.clear();
    this.#count = 0;
  }
}
