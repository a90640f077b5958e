/** The thread of the program itself as one that hosts VUs: it is asked and reports as a worker does, without one. */

import { ExitCode, SquallError } from "../base/mod.ts";
import type { HostingThread, ThreadListener } from "./hosting_thread.ts";
import { type HostedFunctions, LoadedFunctions } from "./loaded_functions.ts";
import { Thread } from "./thread.ts";
import type { RequestName, ThreadMessage, ThreadRequests } from "./thread_protocol.ts";

/** See the top of this file. */
export class LocalThread implements HostingThread {
  readonly index: number;
  lastHeard: number = performance.now();
  readonly #listener: ThreadListener;
  readonly #thread: Thread;
  readonly #death = Promise.withResolvers<never>();
  #isAlive = true;

  /**
   * @param index Its number, from 0.
   * @param functions What its VUs run.
   * @param listener Who listens.
   */
  constructor(index: number, functions: HostedFunctions, listener: ThreadListener) {
    this.index = index;
    this.#listener = listener;
    this.#death.promise.catch(() => {});
    this.#thread = new Thread((message) => this.#received(message));
    this.#thread.host((surroundings) => new LoadedFunctions(functions, surroundings));
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  request<Name extends RequestName>(
    name: Name,
    body: ThreadRequests[Name]["request"],
  ): Promise<ThreadRequests[Name]["reply"]> {
    if (!this.#isAlive) return this.#death.promise;
    const reply = this.#thread.handle(name, body) as Promise<ThreadRequests[Name]["reply"]>;
    return Promise.race([reply, this.#death.promise]);
  }

  kill(message: string): void {
    if (!this.#isAlive) return;
    const error = new SquallError("THREAD_DIED", message, { exitCode: ExitCode.InternalError });
    this[Symbol.dispose]();
    this.#death.reject(error);
    this.#listener.died(this, error);
  }

  [Symbol.dispose](): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    this.#thread[Symbol.dispose]();
  }

  #received(message: ThreadMessage): void {
    this.lastHeard = performance.now();
    if (message.kind === "log") this.#listener.log(message.records);
    else if (message.kind === "metrics" && message.delta !== undefined) this.#listener.metrics(this, message.delta);
  }
}
