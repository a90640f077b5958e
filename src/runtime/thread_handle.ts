/** A thread as the main thread holds it: requests with replies, and what the thread reports in between. */

import { fileURLToPath } from "node:url";
import { demandAccess, ExitCode, SquallError, type SquallErrorOptions } from "../base/mod.ts";
import type { HostingThread, ThreadListener, ThreadMemory } from "./hosting_thread.ts";
import { allowCollections } from "./init_collection.ts";
import type { ErrorData, RequestName, ThreadMessage, ThreadRequests } from "./thread_protocol.ts";

/** What a thread may do, in the form of Deno's worker option; `inherit` gives it what this process has. */
export type ThreadPermissions = "inherit" | Deno.PermissionOptionsObject;

const KEPT = "What was measured until then is in the summary";

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
  memory: ThreadMemory = { heap: 0, external: 0, rss: Deno.memoryUsage().rss };
  readonly #worker: Worker;
  /** The way to the thread and back; the script in it has no part in it. */
  readonly #port: MessagePort;
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
    demandWorker();
    allowCollections();
    this.#worker = new Worker(new URL("./thread_worker.ts", import.meta.url), {
      type: "module",
      name: `squall thread ${index + 1}`,
      ...(permissions === "inherit" ? {} : { deno: { permissions } }),
    });
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#worker.postMessage(port2, [port2]);
    port1.onmessage = ({ data }: MessageEvent<ThreadMessage>) => this.#received(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.kill(`Thread ${index + 1} has crashed: ${event.message}`);
    };
    port1.onmessageerror = () => this.kill(`Thread ${index + 1} has sent a message that cannot be read`);
  }

  /** Whether the thread can be asked for anything. */
  get isAlive(): boolean {
    return this.#death === undefined;
  }

  /** Whether the thread has been asked for something and has not replied. */
  get isAsked(): boolean {
    return this.#pending.size > 0;
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
    this.#port.postMessage({ id, name, body });
    return promise as Promise<ThreadRequests[Name]["reply"]>;
  }

  /**
   * Ends the thread and whatever it does, and says so to everybody who waits for it.
   *
   * @param message Why.
   * @param options The exit code that it leads to, and what to do about it.
   */
  kill(message: string, { exitCode = ExitCode.InternalError, hint = KEPT }: SquallErrorOptions = {}): void {
    if (this.#death !== undefined) return;
    this.#death = new SquallError("THREAD_DIED", message, { exitCode, hint });
    this.#terminate();
    for (const { reject } of this.#pending.values()) reject(this.#death);
    this.#pending.clear();
    this.#listener.died(this, this.#death);
  }

  /** Ends the thread without a word. */
  [Symbol.dispose](): void {
    this.#death ??= new SquallError("THREAD_DIED", `Thread ${this.index + 1} was ended`);
    this.#terminate();
  }

  #terminate(): void {
    this.#worker.terminate();
    this.#port.close();
  }

  #received(message: ThreadMessage): void {
    this.lastHeard = performance.now();
    switch (message.kind) {
      case "reply":
        return this.#take(message.id)?.resolve(message.body);
      case "error":
        return this.#take(message.id)?.reject(toError(message.error));
      case "metrics":
        this.memory = { ...message.memory, rss: Deno.memoryUsage().rss };
        if (message.delta !== undefined) this.#listener.metrics(this, message.delta);
        this.#listener.health(this, message.health);
        return;
      case "log":
        return this.#listener.log(message.records, this);
      case "abort":
        return this.#listener.aborted(toError(message.error));
      case "secret":
        return this.#listener.secretAsked(this, message);
      case "marked":
        return this.#listener.markedAsFailed();
      case "failed":
        return this.kill(`Thread ${this.index + 1} cannot go on: ${message.message}`, {
          exitCode: ExitCode.ScriptException,
        });
    }
  }

  #take(id: number): PendingReply | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }
}

function toError({ code, message, exitCode, hint }: ErrorData): SquallError {
  return new SquallError(code, message, { exitCode, ...(hint === undefined ? {} : { hint }) });
}

/** A worker's module is read like any other file: without the permission, Deno would prompt. */
function demandWorker(): void {
  const url = new URL("./thread_worker.ts", import.meta.url);
  if (url.protocol === "file:" && !Deno.build.standalone) demandAccess("read", fileURLToPath(url));
}
