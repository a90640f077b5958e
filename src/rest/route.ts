/** An endpoint of the REST API, and what it is given. */

import type { LogLevel, TestRun } from "../engine/mod.ts";
import type { Reply } from "./http_message.ts";

/** What of a run the REST API uses. */
export type RestRun = Pick<TestRun, "status" | "control" | "setupTeardown" | "snapshot" | "stop">;

/** What an endpoint is given. */
export interface Exchange {
  readonly run: RestRun;
  /** What stands behind the path of the endpoint, decoded: a name or an id. */
  readonly id: string;
  readonly body: string;
  log(level: LogLevel, message: string, fields?: Readonly<Record<string, string>>): void;
}

/** What an endpoint does for one method. */
export type Answer = (exchange: Exchange) => Reply | Promise<Reply>;

/** A row of the table of endpoints. */
export interface Route {
  /** One that ends with `/` has something behind it. */
  readonly path: string;
  /** What it is, for people. */
  readonly doc: string;
  /** By method; `*` for all. */
  readonly answers: Readonly<Record<string, Answer>>;
}
