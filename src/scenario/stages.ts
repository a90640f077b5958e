/** Ramps: stages checked, and what several executors ask of them. */

import type { RefuseField } from "./executor_kind.ts";
import type { Stage, StageValues } from "./scenario.ts";

/** More VUs than this are a typing error, as in k6. */
export const MOST_VUS = 100_000_000;

/**
 * Checks the stages of a scenario.
 *
 * @param values As given.
 * @param refuse Is told what is wrong, in k6's words.
 * @param most The largest target there may be.
 * @returns The stages; of use only where nothing was refused.
 */
export function configureStages(
  values: readonly StageValues[] = [],
  refuse: RefuseField,
  most: number = Infinity,
): Stage[] {
  if (values.length === 0) refuse("stages", "at least one stage has to be specified");
  return values.map(({ duration, target }, index) => {
    const number = index + 1;
    if (duration === undefined) refuse("stages", `stage ${number} doesn't have a duration`);
    else if (duration < 0) refuse("stages", `the duration for stage ${number} can't be negative`);
    if (target === undefined) refuse("stages", `stage ${number} doesn't have a target`);
    else if (target < 0) refuse("stages", `the target for stage ${number} can't be negative`);
    else if (target > most) refuse("stages", `target for stage ${number} exceeds max limit of ${most}`);
    return { duration: duration ?? 0, target: target ?? 0 };
  });
}

/** Milliseconds from the first stage to the end of the last one. */
export function totalDuration(stages: readonly Stage[]): number {
  return toMilliseconds(stages.reduce((total, { duration }) => total + toNanoseconds(duration), 0));
}

/** The highest of the load before the first stage and all targets. */
export function highestTarget(start: number, stages: readonly Stage[]): number {
  return stages.reduce((highest, { target }) => Math.max(highest, target), start);
}

/** A duration in whole nanoseconds: exact as a number up to 104 days. */
export function toNanoseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1e6);
}

/** Nanoseconds as milliseconds. */
export function toMilliseconds(nanoseconds: number): number {
  return nanoseconds / 1e6;
}
