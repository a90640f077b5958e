/** The externally-controlled executor of k6 1: VUs whose number an operator changes while the test runs. */

import { formatDuration } from "../base/mod.ts";
import { ControlledExecutor } from "./controlled_executor.ts";
import type { ExecutorKind } from "./executor_kind.ts";
import { fractionOf, padCount, timeColumn } from "./progress_columns.ts";
import type { ExternallyControlledScenario } from "./scenario.ts";
import { steadyDemands, vusOnly } from "./vu_demands.ts";

export const EXTERNALLY_CONTROLLED: ExecutorKind<ExternallyControlledScenario> = {
  fields: ["vus", "maxVUs", "duration"],

  configure(base, { vus = base.vus, maxVUs = vus, duration, gracefulStop }, refuse) {
    if (vus < 0) refuse("vus", "the number of VUs can't be negative");
    if (vus > maxVUs) {
      refuse(
        "maxVUs",
        `the number of active VUs (${vus}) must be less than or equal to the number of maxVUs (${maxVUs})`,
      );
    }
    if (duration === undefined) refuse("duration", "the duration must be specified, for infinite duration use 0");
    else if (duration < 0) refuse("duration", "the duration can't be negative, for infinite duration use 0");
    if (gracefulStop !== undefined) {
      refuse("gracefulStop", "gracefulStop is not supported by the externally controlled executor");
    }
    return { ...base, gracefulStop: 0, executor: "externally-controlled", vus, maxVUs, duration: duration ?? 0 };
  },

  duration: ({ duration }) => duration === 0 ? Infinity : duration,

  work: ({ maxVUs }, share) => vusOnly(share.scale(maxVUs), share),

  demands: ({ duration }, { vus }) => steadyDemands(vus, duration === 0 ? Infinity : duration),

  isOpen: true,

  numbering: (_scenario, share) => share,

  // The whole test's numbers and nothing more, as in k6.
  describe: ({ vus, maxVUs, duration }) => ({
    sentence: `Externally controlled execution with ${vus} VUs, ${maxVUs} max VUs, ` +
      (duration === 0 ? "infinite duration" : `${formatDuration(duration)} duration`),
    facts: [],
  }),

  progress({ duration }, work, { elapsed, activeVus, lentVus }) {
    const most = Math.max(work.vus, lentVus);
    return {
      fraction: duration === 0 ? 1 : fractionOf(elapsed, duration),
      columns: [`${padCount(activeVus, most)}/${most} VUs`, duration === 0 ? "0s" : timeColumn(elapsed, duration)],
    };
  },

  create: (scenario, work, host) => new ControlledExecutor(host, scenario, work),
};
