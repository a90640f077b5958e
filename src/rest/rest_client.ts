/** A client of the REST API of a run, be it squall's or k6's. */

import { SquallError, systemReason } from "../base/mod.ts";
import { type Address, DEFAULT_ADDRESS, demandNet, formatAddress, localHosts, parseAddress } from "./address.ts";
import { isRecord } from "./json_body.ts";

/** How long an answer is waited for, in milliseconds. */
const PATIENCE_MS = 30_000;
/** Most characters of an answer. */
const MOST_ANSWER = 64 * 1024 * 1024;

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
  readonly #address: Address;
  readonly #text: string;
  readonly #patience: number;

  /**
   * @param address `HOST:PORT`; without a host it is this machine.
   * @param patience How long an answer is waited for, in milliseconds.
   * @throws {SquallError} `INVALID_ADDRESS`, and `NOT_PERMITTED` where Deno may not connect to it.
   */
  constructor(address: string = DEFAULT_ADDRESS, patience: number = PATIENCE_MS) {
    this.#patience = patience;
    this.#text = address.startsWith(":") ? `localhost${address}` : address;
    this.#address = parseAddress(this.#text);
    demandNet("connect to", this.#address);
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
    return readStatus(await this.#request("PATCH", "/v1/status", JSON.stringify(body)));
  }

  /** What was measured so far. */
  async metrics(): Promise<readonly MetricResource[]> {
    return await this.#request("GET", "/v1/metrics") as readonly MetricResource[];
  }

  /** The `data` of an answer. */
  async #request(method: string, path: string, body = ""): Promise<unknown> {
    const answer = await this.#fetch(method, path, body);
    const errors = isRecord(answer) ? answer.errors : undefined;
    if (Array.isArray(errors) && errors.length > 0) {
      const texts = errors.map(({ title, detail }: Record<string, unknown>) => `${title}: ${detail}`);
      throw new SquallError("REFUSED", texts.join("\n"));
    }
    if (!isRecord(answer) || typeof answer.data !== "object" || answer.data === null) throw this.#stranger();
    return answer.data;
  }

  async #fetch(method: string, path: string, body: string): Promise<unknown> {
    let text: string;
    try {
      text = await exchange(this.#address, { method, path, body, patience: this.#patience });
    } catch (error) {
      throw new SquallError("NOT_REACHABLE", `No test answers at ${this.#text}: ${systemReason(error)}`, {
        cause: error,
        hint: "A test that is to be steered is run with --address; give the same address here",
      });
    }
    const [head = "", answer = ""] = /^(.*?)\r\n\r\n(.*)$/s.exec(text)?.slice(1) ?? [];
    try {
      if (head.startsWith("HTTP/1.")) return JSON.parse(answer);
    } catch {
      // It is none.
    }
    throw this.#stranger();
  }

  #stranger(): SquallError {
    return new SquallError("NOT_REACHABLE", `What answers at ${this.#text} is no test of squall or k6`);
  }
}

function readStatus(data: unknown): StatusAttributes {
  const attributes = isRecord(data) ? data.attributes : undefined;
  if (isRecord(attributes)) return attributes as unknown as StatusAttributes;
  throw new SquallError("NOT_REACHABLE", "The answer has no status in it");
}

/** One request, and how long its answer is waited for, in milliseconds. */
interface Question {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly patience: number;
}

/**
 * Asks a server directly. The runtime's `fetch` would take a proxy of the environment even to this very machine; a
 * request of HTTP/1.0 is answered in one piece, up to the end of the connection.
 */
async function exchange(
  { hostname, port }: Address,
  { method, path, body, patience }: Question,
): Promise<string> {
  const connection = await dial({ hostname, port });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    connection.close();
  }, patience);
  try {
    const bytes = new TextEncoder().encode(body);
    const head = `${method} ${path} HTTP/1.0\r\nHost: ${formatAddress({ hostname, port })}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${bytes.byteLength}\r\n\r\n`;
    const request = new TextEncoder().encode(head + body);
    for (let sent = 0; sent < request.byteLength;) sent += await connection.write(request.subarray(sent));
    return await readToEnd(connection);
  } catch (error) {
    throw isLate ? new Error(`no answer within ${patience}ms`) : error;
  } finally {
    clearTimeout(timer);
    if (!isLate) connection.close();
  }
}

async function dial({ hostname, port }: Address): Promise<Deno.TcpConn> {
  const [first = hostname, second] = localHosts(hostname);
  const dialled = Deno.connect({ hostname: first, port });
  return await (second === undefined
    ? dialled
    : dialled.catch((error) => Deno.connect({ hostname: second, port }).catch(() => Promise.reject(error))));
}

async function readToEnd(connection: Deno.TcpConn): Promise<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(64 * 1024);
  let text = "";
  while (text.length < MOST_ANSWER) {
    const count = await connection.read(buffer);
    if (count === null) return text + decoder.decode();
    text += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
  throw new Error("the answer does not end");
}
