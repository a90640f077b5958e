/** The constant-arrival-rate executor: iterations start at a steady rate, however long they take. */

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
import { ConstantArrivalTimes } from "./arrival_times.ts";
import { requireDuration } from "./configuration_rules.ts";
import type { ExecutorKind } from "./executor_kind.ts";
import type { ConstantArrivalRateScenario } from "./scenario.ts";

export const CONSTANT_ARRIVAL_RATE: ExecutorKind<ConstantArrivalRateScenario> = {
  fields: ["rate", "timeUnit", "duration", "preAllocatedVUs", "maxVUs"],

  configure(base, values, refuse) {
    const { rate, duration } = values;
    if (rate === undefined) refuse("rate", "the iteration rate isn't specified");
    else if (rate <= 0) refuse("rate", "the iteration rate must be more than 0");
    const timeUnit = configureTimeUnit(values, refuse);
    requireDuration(duration, refuse);
    const vus = configureArrivalVus(values, refuse);
    return {
      ...base,
      ...vus,
      executor: "constant-arrival-rate",
      rate: rate ?? 0,
      timeUnit,
      duration: duration ?? 0,
    };
  },

  duration: (scenario) => scenario.duration,

  work: arrivalWork,

  demands: (scenario, work) => arrivalDemands(scenario, work, scenario.duration),

  // A machine starts iterations as it has VUs.
  numbering: ({ maxVUs }, share) => share.following(maxVUs),

  describe: (scenario, work) => ({
    sentence: rateSentence(perSecond(scenario, work), scenario.duration),
    facts: arrivalFacts(work),
  }),

  progress(scenario, work, counts) {
    const rate = perSecond(scenario, work);
    return arrivalProgress(work, counts, { duration: scenario.duration, rate, highest: rate });
  },

  create: (scenario, work, host) =>
    createArrivalExecutor(scenario, work, {
      host,
      duration: scenario.duration,
      times: (share) => new ConstantArrivalTimes(scenario, scenario.duration, share),
    }),
};
