/** The shared-iterations executor: a number of iterations that is taken by whichever VU is free, on any thread. */

import { DEFAULT_MAX_DURATION, requireMaxDuration, requireVus } from "./configuration_rules.ts";
import type { ExecutorHost } from "./executor.ts";
import type { ExecutorKind, Work } from "./executor_kind.ts";
import { steadyDemands, vusOnly } from "./vu_demands.ts";
import { LoopingExecutor, type LoopRules } from "./looping_executor.ts";
import { countColumn, fractionOf, maxDurationFact, timeColumn } from "./progress_columns.ts";
import type { SharedIterationsScenario } from "./scenario.ts";

export const SHARED_ITERATIONS: ExecutorKind<SharedIterationsScenario> = {
  fields: ["vus", "iterations", "maxDuration"],

  configure(base, { iterations = 1, maxDuration = DEFAULT_MAX_DURATION }, refuse) {
    requireVus(base.vus, refuse);
    if (iterations < base.vus) {
      const numbers = `iterations (${iterations}) can't be less than the number of VUs (${base.vus})`;
      refuse("iterations", `the number of ${numbers}`);
    }
    requireMaxDuration(maxDuration, refuse);
    return { ...base, executor: "shared-iterations", iterations, maxDuration };
  },

  duration: (scenario) => scenario.maxDuration,

  work: ({ vus, iterations }, share) => ({
    ...vusOnly(share.scale(vus), share),
    iterations: share.following(vus).scale(iterations),
  }),

  demands: (scenario, { vus }) => steadyDemands(vus, scenario.maxDuration + scenario.gracefulStop),

  // A machine takes iterations as it has VUs, so that all machines end together.
  numbering: ({ vus }, share) => share.following(vus),

  describe: (scenario, { vus, iterations }) => ({
    sentence: `${iterations} iterations shared among ${vus} VUs`,
    facts: [maxDurationFact(scenario)],
  }),

  progress({ maxDuration }, { vus, iterations }, { elapsed, iterations: done }) {
    return {
      fraction: fractionOf(done, iterations),
      columns: [`${vus} VUs`, timeColumn(elapsed, maxDuration), `${countColumn(done, iterations)} shared iters`],
    };
  },

  create({ maxDuration, gracefulStop }, work, host) {
    const rules = sharedRules(work, host);
    return new LoopingExecutor(host, { vus: work.vus, duration: maxDuration, gracefulStop, rules });
  },
};

/** One count for all threads. Whichever thread ends first takes what is left, and it is dropped: exact without a talk. */
function sharedRules({ iterations }: Work, host: ExecutorHost): LoopRules {
  return {
    claim: () => host.claimIterations(1) <= iterations,
    ended() {
      const left = iterations - host.claimIterations(iterations) + 1;
      if (left > 0) host.dropped(left);
    },
  };
}
