/** `http.batch`: several requests side by side, no more than the options allow, altogether and to one host. */

import { GoError, goTypeName } from "../go_error.ts";
import type { VirtualUser } from "../virtual_user.ts";
import type { ExpectedStatuses } from "./expected_statuses.ts";
import type { Page } from "./page.ts";
import { PrepareError } from "./prepare_error.ts";
import { type PreparedRequest, prepareRequest, type RequestArguments } from "./prepared_request.ts";
import { type RequestOwner, RequestRun } from "./request_run.ts";
import type { Response } from "./response.ts";
import { goFormat } from "./go_format.ts";
import { NamedUrl } from "./url.ts";

/** The requests of a batch by their keys, and whether the script gave a list. */
export interface Batch {
  readonly isList: boolean;
  readonly keys: readonly string[];
  readonly requests: readonly PreparedRequest[];
}

/**
 * Reads the argument of `http.batch`.
 *
 * @param vu The VU.
 * @param args What the script gave.
 * @param expected The statuses that the VU expects.
 * @throws {GoError} When it is no batch at all.
 * @throws {PrepareError} When one of its requests cannot be sent.
 */
export function readBatch(vu: VirtualUser, args: readonly unknown[], expected: ExpectedStatuses | null): Batch {
  if (args.length === 0) throw new GoError("no argument was provided to http.batch()");
  const [given] = args;
  if (typeof given !== "object" || given === null) {
    throw new GoError(`invalid http.batch() argument type ${goTypeName(given)}`);
  }
  const entries = Object.entries(given);
  return {
    isList: Array.isArray(given),
    keys: entries.map(([key]) => key),
    requests: entries.map(([key, value]) => prepareRequest(vu, readRequest(key, value), expected)),
  };
}

/** A URL, a list of the arguments of `http.request`, or an object with their names. */
function readRequest(key: string, value: unknown): RequestArguments {
  if (Array.isArray(value)) {
    if (value.length < 2) throw new PrepareError(`invalid batch request '${listText(value)}'`);
    const [method, url, body, params] = value;
    return { method: readMethod(method), url, body, params };
  }
  if (typeof value === "object" && value !== null && !(value instanceof NamedUrl)) {
    const { method, url, body, params } = value as Record<string, unknown>;
    if (url === undefined) throw new PrepareError(`batch request ${key} doesn't have a url key`);
    return { method: method === undefined ? "GET" : readMethod(method), url, body, params };
  }
  return { method: "GET", url: value };
}

function readMethod(value: unknown): string {
  if (typeof value !== "string") throw new PrepareError(`invalid method type '${goFormat(value)}'`);
  return value.toUpperCase();
}

function listText(value: readonly unknown[]): string {
  return `[]interface {}{${
    value.map((each) => typeof each === "string" ? JSON.stringify(each) : goFormat(each)).join(", ")
  }}`;
}

/** A batch on its way. */
export class BatchRun {
  readonly #vu: VirtualUser;
  readonly #page: Page;
  readonly #batch: Batch;
  readonly #done: (responses: readonly Response[]) => void;
  readonly #failed: (error: unknown) => void;
  readonly #responses: Response[] = [];
  readonly #waiting: number[];
  readonly #running = new Map<number, RequestRun>();
  readonly #perHost = new Map<string, number>();
  #failure: { readonly error: unknown } | undefined;

  constructor(
    vu: VirtualUser,
    page: Page,
    batch: Batch,
    outcome: { done: (responses: readonly Response[]) => void; failed: (error: unknown) => void },
  ) {
    this.#vu = vu;
    this.#page = page;
    this.#batch = batch;
    this.#done = outcome.done;
    this.#failed = outcome.failed;
    this.#waiting = batch.requests.map((_, index) => index);
  }

  /** Starts as many as may run; the others follow as these end. */
  start(): void {
    const { batch, batchPerHost } = this.#vu.settings.http;
    for (let i = 0; i < this.#waiting.length && (batch <= 0 || this.#running.size < batch);) {
      const index = this.#waiting[i]!;
      const { host } = this.#batch.requests[index]!.url.parsed;
      const busy = this.#perHost.get(host) ?? 0;
      if (batchPerHost > 0 && busy >= batchPerHost) {
        i++;
        continue;
      }
      this.#waiting.splice(i, 1);
      this.#perHost.set(host, busy + 1);
      this.#startOne(index, host);
    }
    if (this.#running.size > 0 || this.#waiting.length > 0) return;
    if (this.#failure !== undefined) this.#failed(this.#failure.error);
    else this.#done(this.#responses);
  }

  /** Gives up on all of them. */
  cancel(): void {
    for (const run of this.#running.values()) run.cancel();
  }

  #startOne(index: number, host: string): void {
    const ended = (): void => {
      this.#running.delete(index);
      this.#perHost.set(host, this.#perHost.get(host)! - 1);
      this.start();
    };
    const owner: RequestOwner = {
      answered: (response) => {
        this.#responses[index] = response;
        ended();
      },
      failed: (error) => {
        this.#failure ??= { error };
        ended();
      },
    };
    const run = new RequestRun(this.#vu, this.#batch.requests[index]!, this.#page, owner);
    this.#running.set(index, run);
    run.start();
  }
}
