/**
 * The ramping-arrival-rate executor: iterations start at a rate that changes in stages, however long they take. It lasts
 * as long as its stages; k6 ends it with the last start, which may be a long time earlier.
 */

import {
  arrivalDemands,
  arrivalFacts,
  arrivalProgress,
  arrivalWork,
  configureArrivalVus,
  configureTimeUnit,
  createArrivalExecutor,
  perSecond,
  rateSentence,
} from "./arrival_rules.ts";
import { RampingArrivalTimes, rateAt } from "./arrival_times.ts";
import type { ExecutorKind } from "./executor_kind.ts";
import type { RampingArrivalRateScenario } from "./scenario.ts";
import { configureStages, highestTarget, totalDuration } from "./stages.ts";

export const RAMPING_ARRIVAL_RATE: ExecutorKind<RampingArrivalRateScenario> = {
  fields: ["startRate", "timeUnit", "stages", "preAllocatedVUs", "maxVUs"],

  configure(base, values, refuse) {
    const { startRate = 0 } = values;
    if (startRate < 0) refuse("startRate", "the startRate value can't be negative");
    const timeUnit = configureTimeUnit(values, refuse);
    const stages = configureStages(values.stages, refuse);
    const vus = configureArrivalVus(values, refuse);
    return { ...base, ...vus, executor: "ramping-arrival-rate", startRate, timeUnit, stages };
  },

  duration: ({ stages }) => totalDuration(stages),

  work: arrivalWork,

  demands: (scenario, work) => arrivalDemands(scenario, work, totalDuration(scenario.stages)),

  // A machine starts iterations as it has VUs.
  numbering: ({ maxVUs }, share) => share.following(maxVUs),

  describe({ startRate, timeUnit, stages }, work) {
    const highest = perSecond({ rate: highestTarget(startRate, stages), timeUnit }, work);
    return {
      sentence: `Up to ${rateSentence(highest, totalDuration(stages))} over ${stages.length} stages`,
      facts: arrivalFacts(work),
    };
  },

  progress(scenario, work, counts) {
    const { startRate, timeUnit, stages } = scenario;
    return arrivalProgress(work, counts, {
      duration: totalDuration(stages),
      rate: perSecond({ rate: rateAt(scenario, counts.elapsed), timeUnit }, work),
      highest: perSecond({ rate: highestTarget(startRate, stages), timeUnit }, work),
    });
  },

  create: (scenario, work, host) =>
    createArrivalExecutor(scenario, work, {
      host,
      duration: totalDuration(scenario.stages),
      times: (share) => new RampingArrivalTimes(scenario, share),
    }),

  ramp: ({ startRate, stages }) => ({ start: startRate, stages }),
};
