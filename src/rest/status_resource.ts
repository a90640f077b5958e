/** `/v1/status`: where the run is, and how to start, pause, scale and stop it. */

import { ExitCode, messageOf, SquallError } from "../base/mod.ts";
import type { RunStatus } from "../engine/mod.ts";
import { HttpProblem, jsonReply, type Reply } from "./http_message.ts";
import { isRecord, parseJson } from "./json_body.ts";
import type { Exchange, RestRun } from "./route.ts";

/** k6's numbers of what a run is doing. */
const STATUS_NUMBERS = {
  loading: 0,
  initialising: 1,
  paused: 4,
  setup: 6,
  running: 7,
  teardown: 8,
  lingering: 9,
  finished: 9,
} as const;
/** What stands in the place of the last two where the run was ended, or marked as failed. */
const INTERRUPTED = 10;
const MARKED_AS_FAILED = 11;

/** The status of a run. */
export function getStatus({ run }: Pick<Exchange, "run">): Reply {
  return jsonReply({ data: { type: "status", id: "default", attributes: attributes(run) } });
}

function attributes(run: RestRun): Readonly<Record<string, unknown>> {
  const { status } = run;
  const { phase, isPaused, vusActive, vusInitialized, end } = status;
  return {
    status: statusNumber(status),
    paused: isPaused,
    vus: vusActive,
    "vus-max": vusInitialized,
    // A run that was marked as failed goes on.
    stopped: end !== undefined && end.exitCode !== ExitCode.MarkedAsFailed,
    running: phase === "setup" || phase === "running" || phase === "teardown",
    tainted: [...run.snapshot()?.tainted.values() ?? []].includes(true),
  };
}

function statusNumber({ phase, end }: RunStatus): number {
  const number = STATUS_NUMBERS[phase];
  if (number !== STATUS_NUMBERS.finished || end === undefined) return number;
  return end.exitCode === ExitCode.MarkedAsFailed ? MARKED_AS_FAILED : INTERRUPTED;
}

/** What may be changed; what is absent stays. */
interface StatusChange {
  readonly stopped?: boolean;
  readonly paused?: boolean;
  readonly vus?: number;
  readonly maxVUs?: number;
}

/** Changes the status of a run. */
export async function patchStatus({ run, body }: Exchange): Promise<Reply> {
  const { stopped = false, paused, vus, maxVUs } = readChange(body);
  // As in k6, a run that is stopped is not changed otherwise.
  if (stopped) {
    run.stop({ exitCode: ExitCode.ScriptStoppedFromRestApi, message: "test run stopped from REST API" });
    return getStatus({ run });
  }
  if (paused !== undefined) await run.control.setPaused(paused).catch(problem("Pause error"));
  if (vus !== undefined || maxVUs !== undefined) {
    const change = { ...(vus !== undefined && { vus }), ...(maxVUs !== undefined && { maxVUs }) };
    await run.control.change(change).catch(problem("Execution config error"));
  }
  return getStatus({ run });
}

/** Turns what the run refuses into an answer. */
function problem(title: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof SquallError && error.code === "INVALID_LOAD") {
      throw new HttpProblem(400, `invalid configuration supplied: ${error.message}`, { title: "Config update error" });
    }
    throw new HttpProblem(500, messageOf(error), { title });
  };
}

function readChange(body: string): StatusChange {
  const title = "Invalid data";
  const value = parseJson(body, title);
  const data = isRecord(value) ? value.data ?? {} : undefined;
  const given = isRecord(data) ? data.attributes ?? {} : undefined;
  if (!isRecord(given)) {
    throw new HttpProblem(400, 'The body must be {"data":{"attributes":{…}}}', { title });
  }
  const read = <T>(name: string, type: "boolean" | "number"): T | undefined => {
    const value = given[name] ?? undefined;
    if (value === undefined || typeof value === type) return value as T | undefined;
    throw new HttpProblem(400, `${name} must be a ${type}: ${JSON.stringify(value).slice(0, 100)}`, { title });
  };
  const change = {
    stopped: read<boolean>("stopped", "boolean"),
    paused: read<boolean>("paused", "boolean"),
    vus: read<number>("vus", "number"),
    maxVUs: read<number>("vus-max", "number"),
  };
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
