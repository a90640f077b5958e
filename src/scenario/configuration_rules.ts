/** What several kinds of executors ask of a scenario, in k6's words. */

import { formatDuration } from "../base/mod.ts";
import type { RefuseField } from "./executor_kind.ts";

/** How long iterations may go on where a scenario does not say, in milliseconds. */
export const DEFAULT_MAX_DURATION = 600_000;

/** k6's lower limit for how long a scenario runs, in milliseconds. */
const SHORTEST_DURATION = 1000;

/** At least one VU. */
export function requireVus(vus: number, refuse: RefuseField): void {
  if (vus <= 0) refuse("vus", "the number of VUs must be more than 0");
}

/** A duration of at least a second. */
export function requireDuration(duration: number | undefined, refuse: RefuseField): void {
  if (duration === undefined) refuse("duration", "the duration is unspecified");
  else if (duration < SHORTEST_DURATION) {
    refuse("duration", `the duration must be at least 1s, but is ${formatDuration(duration)}`);
  }
}

/** A limit that leaves at least a second. */
export function requireMaxDuration(maxDuration: number, refuse: RefuseField): void {
  if (maxDuration >= SHORTEST_DURATION) return;
  refuse("maxDuration", `the maxDuration must be at least 1s, but is ${formatDuration(maxDuration)}`);
}
