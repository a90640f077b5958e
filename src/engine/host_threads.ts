/** Gets the threads of a run ready: tells each what to host, and has it make its VUs. */

import { tellsOptions } from "../api/mod.ts";
import type { SharedCounters } from "../runtime/mod.ts";
import { openSocketLimit } from "./socket_limit.ts";
import { loadRequest } from "./load_script.ts";
import type { PreparedTest } from "./prepared_test.ts";
import type { RunRequest } from "./run_request.ts";
import type { ThreadCrew } from "./thread_crew.ts";
import { localAddresses, networkSettings, tlsParameters, vuOptions } from "./vu_options.ts";

/**
 * Starts the threads that the plan asks for and initialises all VUs.
 *
 * @param request The run.
 * @param test The test; its first thread runs already.
 * @param crew The threads.
 * @param counters The numbers that the threads share.
 * @throws {SquallError} When the init code of a VU throws.
 */
export async function hostThreads(
  request: RunRequest,
  { program, init, options, scriptOptions, plan, measurements }: PreparedTest,
  crew: ThreadCrew,
  counters: SharedCounters,
): Promise<void> {
  const { settings } = request;
  const loads = program === undefined ? [] : plan.threads.slice(1).map(() => {
    return crew.add().request("load", loadRequest(request, program));
  });
  await Promise.all(loads);
  const limit = openSocketLimit();
  const asks = program?.builtins.some(tellsOptions) ?? true;
  await crew.each((thread) =>
    thread.request("configure", {
      options: vuOptions(options, settings, localAddresses(options, plan)),
      network: networkSettings(options, settings),
      tls: tlsParameters(options),
      transport: settings.transport,
      maxSockets: limit === undefined ? undefined : Math.max(1, Math.floor(limit / plan.threads.length)),
      views: measurements.views,
      keepsSamples: settings.outputs.length > 0,
      plan: plan.threads[thread.index]!,
      scriptOptions: asks ? scriptOptions : undefined,
      plannedVus: plan.plannedVus,
      thread: thread.index,
      counters: counters.memory,
      sharedArrays: init.sharedArrays,
      openedFiles: init.openedFiles,
      sharedFiles: init.sharedFiles,
    })
  );
  await crew.each((thread) => thread.request("initialise", undefined));
}
