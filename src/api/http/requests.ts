/** The functions of `k6/http` that send requests, for one VU. Loaded only for scripts that import the module. */

import { GoError } from "../go_error.ts";
import { htmlParser } from "../html/html_pages.ts";
import type { EventReceiver, Tenant, VirtualUser } from "../virtual_user.ts";
import { BatchRun, readBatch } from "./batch.ts";
import { HTTP_CONSTANTS } from "./constants.ts";
import { DEFAULT_EXPECTED, ExpectedStatuses, readExpectedStatuses } from "./expected_statuses.ts";
import { FileData } from "./file_data.ts";
import type { Page } from "./page.ts";
import { PrepareError } from "./prepare_error.ts";
import { type PreparedRequest, prepareRequest, type RequestArguments } from "./prepared_request.ts";
import { type RequestOwner, RequestRun } from "./request_run.ts";
import { Response } from "./response.ts";
import { ScriptPage } from "./script_page.ts";
import { tagUrl } from "./url.ts";

const INIT_TEXT = "Making http requests in the init context is not supported";
/** Functions whose second argument are the params: there is no body. */
const WITHOUT_BODY: Readonly<Record<string, string>> = { get: "GET", head: "HEAD" };
const WITH_BODY: Readonly<Record<string, string>> = {
  post: "POST",
  put: "PUT",
  patch: "PATCH",
  del: "DELETE",
  options: "OPTIONS",
};

/** Something that can be given up. */
interface Work {
  start(): void;
  cancel(): void;
}

/**
 * Makes the functions and constants for one VU.
 *
 * @param vu The VU.
 */
export function createRequests(vu: VirtualUser): Record<string, unknown> {
  const requests = new Requests(vu);
  const exports: Record<string, unknown> = { ...HTTP_CONSTANTS };
  for (const [name, method] of Object.entries(WITHOUT_BODY)) {
    exports[name] = (url?: unknown, params?: unknown) => requests.send(`http.${name}()`, { method, url, params });
  }
  for (const [name, method] of Object.entries(WITH_BODY)) {
    exports[name] = (url?: unknown, body?: unknown, params?: unknown) =>
      requests.send(`http.${name}()`, { method, url, body, params });
  }
  return {
    ...exports,
    request: (method?: unknown, url?: unknown, body?: unknown, params?: unknown) =>
      requests.send("http.request()", { method: String(method), url, body, params }),
    asyncRequest: (method?: unknown, url?: unknown, body?: unknown, params?: unknown) =>
      requests.sendLater({ method: String(method), url, body, params }),
    batch: (...args: unknown[]) => requests.batch(args),
    expectedStatuses: (...args: unknown[]) => {
      vu.pausing.enter();
      return readExpectedStatuses(args);
    },
    file: (data?: unknown, filename?: unknown, contentType?: unknown) => {
      vu.pausing.enter();
      return new FileData(data, filename, contentType);
    },
    setResponseCallback: (callback?: unknown) => requests.setExpected(callback),
    url: (parts: unknown, ...values: unknown[]) => {
      vu.pausing.enter();
      return tagUrl(parts, values);
    },
  };
}

/** Sends the requests of one VU. */
class Requests {
  readonly #vu: VirtualUser;
  readonly #page: Page;
  #expected: ExpectedStatuses | null = DEFAULT_EXPECTED;

  constructor(vu: VirtualUser) {
    this.#vu = vu;
    const parser = () => {
      const parse = htmlParser();
      return parse && ((text: string, url: string) => parse(vu, text, url));
    };
    this.#page = new ScriptPage((given, what) => this.send(what, given), parser);
  }

  /** A call that pauses the VU until the response is there. */
  send(what: string, given: RequestArguments): unknown {
    const prepared = this.#prepare(given);
    if (prepared instanceof Response) return prepared;
    return this.#block(what, (resume, fail) => {
      const owner: RequestOwner = { answered: resume, failed: fail };
      return new RequestRun(this.#vu, prepared, this.#page, owner);
    });
  }

  /** A call that gives a promise. */
  sendLater(given: RequestArguments): Promise<unknown> {
    let prepared: PreparedRequest | Response;
    try {
      prepared = this.#prepare(given);
    } catch (error) {
      if (error instanceof GoError && this.#vu.phase === "init") throw error;
      return Promise.reject(error);
    }
    if (prepared instanceof Response) return Promise.resolve(prepared);
    return new AsyncRequest(this.#vu, prepared, this.#page).promise;
  }

  batch(args: readonly unknown[]): unknown {
    const vu = this.#vu;
    vu.pausing.enter();
    if (vu.phase === "init") throw new GoError("Using batch in the init context is not supported");
    let batch;
    try {
      batch = readBatch(vu, args, this.#expected);
    } catch (error) {
      if (!(error instanceof PrepareError)) throw error;
      const refused = this.#refused(error, "A batch request failed");
      const [given] = args as readonly [object];
      return (Array.isArray(given) ? given : Object.values(given)).map(() => refused);
    }
    const { isList, keys } = batch;
    const shape = (responses: readonly Response[]): unknown =>
      isList ? [...responses] : Object.fromEntries(keys.map((key, index) => [key, responses[index]]));
    return this.#block("http.batch()", (resume, fail) => {
      return new BatchRun(vu, this.#page, batch, { done: (responses) => resume(shape(responses)), failed: fail });
    });
  }

  setExpected(callback: unknown): void {
    this.#vu.pausing.enter();
    if (callback === undefined || callback === null) this.#expected = null;
    else if (callback instanceof ExpectedStatuses) this.#expected = callback;
    else throw new GoError("unsupported argument, expected http.expectedStatuses");
  }

  #prepare(given: RequestArguments): PreparedRequest | Response {
    const vu = this.#vu;
    vu.pausing.enter();
    if (vu.phase === "init") throw new GoError(INIT_TEXT);
    try {
      return prepareRequest(vu, given, this.#expected);
    } catch (error) {
      if (error instanceof PrepareError) return this.#refused(error, "Request Failed");
      throw error;
    }
  }

  /** A request that was not sent has a response that says why. */
  #refused(error: PrepareError, warning: string): Response {
    const { message, code } = error;
    if (this.#vu.settings.throw) throw new GoError(message);
    this.#vu.log("warning", warning, undefined, { error: message });
    return new Response({
      outcome: undefined,
      body: undefined,
      responseType: "none",
      url: "",
      error: { text: message, code },
      errorCode: code,
      request: null,
      page: this.#page,
    });
  }

  #block(what: string, create: (resume: (value: unknown) => void, fail: (error: unknown) => void) => Work): unknown {
    const vu = this.#vu;
    return vu.pausing.block(what, (resume, fail) => {
      const release = (): void => vu.release(tenant);
      const work = create(
        (value) => {
          release();
          resume(value);
        },
        (error) => {
          release();
          fail(error);
        },
      );
      const giveUp = (): void => {
        work.cancel();
        release();
      };
      const tenant: Tenant = { evict: giveUp, abandon: giveUp };
      vu.hold(tenant);
      work.start();
    });
  }
}

/** How an asynchronous request ended. */
const enum Ended {
  Answered,
  Failed,
}

/** A request whose end is an event of the VU. */
class AsyncRequest implements Tenant, EventReceiver, RequestOwner {
  readonly promise: Promise<unknown>;
  readonly #vu: VirtualUser;
  readonly #run: RequestRun;
  readonly #resolve: (value: unknown) => void;
  readonly #reject: (error: unknown) => void;

  constructor(vu: VirtualUser, prepared: PreparedRequest, page: Page) {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.promise = promise;
    this.#vu = vu;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#run = new RequestRun(vu, prepared, page, this);
    // What an iteration opens while it is brought to its end is not to keep it from that.
    if (vu.isFailing) return;
    vu.hold(this);
    this.#run.start();
  }

  answered(response: Response): void {
    this.#vu.deliver(this, Ended.Answered, response, 0);
  }

  failed(error: unknown): void {
    this.#vu.deliver(this, Ended.Failed, error, 0);
  }

  receive(kind: number, outcome: unknown): void {
    this.#vu.release(this);
    if (kind === Ended.Answered) return this.#resolve(outcome);
    this.#reject(outcome);
    if (this.#vu.watchesPromises) return;
    // The script has called it by a name that nobody could foresee, and has nothing to handle promises with.
    this.promise.catch(ignore);
    throw outcome;
  }

  evict(): void {
    this.#run.cancel();
    this.#vu.release(this);
  }

  abandon(): void {
    this.#run.cancel();
  }
}

function ignore(): void {}
