/** What both arrival-rate executors have in common: their VUs, their checks, their words. */

import { formatDuration } from "../base/mod.ts";
import { ArrivalExecutor } from "./arrival_executor.ts";
import type { ArrivalTimes, Rate } from "./arrival_times.ts";
import type { Executor, ExecutorHost } from "./executor.ts";
import type { RefuseField, ScenarioCounts, ScenarioProgress, ThreadWork, VuDemand, Work } from "./executor_kind.ts";
import { formatRate, fractionOf, padCount, timeColumn } from "./progress_columns.ts";
import type { ArrivalVus, ScenarioBase, ScenarioValues } from "./scenario.ts";
import { Share } from "./share.ts";
import { steadyDemands } from "./vu_demands.ts";

const DEFAULT_TIME_UNIT = 1000;
const SECOND = 1000;

/** Reads the time unit of rates. */
export function configureTimeUnit({ timeUnit = DEFAULT_TIME_UNIT }: ScenarioValues, refuse: RefuseField): number {
  if (timeUnit <= 0) refuse("timeUnit", "the timeUnit must be more than 0");
  return timeUnit;
}

/** Reads the VUs of an arrival rate. */
export function configureArrivalVus({ preAllocatedVUs, maxVUs }: ScenarioValues, refuse: RefuseField): ArrivalVus {
  if (preAllocatedVUs === undefined) refuse("preAllocatedVUs", "the number of preAllocatedVUs isn't specified");
  else if (preAllocatedVUs < 0) refuse("preAllocatedVUs", "the number of preAllocatedVUs can't be negative");
  const planned = preAllocatedVUs ?? 0;
  const most = maxVUs ?? planned;
  if (most < planned) refuse("maxVUs", "maxVUs can't be less than preAllocatedVUs");
  return { vus: planned, preAllocatedVUs: planned, maxVUs: most };
}

/** The VUs of a machine, and its part of the rate. */
export function arrivalWork({ preAllocatedVUs, maxVUs }: ArrivalVus, share: Share): Work {
  return {
    vus: share.scale(preAllocatedVUs),
    maxVus: share.scale(maxVUs),
    iterations: 0,
    fraction: share.fraction,
  };
}

/** The VUs of a machine over time. */
export function arrivalDemands({ gracefulStop }: ScenarioBase, { vus, maxVus }: Work, duration: number): VuDemand[] {
  return steadyDemands(vus, duration + gracefulStop, maxVus - vus);
}

/** The facts after the description. */
export function arrivalFacts({ vus, maxVus }: Work): string[] {
  return [`maxVUs: ${vus === maxVus ? "" : `${vus}-`}${maxVus}`];
}

/** Iterations per second of a machine. */
export function perSecond({ rate, timeUnit }: Rate, { fraction }: Work): number {
  return rate * fraction * SECOND / timeUnit;
}

/** A progress line: time, VUs, and the rate of the moment in a column as wide as the highest rate. */
export function arrivalProgress(
  { maxVus }: Work,
  { elapsed, activeVus, lentVus }: ScenarioCounts & { elapsed: number },
  { duration, rate, highest }: { duration: number; rate: number; highest: number },
): ScenarioProgress {
  const width = formatRate(highest).length;
  return {
    fraction: fractionOf(elapsed, duration),
    columns: [
      `${padCount(activeVus, maxVus)}/${padCount(lentVus, maxVus)} VUs`,
      timeColumn(elapsed, duration),
      `${formatRate(rate).padStart(width, "0")} iters/s`,
    ],
  };
}

/** The sentence about a rate. */
export function rateSentence(rate: number, duration: number): string {
  return `${formatRate(rate)} iterations/s for ${formatDuration(duration)}`;
}

/** The machine for the work of one thread: each thread has the starts that its VUs are due. */
export function createArrivalExecutor(
  { gracefulStop }: ScenarioBase,
  { vus, maxVus, machine, share, thread }: ThreadWork,
  { host, duration, times }: { host: ExecutorHost; duration: number; times(share: Share): ArrivalTimes },
): Executor {
  const own = new Share([...share, thread]);
  return new ArrivalExecutor(host, {
    times: times(own),
    vus,
    maxVus,
    machineVus: machine.maxVus,
    duration,
    gracefulStop,
  });
}
