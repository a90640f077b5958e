/** The options of a run, from all layers: merged, checked against the script, all problems told at once with their places. */

import { parseThresholds, ThresholdSet } from "../metrics/mod.ts";
import type { InitReport } from "../runtime/mod.ts";
import {
  addSources,
  type ConsolidatedOptions,
  consolidateOptions,
  findMissingFunctions,
  type OptionChecks,
  type OptionLevel,
  type Problem,
  type TestOptions,
} from "../scenario/mod.ts";
import { readFeatures, reportFeatures } from "./features.ts";
import { findTlsProblems, OPTION_CHECKS } from "./option_checks.ts";
import { placeProblems } from "./placed_errors.ts";
import type { RunRequest } from "./run_request.ts";
import { scriptLayer } from "./script_inspection.ts";

/** Without thresholds, it does not matter what they are. */
const { thresholds: _, ...CHECKS_WITHOUT_THRESHOLDS } = OPTION_CHECKS;

const LEVELS: readonly OptionLevel[] = ["json", "script", "env", "cli"];

/**
 * Reads the options of a run.
 *
 * @param request The run.
 * @param init What the script exports.
 * @returns The options; what is odd about them is in the log.
 * @throws {SquallError} `INVALID_OPTIONS`, exit code 104, with everything that is wrong.
 */
export async function readOptions(request: RunRequest, init: InitReport): Promise<ConsolidatedOptions> {
  const { noThresholds } = request.settings;
  const checks: OptionChecks = noThresholds ? CHECKS_WITHOUT_THRESHOLDS : OPTION_CHECKS;
  const layers = [...request.layers, scriptLayer(request, init, checks)]
    .sort((one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level));
  const consolidated = consolidateOptions(layers, readFeatures(request.settings));
  reportFeatures(request);
  const { options, warnings } = consolidated;
  const unjudged = findUnjudgeable(options.thresholds, init.metrics);
  const missing = isUnread(consolidated) ? [] : findMissingFunctions(options.scenarios, new Set(init.functions));
  const tls = findTlsProblems(options);
  const problems = [
    ...consolidated.problems,
    ...addSources([...tls.problems, ...noThresholds ? [] : unjudged, ...missing], layers),
  ];
  const odd = noThresholds ? unjudged.map(({ message }) => message) : [];
  for (const message of [...warnings, ...tls.warnings, ...odd]) {
    request.host.log({ level: "warning", message, time: Date.now() });
  }
  if (problems.length > 0) throw await placeProblems(request.script, problems);
  return consolidated;
}

/** Whether scenarios were given and none of them could be read: what would run instead is not what was meant. */
function isUnread({ merged: { scenarios }, problems }: ConsolidatedOptions): boolean {
  return problems.length > 0 && scenarios !== undefined && Object.keys(scenarios).length === 0;
}

/** The thresholds that can be understood, but not judged: there is no such metric, or it is of another kind. */
function findUnjudgeable(option: TestOptions["thresholds"], metrics: InitReport["metrics"]): Problem[] {
  const byName = new Map(metrics.map((metric) => [metric.name, metric]));
  const thresholds = new ThresholdSet(parseThresholds(option).thresholds);
  return thresholds.check((name) => byName.get(name)).map(({ message, keys }) => ({
    message,
    keys: ["thresholds", ...keys.map(String)],
  }));
}
