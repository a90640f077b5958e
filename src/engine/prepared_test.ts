/** The way from a request to a test that is ready to run: load, look at the init code, read the options, plan. */

import type { InitReport } from "../runtime/mod.ts";
import { planTest, type TestOptions, type TestPlan } from "../scenario/mod.ts";
import { type Program, ScriptError } from "../script/mod.ts";
import { findUngrantable } from "./guest_permissions.ts";
import { Measurements } from "./measurements.ts";
import { placeExport } from "./placed_errors.ts";
import { readOptions } from "./read_options.ts";
import type { RunRequest } from "./run_request.ts";
import type { ThreadCrew } from "./thread_crew.ts";
import { examineScript } from "./script_inspection.ts";

/** With fewer VUs than this for each, one more thread is not worth its memory. */
const VUS_PER_THREAD = 16;

/** A test that is ready to be hosted. */
export interface PreparedTest {
  /** Absent where functions of the program itself are run. */
  readonly program: Program | undefined;
  readonly init: InitReport;
  readonly options: TestOptions;
  /** The same as scripts see them. */
  readonly scriptOptions: Readonly<Record<string, unknown>>;
  readonly plan: TestPlan;
  readonly measurements: Measurements;
}

/**
 * Prepares a test.
 *
 * @param request The run.
 * @param crew Gets its first thread, which looks at the init code.
 * @returns The test.
 * @throws {SquallError} When the script or its options are wrong.
 */
export async function prepareTest(request: RunRequest, crew: ThreadCrew): Promise<PreparedTest> {
  for (const message of findUngrantable(request.settings.permissions)) {
    request.host.log({ level: "warning", message, time: Date.now() });
  }
  const { program, init } = await examineScript(request, crew);
  await checkExports(request, init);
  const { options, scriptOptions } = await readOptions(request, init);
  const measurements = createMeasurements(request, options, init);
  const plan = planTest(options, 1);
  const threads = chooseThreads(request, plan.plannedVus);
  return {
    program,
    init,
    options,
    scriptOptions,
    measurements,
    plan: threads === 1 ? plan : planTest(options, threads),
  };
}

function createMeasurements(request: RunRequest, options: TestOptions, init: InitReport): Measurements {
  const { noThresholds, summaryMode, remoteControl } = request.settings;
  const measurements = new Measurements({
    thresholds: options.thresholds,
    noThresholds,
    summaryMode,
    keepsGroups: remoteControl,
    tags: options.tags,
    systemTags: options.systemTags,
    keepsSamples: request.settings.outputs.length > 0,
  });
  measurements.store.define(init.metrics);
  return measurements;
}

function chooseThreads({ settings }: RunRequest, vus: number): number {
  const wanted = settings.threads ?? Math.min(navigator.hardwareConcurrency, Math.floor(vus / VUS_PER_THREAD));
  // A thread without VUs would have nothing to do.
  return Math.max(1, Math.min(wanted, vus));
}

/** Makes sure that there is something to run, and that what may be called is a function. */
export async function checkExports({ script }: RunRequest, { exports, functions }: InitReport): Promise<void> {
  if (functions.length === 0) {
    throw new ScriptError("NO_EXPORTED_FUNCTIONS", "no exported functions in script", {
      url: script.url.href,
      line: 1,
      column: 1,
      hint: "Export the function that virtual users run: export default function () { … }",
    });
  }
  for (const name of ["setup", "teardown"]) {
    if (!exports.includes(name) || functions.includes(name)) continue;
    throw await placeExport(script, name, { code: "NOT_A_FUNCTION", message: `exported '${name}' must be a function` });
  }
}
