/** Promises of scripts: whose is one that was rejected without a handler, and when have the microtasks run? */

import { AsyncLocalStorage } from "node:async_hooks";
import process from "node:process";
import type { EventReceiver } from "../api/mod.ts";
import type { EventLoop, PromiseWatch } from "./event_loop.ts";
import { UnhandledRejection } from "./unhandled_rejection.ts";

// Taken here, because scripts share the thread.
const { queueMicrotask, setImmediate } = globalThis;
const listen = globalThis.addEventListener.bind(globalThis);
const unlisten = globalThis.removeEventListener.bind(globalThis);

/** Watches the promises of all VUs of a thread. Only made for programs that use promises: it costs about 1 µs per event. */
export class PromiseTracker implements PromiseWatch, Disposable {
  readonly #storage = new AsyncLocalStorage<EventLoop>();
  /** The loop that ran last. */
  #last: EventLoop | undefined;
  readonly #listener = (event: PromiseRejectionEvent): void => this.#reject(event, this.#storage.getStore());

  constructor() {
    listen("unhandledrejection", this.#listener);
  }

  /** A promise was rejected and nobody handles it: for a realm whose global object dispatches no events. */
  rejected(event: PromiseRejectionEvent): void {
    // Older runtimes tell of it outside of all contexts, at the end of the turn: then it is most likely the last one's,
    // since nothing but loops runs in such a realm.
    this.#reject(event, this.#storage.getStore() ?? this.#last);
  }

  call(loop: EventLoop, receiver: EventReceiver, kind: number, data: unknown, time: number): void {
    this.#last = loop;
    this.#storage.run(loop, callLoop, loop, receiver, kind, data, time);
  }

  afterMicrotasks(callback: () => void): void {
    // A tick that is asked for within a microtask runs when the queue of microtasks is empty.
    queueMicrotask(() => process.nextTick(callback));
  }

  afterRejections(callback: () => void): void {
    // The runtime tells of them at the end of the turn; immediates belong to the next one.
    setImmediate(callback);
  }

  #reject(event: PromiseRejectionEvent, loop: EventLoop | undefined): void {
    if (loop === undefined) return;
    event.preventDefault();
    loop.reject(new UnhandledRejection(event.reason));
  }

  [Symbol.dispose](): void {
    unlisten("unhandledrejection", this.#listener);
  }
}

function callLoop(loop: EventLoop, receiver: EventReceiver, kind: number, data: unknown, time: number): void {
  loop.call(receiver, kind, data, time);
}
