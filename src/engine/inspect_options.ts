/** The options of a script as JSON: what `squall inspect` prints. */

import { formatDuration } from "../base/mod.ts";
import { mergeOptions, optionsToJson, planTest, withShownDefaults } from "../scenario/mod.ts";
import { OPTION_CHECKS } from "./option_checks.ts";
import { placeProblems } from "./placed_errors.ts";
import { checkExports } from "./prepared_test.ts";
import { readOptions } from "./read_options.ts";
import type { RunRequest } from "./run_request.ts";
import { inspectScript, scriptLayer } from "./script_inspection.ts";

/**
 * Reads the options that a script exports.
 *
 * @param request The run that is not to be.
 * @returns The options under k6's names, `null` where one is not set.
 * @throws {SquallError} When the script or its options are wrong.
 */
export async function inspectOptions(request: RunRequest): Promise<Record<string, unknown>> {
  const { init } = await inspectScript(request);
  await checkExports(request, init);
  const layer = scriptLayer(request, init, OPTION_CHECKS);
  for (const message of layer.warnings) request.host.log({ level: "warning", message, time: Date.now() });
  const { values, problems } = mergeOptions([layer]);
  if (problems.length > 0) throw await placeProblems(request.script, problems);
  return optionsToJson(values);
}

/**
 * Reads the options of a run from all layers, derives its scenarios, and says what it needs.
 *
 * @param request The run that is not to be.
 * @returns The options as above, then how long the test takes at most, and how many VUs.
 * @throws {SquallError} When the script or its options are wrong.
 */
export async function inspectRequirements(request: RunRequest): Promise<Record<string, unknown>> {
  const { init } = await inspectScript(request);
  await checkExports(request, init);
  const { merged, given, options } = await readOptions(request, init);
  const { maxDuration, maxVus, isEndless } = planTest(options, 1);
  return {
    ...optionsToJson({ ...withShownDefaults(merged), scenarios: given }),
    totalDuration: isEndless ? "infinity" : formatDuration(maxDuration),
    maxVUs: maxVus,
  };
}
