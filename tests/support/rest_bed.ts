/** A script that runs while a test steers it through its REST API, over real HTTP. */

import type { LogRecord, TestRun } from "../../src/engine/mod.ts";
import { RestServer, type RestServerOptions } from "../../src/rest/mod.ts";
import { runScript, type ScriptRun, type ScriptRunOptions } from "./run_script.ts";

/** An answer of the API. */
export interface RestAnswer {
  readonly status: number;
  /** The JSON value, or the text where it is none. */
  readonly body: unknown;
}

/** The attributes of a status. */
export type Status =
  & Readonly<Record<"status" | "vus" | "vus-max", number>>
  & Readonly<Record<"paused" | "stopped" | "running" | "tainted", boolean>>;

/** How the API of a run is asked. */
export class RestCaller {
  readonly url: string;

  /** @param url Without a path. */
  constructor(url: string) {
    this.url = url;
  }

  /** Asks; a body that is no text is sent as JSON. */
  async ask(method: string, path: string, body?: unknown): Promise<RestAnswer> {
    const response = await fetch(this.url + path, {
      method,
      body: body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await response.text();
    try {
      return { status: response.status, body: JSON.parse(text) };
    } catch {
      return { status: response.status, body: text };
    }
  }

  get(path: string): Promise<RestAnswer> {
    return this.ask("GET", path);
  }

  /** Changes the status as k6's operator does. */
  patch(attributes: Readonly<Record<string, unknown>>): Promise<RestAnswer> {
    return this.ask("PATCH", "/v1/status", { data: { attributes, id: "default", type: "status" } });
  }

  async status(): Promise<Status> {
    const { body } = await this.get("/v1/status");
    return (body as { data: { attributes: Status } }).data.attributes;
  }

  /** Asks again and again until an answer is as wanted, which it is to be some time. */
  async until<T>(ask: () => Promise<T>, isWanted: (answer: T) => boolean): Promise<T> {
    for (;;) {
      const answer = await ask();
      if (isWanted(answer)) return answer;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Waits until the run is in a state of that number. */
  untilStatus(number: number): Promise<Status> {
    return this.until(() => this.status(), ({ status }) => status === number);
  }
}

/** What is different from a plain run. */
export interface RestRunOptions extends ScriptRunOptions {
  readonly limits?: RestServerOptions["limits"];
}

/** What a test that steers a run is given. */
export interface SteeredRun {
  readonly api: RestCaller;
  readonly run: TestRun;
  /** What the API itself has logged. */
  readonly logged: readonly LogRecord[];
}

/**
 * Runs a script with its REST API.
 *
 * @param source The script.
 * @param options How to run it.
 * @param steer Asks the API. When it is through, a run that is not over is stopped.
 * @returns What came of the script.
 */
export async function runWithRest(
  source: string,
  options: RestRunOptions,
  steer: (steered: SteeredRun) => Promise<void>,
): Promise<ScriptRun> {
  const logged: LogRecord[] = [];
  const { limits = {}, ...rest } = options;
  const started = Promise.withResolvers<TestRun>();
  const running = runScript(source, {
    ...rest,
    settings: { remoteControl: true, ...rest.settings },
    started: (run) => started.resolve(run),
  });
  const run = await started.promise;
  const log = (record: LogRecord): unknown => logged.push(record);
  await using server = RestServer.start(run, { address: "127.0.0.1:0", log, limits });
  try {
    await steer({ api: new RestCaller(server.url), run, logged });
  } finally {
    run.control.leave();
    if (run.status.phase !== "finished") run.stop({ exitCode: 105, message: "the test has seen enough" });
    await running;
  }
  return await running;
}
