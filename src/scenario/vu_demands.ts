/** The VUs that a scenario needs for how long, for those executors that need the same ones all the time. */

import type { VuDemand, Work } from "./executor_kind.ts";
import type { Share } from "./share.ts";

/**
 * VUs from the start of a scenario to its end.
 *
 * @param planned How many are initialised before the test.
 * @param to Milliseconds until they are given back at the latest.
 * @param late How many more may be initialised during the test.
 */
export function steadyDemands(planned: number, to: number, late = 0): VuDemand[] {
  return [
    ...new Array<VuDemand>(planned).fill({ from: 0, to, late: false }),
    ...new Array<VuDemand>(late).fill({ from: 0, to, late: true }),
  ];
}

/** Work that is counted in VUs alone, all of them initialised before the test. */
export function vusOnly(vus: number, share: Share): Work {
  return { vus, maxVus: vus, iterations: 0, fraction: share.fraction };
}
