/** Looks at a script without running a test: what it exports, defines, imports and opens. */

import type { InitReport } from "../runtime/mod.ts";
import { type OptionChecks, type OptionLayer, parseOptions } from "../scenario/mod.ts";
import type { Program } from "../script/mod.ts";
import { loadRequest, loadScript, type ModuleListener } from "./load_script.ts";
import { guestThreadPermissions } from "./guest_permissions.ts";
import type { RunRequest } from "./run_request.ts";
import { ThreadCrew } from "./thread_crew.ts";

/** A script that was evaluated once. */
export interface ExaminedScript {
  /** Absent where functions of the program itself are run. */
  readonly program: Program | undefined;
  readonly init: InitReport;
}

/**
 * Loads a script and evaluates its init code once.
 *
 * @param request The run.
 * @param crew Gets its first thread, which does it.
 * @param listener Is told of every module.
 * @returns What came to light.
 * @throws {SquallError} When the script cannot be loaded, or throws.
 */
export async function examineScript(
  request: RunRequest,
  crew: ThreadCrew,
  listener?: ModuleListener,
): Promise<ExaminedScript> {
  // The thread starts while the script is loaded: the two take about the same time.
  const thread = crew.add();
  const program = request.functions === undefined ? await loadScript(request, listener) : undefined;
  if (program !== undefined) await thread.request("load", loadRequest(request, program));
  return { program, init: await thread.request("inspect", undefined) };
}

/**
 * Does the same in a thread of its own, for whoever does not run the test.
 *
 * @param request The run that is not to be.
 * @param listener Is told of every module.
 */
export async function inspectScript(request: RunRequest, listener?: ModuleListener): Promise<ExaminedScript> {
  const { promise: death, reject } = Promise.withResolvers<never>();
  // Where nobody waits for the thread any more, its end is of no concern.
  death.catch(() => {});
  using crew = new ThreadCrew(guestThreadPermissions(request), {
    metrics: () => {},
    health: () => {},
    printed: () => {},
    log: (record) => request.host.log(record),
    // Nothing is run, so nothing has to be kept secret yet.
    secret: () => Promise.resolve({ error: "no secret sources are configured" }),
    aborted: reject,
    markedAsFailed: () => {},
    died: reject,
  });
  return await Promise.race([examineScript(request, crew, listener), death]);
}

/**
 * The options of the script: those that it exports, or those in the archive that it is from.
 *
 * @param request The run.
 * @param init What the script exports.
 * @param checks Further checks.
 */
export function scriptLayer({ script }: RunRequest, init: InitReport, checks: OptionChecks): OptionLayer {
  const exported: unknown = init.options === undefined ? undefined : JSON.parse(init.options);
  if (script.archive === undefined) return parseOptions(exported, { level: "script", checks });
  return parseOptions(script.archive.options, { level: "script", title: "the archive's options", checks });
}
