/** The ramping-vus executor: a number of VUs that changes in stages. */

import { formatDuration } from "../base/mod.ts";
import type { ExecutorKind } from "./executor_kind.ts";
import { formatFixedDuration, fractionOf, padCount } from "./progress_columns.ts";
import { rampWindows } from "./ramp_windows.ts";
import { RampingExecutor } from "./ramping_executor.ts";
import type { RampingVusScenario } from "./scenario.ts";
import { Share } from "./share.ts";
import { configureStages, highestTarget, MOST_VUS, totalDuration } from "./stages.ts";
import { vusOnly } from "./vu_demands.ts";

const DEFAULT_RAMP_DOWN = 30_000;

export const RAMPING_VUS: ExecutorKind<RampingVusScenario> = {
  fields: ["startVUs", "stages", "gracefulRampDown"],

  configure(base, { startVUs = 1, stages: given, gracefulRampDown = DEFAULT_RAMP_DOWN }, refuse) {
    if (startVUs < 0) refuse("startVUs", "the number of start VUs can't be negative");
    if (startVUs > MOST_VUS) refuse("startVUs", `the startVUs exceed max limit of ${MOST_VUS}`);
    if (highestTarget(startVUs, (given ?? []).map(({ target = 0 }) => ({ duration: 0, target }))) <= 0) {
      refuse("stages", "either startVUs or one of the stages' target values must be greater than 0");
    }
    const stages = configureStages(given, refuse, MOST_VUS);
    if (gracefulRampDown < 0) refuse("gracefulRampDown", "the gracefulRampDown timeout can't be negative");
    const vus = highestTarget(startVUs, stages);
    return { ...base, vus, executor: "ramping-vus", startVUs, stages, gracefulRampDown };
  },

  duration: ({ stages }) => totalDuration(stages),

  work: ({ vus }, share) => vusOnly(share.scale(vus), share),

  demands: (scenario, _work, share) => rampWindows(scenario, share).map(({ from, to }) => ({ from, to, late: false })),

  numbering: (_scenario, share) => share,

  describe({ stages, gracefulRampDown }, { vus }) {
    const duration = formatDuration(totalDuration(stages));
    return {
      sentence: `Up to ${vus} looping VUs for ${duration} over ${stages.length} stages`,
      facts: [`gracefulRampDown: ${formatDuration(gracefulRampDown)}`],
    };
  },

  progress({ stages }, { vus }, { elapsed, activeVus }) {
    const duration = totalDuration(stages);
    const total = formatFixedDuration(duration, duration);
    return {
      fraction: fractionOf(elapsed, duration),
      columns: [
        `${padCount(activeVus, vus)}/${vus} VUs`,
        elapsed > duration ? formatDuration(duration) : `${formatFixedDuration(elapsed, duration)}/${total}`,
      ],
    };
  },

  create(scenario, { share, places }, host) {
    const windows = rampWindows(scenario, new Share(share));
    return new RampingExecutor(host, {
      windows: places.map((place) => windows[place]!),
      duration: totalDuration(scenario.stages),
    });
  },

  ramp: ({ startVUs, stages }) => ({ start: startVUs, stages }),
};
