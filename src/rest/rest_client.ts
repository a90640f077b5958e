/** A client of the REST API of a run, be it squall's or k6's. */

import { messageOf, SquallError } from "../base/mod.ts";
import { DEFAULT_ADDRESS } from "./address.ts";
import { isRecord } from "./json_body.ts";

/** How long an answer is waited for, in milliseconds. */
const PATIENCE_MS = 30_000;

/** Where a run is, as the API tells it. */
export interface StatusAttributes {
  readonly status: number;
  readonly paused: boolean;
  readonly vus: number;
  readonly "vus-max": number;
  readonly stopped: boolean;
  readonly running: boolean;
  readonly tainted: boolean;
}

/** One metric, as the API tells it. */
export interface MetricResource {
  readonly id: string;
  readonly attributes: {
    readonly type: string;
    readonly contains: string;
    readonly tainted: boolean | null;
    readonly sample: Readonly<Record<string, number>>;
  };
}

/** See the top of this file. */
export class RestClient {
  readonly #address: string;

  /** @param address `HOST:PORT`; without a host it is this machine. */
  constructor(address: string = DEFAULT_ADDRESS) {
    this.#address = address.startsWith(":") ? `localhost${address}` : address;
  }

  /** Where the run is. */
  async status(): Promise<StatusAttributes> {
    return readStatus(await this.#request("GET", "/v1/status"));
  }

  /**
   * Changes the status.
   *
   * @param change What is to change; the rest stays.
   * @returns The status after that.
   * @throws {SquallError} What the run says against it.
   */
  async change(change: Partial<StatusAttributes>): Promise<StatusAttributes> {
    const body = { data: { type: "status", id: "default", attributes: change } };
    return readStatus(await this.#request("PATCH", "/v1/status", body));
  }

  /** What was measured so far. */
  async metrics(): Promise<readonly MetricResource[]> {
    return await this.#request("GET", "/v1/metrics") as readonly MetricResource[];
  }

  /** The `data` of an answer. */
  async #request(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await this.#fetch(method, path, body === undefined ? null : JSON.stringify(body));
    const errors = isRecord(answer) ? answer.errors : undefined;
    if (Array.isArray(errors) && errors.length > 0) {
      const texts = errors.map(({ title, detail }: Record<string, unknown>) => `${title}: ${detail}`);
      throw new SquallError("REFUSED", texts.join("\n"));
    }
    if (!isRecord(answer) || typeof answer.data !== "object" || answer.data === null) throw this.#stranger();
    return answer.data;
  }

  async #fetch(method: string, path: string, body: string | null): Promise<unknown> {
    let text: string;
    try {
      const response = await fetch(`http://${this.#address}${path}`, {
        method,
        body,
        headers: { "Content-Type": "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      text = await response.text();
    } catch (error) {
      throw new SquallError("NOT_REACHABLE", `No test answers at ${this.#address}: ${reason(error)}`, {
        cause: error,
        hint: "A test that is to be steered is run with --address; give the same address here",
      });
    }
    try {
      return JSON.parse(text);
    } catch {
      throw this.#stranger();
    }
  }

  #stranger(): SquallError {
    return new SquallError("NOT_REACHABLE", `What answers at ${this.#address} is no test of squall or k6`);
  }
}

function readStatus(data: unknown): StatusAttributes {
  const attributes = isRecord(data) ? data.attributes : undefined;
  if (isRecord(attributes)) return attributes as unknown as StatusAttributes;
  throw new SquallError("NOT_REACHABLE", "The answer has no status in it");
}

/** The last link of the runtime's chain of reasons, without its number. */
function reason(error: unknown): string {
  if (error instanceof Error && error.cause !== undefined) return reason(error.cause);
  return messageOf(error).replace(/ \(os error \d+\)$/, "").split(": ").at(-1)!;
}
