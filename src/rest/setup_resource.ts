/** `/v1/setup` and `/v1/teardown`: for many machines that share one setup. */

import { messageOf } from "../base/mod.ts";
import type { TestRun } from "../engine/mod.ts";
import { HttpProblem, jsonReply, type Reply } from "./http_message.ts";
import { parseJson } from "./json_body.ts";
import type { Exchange, RestRun } from "./route.ts";

/** What `setup` returned, or was put in its place. */
export function getSetup({ run }: Pick<Exchange, "run">): Reply {
  const json = run.setupTeardown?.data;
  const attributes = json === undefined ? {} : { data: JSON.parse(json) };
  return jsonReply({ data: { type: "setupData", id: "default", attributes } });
}

/** Puts other data in its place; none, where the body is empty. */
export function putSetup({ run, body }: Exchange): Reply {
  const data = body === "" ? undefined : JSON.stringify(parseJson(body, "Error parsing request body"));
  loaded(run).data = data;
  return getSetup({ run });
}

/** Runs `setup`, whatever the options say. */
export async function postSetup(exchange: Exchange): Promise<Reply> {
  await loaded(exchange.run).setUp().catch(failure(exchange, "Error executing setup"));
  return getSetup(exchange);
}

/** Runs `teardown`, whatever the options say. */
export async function postTeardown(exchange: Exchange): Promise<Reply> {
  await loaded(exchange.run).tearDown().catch(failure(exchange, "Error executing teardown"));
  return { status: 200, body: "" };
}

function loaded({ setupTeardown }: RestRun): NonNullable<TestRun["setupTeardown"]> {
  if (setupTeardown === undefined) throw new HttpProblem(503, "The test is not loaded yet");
  return setupTeardown;
}

/** What fails is told to whoever asked, and to whoever reads the log; the run goes on. */
function failure({ log }: Exchange, title: string): (error: unknown) => never {
  return (error) => {
    log("error", title, { error: messageOf(error) });
    throw new HttpProblem(500, messageOf(error), { title });
  };
}
