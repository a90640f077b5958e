/** A thread as the main thread holds it: requests with replies, and what the thread reports in between. */

import { ExitCode, SquallError } from "../base/mod.ts";
import type { HostingThread, ThreadListener } from "./hosting_thread.ts";
import type { RequestName, ThreadMessage, ThreadRequests } from "./thread_protocol.ts";

/** What a thread may do, in the form of Deno's worker option; `inherit` gives it what this process has. */
export type ThreadPermissions = "inherit" | Deno.PermissionOptionsObject;

interface PendingReply {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** See the top of this file. */
export class ThreadHandle implements HostingThread {
  /** From 0. */
  readonly index: number;
  /** When the thread last said anything, as `performance.now()`: it reports once a second even if it has nothing to say. */
  lastHeard = performance.now();
  readonly #worker: Worker;
  readonly #listener: ThreadListener;
  readonly #pending = new Map<number, PendingReply>();
  #lastId = 0;
  #death: SquallError | undefined;

  /**
   * Starts a thread.
   *
   * @param index Its number, from 0.
   * @param permissions What code in it may do.
   * @param listener Who listens.
   */
  constructor(index: number, permissions: ThreadPermissions, listener: ThreadListener) {
    this.index = index;
    this.#listener = listener;
    this.#worker = new Worker(new URL("./thread_worker.ts", import.meta.url), {
      type: "module",
      name: `squall thread ${index + 1}`,
      ...(permissions === "inherit" ? {} : { deno: { permissions } }),
    });
    this.#worker.onmessage = ({ data }: MessageEvent<ThreadMessage>) => this.#received(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.kill(`Thread ${index + 1} has crashed: ${event.message}`);
    };
    this.#worker.onmessageerror = () => this.kill(`Thread ${index + 1} has sent a message that cannot be read`);
  }

  /** Whether the thread can be asked for anything. */
  get isAlive(): boolean {
    return this.#death === undefined;
  }

  /**
   * Asks the thread to do something.
   *
   * @param name What.
   * @param body With what.
   * @returns The reply.
   * @throws {SquallError} What went wrong in the thread, or `THREAD_DIED`.
   */
  request<Name extends RequestName>(
    name: Name,
    body: ThreadRequests[Name]["request"],
  ): Promise<ThreadRequests[Name]["reply"]> {
    if (this.#death !== undefined) return Promise.reject(this.#death);
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#pending.set(id, { resolve, reject });
    this.#worker.postMessage({ id, name, body });
    return promise as Promise<ThreadRequests[Name]["reply"]>;
  }

  /** Ends the thread and whatever it does, and says so to everybody who waits for it. */
  kill(message: string): void {
    if (this.#death !== undefined) return;
    this.#death = new SquallError("THREAD_DIED", message, {
      exitCode: ExitCode.InternalError,
      hint: "What was measured until then is in the summary",
    });
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(this.#death);
    this.#pending.clear();
    this.#listener.died(this, this.#death);
  }

  /** Ends the thread without a word. */
  [Symbol.dispose](): void {
    this.#death ??= new SquallError("THREAD_DIED", `Thread ${this.index + 1} was ended`);
    this.#worker.terminate();
  }

  #received(message: ThreadMessage): void {
    this.lastHeard = performance.now();
    switch (message.kind) {
      case "reply":
        return this.#take(message.id)?.resolve(message.body);
      case "error": {
        const { code, message: text, exitCode, hint } = message.error;
        const error = new SquallError(code, text, { exitCode, ...(hint === undefined ? {} : { hint }) });
        return this.#take(message.id)?.reject(error);
      }
      case "metrics":
        if (message.delta !== undefined) this.#listener.metrics(this, message.delta);
        return;
      case "log":
        return this.#listener.log(message.records);
    }
  }

  #take(id: number): PendingReply | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }
}
