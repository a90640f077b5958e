/** The options of a run, from all layers: merged, checked against the script, all problems told at once with their places. */

import type { InitReport } from "../runtime/mod.ts";
import {
  type ConsolidatedOptions,
  consolidateOptions,
  findMissingFunctions,
  type OptionChecks,
} from "../scenario/mod.ts";
import { OPTION_CHECKS } from "./option_checks.ts";
import { placeProblems } from "./placed_errors.ts";
import type { RunRequest } from "./run_request.ts";
import { scriptLayer } from "./script_inspection.ts";

/** Without thresholds, it does not matter what they are. */
const { thresholds: _, ...CHECKS_WITHOUT_THRESHOLDS } = OPTION_CHECKS;

/**
 * Reads the options of a run.
 *
 * @param request The run.
 * @param init What the script exports.
 * @returns The options; what is odd about them is in the log.
 * @throws {SquallError} `INVALID_OPTIONS`, exit code 104, with everything that is wrong.
 */
export async function readOptions(request: RunRequest, init: InitReport): Promise<ConsolidatedOptions> {
  const checks: OptionChecks = request.settings.noThresholds ? CHECKS_WITHOUT_THRESHOLDS : OPTION_CHECKS;
  const script = scriptLayer(request, init, checks);
  const order = ["json", "script", "env", "cli"];
  const layers = [...request.layers, script].sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  const consolidated = consolidateOptions(layers);
  const { options, problems, warnings } = consolidated;
  for (const message of warnings) request.host.log({ level: "warning", message, time: Date.now() });
  if (problems.length > 0) throw await placeProblems(request.script, problems, script);
  const missing = findMissingFunctions(options.scenarios, new Set(init.functions));
  if (missing.length > 0) throw await placeProblems(request.script, missing, script);
  return consolidated;
}
