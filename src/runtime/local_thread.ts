/** The thread of the program itself as one that hosts VUs: it is asked and reports as a worker does, without one. */

import { ExitCode, SquallError, type SquallErrorOptions } from "../base/mod.ts";
import type { HostingThread, ThreadListener } from "./hosting_thread.ts";
import { type HostedFunctions, LoadedFunctions } from "./loaded_functions.ts";
import { Thread } from "./thread.ts";
import type { RequestName, ThreadMessage, ThreadRequests } from "./thread_protocol.ts";

const { performance } = globalThis;

/** See the top of this file. */
export class LocalThread implements HostingThread {
  readonly index: number;
  lastHeard: number = performance.now();
  readonly #listener: ThreadListener;
  readonly #thread: Thread;
  readonly #death = Promise.withResolvers<never>();
  readonly #ready: Promise<void>;
  #asked = 0;
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
    this.#ready = this.#thread.host((surroundings) => new LoadedFunctions(functions, surroundings));
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  get isAsked(): boolean {
    return this.#asked > 0;
  }

  /** The program's own: it is not for us to watch. */
  get memory(): undefined {
    return undefined;
  }

  async request<Name extends RequestName>(
    name: Name,
    body: ThreadRequests[Name]["request"],
  ): Promise<ThreadRequests[Name]["reply"]> {
    if (!this.#isAlive) return await this.#death.promise;
    this.#asked++;
    try {
      await this.#ready;
      const reply = this.#thread.handle(name, body) as Promise<ThreadRequests[Name]["reply"]>;
      return await Promise.race([reply, this.#death.promise]);
    } finally {
      this.#asked--;
    }
  }

  kill(message: string, { exitCode = ExitCode.InternalError, hint }: SquallErrorOptions = {}): void {
    if (!this.#isAlive) return;
    const error = new SquallError("THREAD_DIED", message, { exitCode, ...(hint === undefined ? {} : { hint }) });
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
    if (message.kind === "log") this.#listener.log(message.records, this);
    if (message.kind !== "metrics") return;
    if (message.delta !== undefined) this.#listener.metrics(this, message.delta);
    this.#listener.health(this, message.health);
  }
}
