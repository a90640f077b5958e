/** k6's REST API of one run: looks at it and steers it, over HTTP. */

import { SquallError, systemReason } from "../base/mod.ts";
import type { LogRecord } from "../engine/mod.ts";
import { type Address, demandNet, formatAddress, localHosts, parseAddress } from "./address.ts";
import { HTTP_LIMITS, type HttpLimits, HttpListener } from "./http_listener.ts";
import { HttpProblem, type Reply, type RequestHead } from "./http_message.ts";
import type { RestRun } from "./route.ts";
import { findRoute } from "./routes.ts";

/** Most bytes of a body: of the data of `setup`, and of everything else. */
const MOST_SETUP_DATA = 16 * 1024 * 1024;
const MOST_BODY = 64 * 1024;

/** What a {@linkcode RestServer} needs besides a run. */
export interface RestServerOptions {
  /** `HOST:PORT`; port 0 takes a free one. */
  readonly address: string;
  log(record: LogRecord): void;
  /** Bounds that differ from the usual ones. */
  readonly limits?: Partial<HttpLimits>;
}

/** See the top of this file. */
export class RestServer implements AsyncDisposable {
  readonly #run: RestRun;
  readonly #options: RestServerOptions;
  readonly #listener: HttpListener;

  private constructor(run: RestRun, options: RestServerOptions, { hostname, port }: Address) {
    this.#run = run;
    this.#options = options;
    const limits = { ...HTTP_LIMITS, ...options.limits };
    this.#listener = new HttpListener({ hostname: localHosts(hostname)[0]!, port }, {
      bodyLimit: ({ path }) => path === "/v1/setup" ? MOST_SETUP_DATA : MOST_BODY,
      answer: (head, body) => this.#answer(head, body),
    }, limits);
  }

  /**
   * Starts a server.
   *
   * @param run The run; it may begin later.
   * @param options Where to listen, and where to log.
   * @throws {SquallError} `INVALID_ADDRESS`, `CANNOT_LISTEN`.
   */
  static start(run: RestRun, options: RestServerOptions): RestServer {
    const address = parseAddress(options.address);
    demandNet("listen on", address);
    try {
      return new RestServer(run, options, address);
    } catch (error) {
      throw new SquallError("CANNOT_LISTEN", `Cannot listen on ${options.address}: ${systemReason(error)}`, {
        cause: error,
        hint: "Choose another port or address",
      });
    }
  }

  /** Where it is, as a URL without a path. */
  get url(): string {
    return `http://${formatAddress(this.#listener.address)}`;
  }

  /** Stops listening, and leaves nothing open. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#listener[Symbol.asyncDispose]();
  }

  async #answer({ method, path, headers }: RequestHead, body: string): Promise<Reply> {
    refuseOtherSites(headers);
    const { answer, id } = findRoute(method, path);
    return await answer({
      run: this.#run,
      id,
      body,
      log: (level, message, fields) =>
        this.#options.log({ level, message, time: Date.now(), ...(fields === undefined ? {} : { fields }) }),
    });
  }
}

/** There is no password: at least pages of other sites, open in a browser of this machine, must not steer the run. */
function refuseOtherSites(headers: RequestHead["headers"]): void {
  const origin = headers.get("origin");
  if (origin === undefined) return;
  if (URL.parse(origin)?.host !== headers.get("host")?.toLowerCase()) {
    throw new HttpProblem(403, "Requests of other sites' pages are not answered");
  }
}
