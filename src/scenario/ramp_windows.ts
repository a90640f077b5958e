/**
 * The plan of a ramp of VUs. Its VUs are handles numbered from 0 over the whole test; handle u is up whenever the level
 * is above u, so that the handles of all machines and threads together follow the ramp exactly. All arithmetic is in
 * whole nanoseconds, as in k6.
 */

import type { Share } from "./share.ts";
import type { Stage } from "./scenario.ts";
import { highestTarget, toMilliseconds, toNanoseconds } from "./stages.ts";

/** What a ramp is made of. Durations are milliseconds. */
export interface Ramp {
  /** The level before the first stage. */
  readonly startVUs: number;
  readonly stages: readonly Stage[];
  /** How long the iterations of a handle that goes down may go on. */
  readonly gracefulRampDown: number;
  /** How long they may go on at the end. */
  readonly gracefulStop: number;
}

/** A time in which one handle needs a VU without a break. All in milliseconds from the start of the ramp. */
export interface RampWindow {
  readonly from: number;
  /** The VU is given back at the latest. */
  readonly to: number;
  /**
   * When the handle goes up and down in turn, beginning with `from`; it may be up again before it is given back. Up and
   * down at one moment is nothing to be done, but k6 has a VU ready for it.
   */
  readonly turns: readonly number[];
}

/**
 * Plans the handles of one machine.
 *
 * @param ramp The ramp of the whole test.
 * @param share The machine's part of it.
 * @returns The windows of all handles, in the order of the handles, each handle's own in the order of time.
 */
export function rampWindows(ramp: Ramp, share: Share): RampWindow[] {
  const handles = share.scale(highestTarget(ramp.startVUs, ramp.stages));
  return Array.from({ length: handles }, (_, index) => handleWindows(ramp, share.at(index))).flat();
}

function handleWindows(ramp: Ramp, handle: number): RampWindow[] {
  const turns = handleTurns(ramp, handle);
  const total = ramp.stages.reduce((sum, { duration }) => sum + toNanoseconds(duration), 0);
  const latest = total + toNanoseconds(ramp.gracefulStop);
  const grace = toNanoseconds(ramp.gracefulRampDown);
  // A handle that is still up at the end has only gracefulStop to mind.
  const isUpAtEnd = turns.length % 2 === 1;
  if (isUpAtEnd) turns.push(total);
  const windows: RampWindow[] = [];
  for (let first = 0; first < turns.length;) {
    let last = first + 1;
    // Up again before the VU has to be given back: it keeps it.
    while (last + 1 < turns.length && turns[last + 1]! <= turns[last]! + grace) last += 2;
    const isLast = last === turns.length - 1;
    const to = isLast && isUpAtEnd ? latest : Math.min(turns[last]! + grace, latest);
    const [from, ...rest] = turns.slice(first, last + 1).map(toMilliseconds);
    // One that comes at the very end, without a gracefulStop, would not live to see its first iteration.
    if (to > turns[first]!) windows.push({ from: from!, to: toMilliseconds(to), turns: [from!, ...rest] });
    first = last + 1;
  }
  return windows;
}

/** When a handle goes up and down in turn, in nanoseconds. One that goes and comes back at one moment stays. */
function handleTurns({ startVUs, stages }: Ramp, handle: number): number[] {
  const turns: number[] = startVUs > handle ? [0] : [];
  let from = startVUs;
  let end = 0;
  for (const { duration, target } of stages) {
    const length = toNanoseconds(duration);
    end += length;
    const goesUp = from <= handle && handle < target;
    const goesDown = target <= handle && handle < from;
    if (goesUp || goesDown) {
      // Going up, the level is handle + 1 when this one has come; going down, it is handle when this one has gone.
      const rest = Math.abs(goesUp ? target - (handle + 1) : target - handle);
      const turn = end - divide(length, rest, Math.abs(target - from));
      if (goesUp && turns.at(-1) === turn) turns.pop();
      else turns.push(turn);
    }
    from = target;
  }
  return turns;
}

/** `length * part / whole`, cut off to a whole number. */
function divide(length: number, part: number, whole: number): number {
  const product = length * part;
  if (!Number.isSafeInteger(product)) return Number(BigInt(length) * BigInt(part) / BigInt(whole));
  return (product - product % whole) / whole;
}
