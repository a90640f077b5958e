/** The way from a request to a test that is ready to run: load, look at the init code, read the options, plan. */

import { ExitCode, SquallError } from "../base/mod.ts";
import type { InitReport } from "../runtime/mod.ts";
import {
  consolidateOptions,
  findMissingFunctions,
  parseOptions,
  planTest,
  problemsError,
  type TestOptions,
  type TestPlan,
} from "../scenario/mod.ts";
import type { Program } from "../script/mod.ts";
import { Measurements } from "./measurements.ts";
import { OPTION_CHECKS } from "./option_checks.ts";
import type { RunRequest } from "./run_request.ts";
import type { ThreadCrew } from "./thread_crew.ts";
import { loadScript, scriptDirectory } from "./load_script.ts";

/** With fewer VUs than this for each, one more thread is not worth its memory. */
const VUS_PER_THREAD = 16;

/** A test that is ready to be hosted. */
export interface PreparedTest {
  /** Absent where functions of the program itself are run. */
  readonly program: Program | undefined;
  readonly init: InitReport;
  readonly options: TestOptions;
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
  // The thread starts while the script is loaded: the two take about the same time.
  const thread = crew.add();
  const program = request.functions === undefined ? await loadScript(request) : undefined;
  if (program !== undefined) {
    await thread.request("load", { program, env: request.settings.env, directory: scriptDirectory(request) });
  }
  const init = await thread.request("inspect", undefined);
  if (init.functions.length === 0) throw noFunctions(request);
  const options = readOptions(request, init);
  const measurements = createMeasurements(request, options, init);
  const plan = planTest(options, 1);
  const threads = chooseThreads(request, plan.plannedVus);
  return { program, init, options, measurements, plan: threads === 1 ? plan : planTest(options, threads) };
}

function readOptions(request: RunRequest, init: InitReport): TestOptions {
  const exported: unknown = init.options === undefined ? undefined : JSON.parse(init.options);
  const script = parseOptions(exported, { level: "script", checks: OPTION_CHECKS });
  const order = ["json", "script", "env", "cli"];
  const layers = [...request.layers, script].sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  const { options, problems, warnings } = consolidateOptions(layers);
  for (const message of warnings) request.host.log({ level: "warning", message, time: Date.now() });
  if (problems.length > 0) throw problemsError(problems);
  const missing = findMissingFunctions(options.scenarios, new Set(init.functions));
  if (missing.length > 0) throw problemsError(missing);
  return options;
}

function createMeasurements(request: RunRequest, options: TestOptions, init: InitReport): Measurements {
  const { noThresholds, summaryMode } = request.settings;
  const measurements = new Measurements({
    thresholds: options.thresholds,
    noThresholds,
    summaryMode,
    tags: options.tags,
  });
  const problems = measurements.checkThresholds(init.metrics);
  if (problems.length > 0) {
    throw new SquallError("INVALID_THRESHOLDS", problems.join("\n"), { exitCode: ExitCode.InvalidConfig });
  }
  return measurements;
}

function chooseThreads({ settings }: RunRequest, vus: number): number {
  const wanted = settings.threads ?? Math.min(navigator.hardwareConcurrency, Math.floor(vus / VUS_PER_THREAD));
  // A thread without VUs would have nothing to do.
  return Math.max(1, Math.min(wanted, vus));
}

function noFunctions({ script }: RunRequest): SquallError {
  return new SquallError("NO_EXPORTED_FUNCTIONS", `no exported functions in script: ${script.url.href}`, {
    exitCode: ExitCode.ScriptException,
    hint: "Export the function that virtual users run: export default function () { … }",
  });
}
