/** Whether the functions that scenarios run are there. */

import type { Problem } from "./problem.ts";
import type { Scenario } from "./scenario.ts";

/**
 * Finds the scenarios whose `exec` is not exported by the script.
 *
 * @param scenarios The scenarios of the test.
 * @param exported The names of all functions that the script exports.
 * @returns A problem for each, in k6's words.
 */
export function findMissingFunctions(scenarios: readonly Scenario[], exported: ReadonlySet<string>): Problem[] {
  return scenarios
    .filter(({ exec }) => !exported.has(exec))
    .map(({ name, exec }) => ({
      message: `executor ${name}: function '${exec}' not found in exports`,
      // Nobody has written the default.
      ...(exec !== "default" && { path: `scenarios.${name}.exec`, value: exec }),
    }));
}
