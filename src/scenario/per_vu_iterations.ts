/** The per-vu-iterations executor: every VU does the same number of iterations. */

import { DEFAULT_MAX_DURATION, requireMaxDuration, requireVus } from "./configuration_rules.ts";
import type { ExecutorHost } from "./executor.ts";
import type { ExecutorKind, Work } from "./executor_kind.ts";
import { steadyDemands, vusOnly } from "./vu_demands.ts";
import { LoopingExecutor, type LoopRules } from "./looping_executor.ts";
import { countColumn, fractionOf, maxDurationFact, timeColumn } from "./progress_columns.ts";
import type { PerVuIterationsScenario } from "./scenario.ts";

export const PER_VU_ITERATIONS: ExecutorKind<PerVuIterationsScenario> = {
  fields: ["vus", "iterations", "maxDuration"],

  configure(base, { iterations = 1, maxDuration = DEFAULT_MAX_DURATION }, refuse) {
    requireVus(base.vus, refuse);
    if (iterations <= 0) refuse("iterations", "the number of iterations must be more than 0");
    requireMaxDuration(maxDuration, refuse);
    return { ...base, executor: "per-vu-iterations", iterations, maxDuration };
  },

  duration: (scenario) => scenario.maxDuration,

  work: ({ vus, iterations }, share) => ({ ...vusOnly(share.scale(vus), share), iterations }),

  demands: (scenario, { vus }) => steadyDemands(vus, scenario.maxDuration + scenario.gracefulStop),

  numbering: (_scenario, share) => share,

  describe: (scenario, { vus, iterations }) => ({
    sentence: `${iterations} iterations for each of ${vus} VUs`,
    facts: [maxDurationFact(scenario)],
  }),

  progress({ maxDuration }, { vus, iterations }, { elapsed, iterations: done }) {
    const total = vus * iterations;
    return {
      // Past the limit k6 shows this executor as complete, whatever is missing.
      fraction: elapsed > maxDuration ? 1 : fractionOf(done, total),
      columns: [
        `${vus} VUs`,
        timeColumn(elapsed, maxDuration),
        `${countColumn(done, total)} iters, ${iterations} per VU`,
      ],
    };
  },

  create({ maxDuration, gracefulStop }, work, host) {
    const rules = perVuRules(work, host);
    return new LoopingExecutor(host, { vus: work.vus, duration: maxDuration, gracefulStop, rules });
  },
};

/** Each VU has its own count; what a VU could not start is dropped. */
function perVuRules({ vus, iterations }: Work, host: ExecutorHost): LoopRules {
  const begun = new Uint32Array(vus);
  return {
    claim(vu) {
      if (begun[vu]! >= iterations) return false;
      begun[vu]!++;
      return true;
    },
    retired(vu) {
      if (begun[vu]! < iterations) host.dropped(iterations - begun[vu]!);
    },
  };
}
