/** The end of a run: its summary on the screen, in files, and through `handleSummary`. */

import { demandAccess, messageOf, SquallError, systemReason } from "../base/mod.ts";
import {
  buildSummary,
  exportSummary,
  formatSummary,
  handleSummaryData,
  type MachineSummary,
  machineSummary,
  type Summary,
  type SummaryData,
  type SummaryMode,
} from "../report/mod.ts";
import type { PreparedTest } from "./prepared_test.ts";
import type { RunRequest } from "./run_request.ts";
import type { ThreadCrew } from "./thread_crew.ts";
import { VERSION } from "./version.ts";

/** What the summary of a run is made from. */
export interface FinishedRun {
  readonly request: RunRequest;
  readonly test: PreparedTest;
  readonly crew: ThreadCrew;
  /** Milliseconds. */
  readonly duration: number;
  /** What `setup` returned, as JSON. */
  readonly setupData: string | undefined;
  /** Whether the script is asked what it makes of the summary. */
  readonly asks: boolean;
}

/**
 * Writes the summary wherever it is wanted. What cannot be written is logged and changes nothing else.
 *
 * @param run The run.
 * @returns The summary; `undefined` where summaries are switched off.
 */
export async function writeSummary(run: FinishedRun): Promise<Summary | undefined> {
  const { settings, host } = run.request;
  const mode = settings.summaryMode;
  if (mode === "disabled") {
    const bottleneck = run.test.measurements.pulse.bottleneck();
    if (bottleneck !== undefined) logWarning(run.request, bottleneck);
    return undefined;
  }
  const summary = summarise(run, mode);
  const machine = settings.machineReadableSummary ? await readMachineSummary(run, summary, mode) : undefined;
  const files = await callHandleSummary(run, machine ?? scriptData(run, summary));
  if (files === undefined) {
    const colors = host.terminal.colors && host.terminal.stdout;
    host.write("stdout", formatSummary(summary, { mode, colors }));
  } else {
    writeFiles(run, files);
    // The script's own text does not tell.
    if (summary.bottleneck !== undefined) logWarning(run.request, summary.bottleneck);
  }
  if (settings.summaryExport !== undefined) {
    const text = machine === undefined ? exportSummary(summary) : JSON.stringify(machine, null, 4);
    writeFiles(run, new Map([[settings.summaryExport, text]]));
  }
  return summary;
}

function summarise({ test, duration, setupData }: FinishedRun, mode: SummaryMode): Summary {
  const { measurements, options } = test;
  return buildSummary({
    store: measurements.store,
    mode,
    submetrics: measurements.submetrics,
    thresholds: measurements.thresholds,
    durationMs: duration,
    trendStats: options.summaryTrendStats,
    timeUnit: options.summaryTimeUnit ?? "",
    bottleneck: measurements.pulse.bottleneck(),
    setupData: setupData === undefined ? undefined : JSON.parse(setupData),
  });
}

function scriptData({ request }: FinishedRun, summary: Summary): SummaryData {
  const { stdout, stderr, colors } = request.host.terminal;
  return handleSummaryData(summary, { noColor: !colors, isStdOutTty: stdout, isStdErrTty: stderr });
}

async function readMachineSummary(
  { request: { script, functions } }: FinishedRun,
  summary: Summary,
  mode: SummaryMode,
): Promise<MachineSummary> {
  const isFile = functions === undefined && script.url.protocol === "file:";
  // A script that is gone by now has been run all the same.
  const read = () => isFile ? Deno.readTextFile(script.url).catch(() => "") : "";
  return machineSummary(summary, {
    mode,
    script: script.source ?? await read(),
    version: `squall/${VERSION}`,
    now: new Date(),
  });
}

/** What `handleSummary` wants written; `undefined` where there is none, it returns nothing, or it fails. */
async function callHandleSummary(
  { request, test, crew }: FinishedRun,
  data: SummaryData | MachineSummary,
): Promise<ReadonlyMap<string, string | ArrayBuffer> | undefined> {
  const { exports, functions } = test.init;
  if (!functions.includes("handleSummary")) {
    if (exports.includes("handleSummary")) logError(request, "exported identifier handleSummary must be a function");
    return undefined;
  }
  if (!crew.first.isAlive) return undefined;
  try {
    const timeout = test.options.handleSummaryTimeout;
    return await crew.first.request("summarise", { timeout, data });
  } catch (error) {
    const { code, hint } = error instanceof SquallError ? error : {};
    // That a thread has died was logged already.
    if (code === "THREAD_DIED") return undefined;
    logError(request, messageOf(error), hint === undefined ? undefined : { hint });
    return undefined;
  }
}

function writeFiles({ request }: FinishedRun, files: ReadonlyMap<string, string | ArrayBuffer>): void {
  const problems: string[] = [];
  for (const [path, content] of files) {
    const bytes = typeof content === "string" ? content : new Uint8Array(content);
    if (path === "stdout" || path === "stderr") {
      request.host.write(path, bytes);
      continue;
    }
    try {
      demandAccess("write", path);
      if (typeof bytes === "string") Deno.writeTextFileSync(path, bytes);
      else Deno.writeFileSync(path, bytes);
    } catch (error) {
      problems.push(`could not open '${path}': ${systemReason(error)}`);
    }
  }
  if (problems.length > 0) {
    logError(request, `Could not save some summary information:\n\t- ${problems.join("\n\t- ")}`);
  }
}

function logWarning({ host }: RunRequest, message: string): void {
  host.log({ level: "warning", message, time: Date.now() });
}

function logError({ host }: RunRequest, message: string, fields?: Readonly<Record<string, string>>): void {
  host.log({ level: "error", message, time: Date.now(), ...(fields === undefined ? {} : { fields }) });
}
