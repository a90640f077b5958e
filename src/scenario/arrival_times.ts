/** When the iterations of an arrival rate start: each moment computed from the plan, none from the one before it. */

import type { Share } from "./share.ts";
import type { Stage } from "./scenario.ts";
import { toMilliseconds, toNanoseconds } from "./stages.ts";

/** The starts of one machine or thread, in the order of time. */
export interface ArrivalTimes {
  /** Milliseconds from the start of the scenario to the next start; `Infinity` after the last one. */
  next(): number;
}

/** A rate: so many iterations in so many milliseconds. */
export interface Rate {
  readonly rate: number;
  readonly timeUnit: number;
}

/** Starts at a steady rate: number g of the whole test at g periods, the first one at once, the last one at the end. */
export class ConstantArrivalTimes implements ArrivalTimes {
  readonly #share: Share;
  readonly #period: number;
  readonly #duration: number;
  readonly #isEmpty: boolean;
  #index = 0;

  /**
   * @param rate The rate of the whole test.
   * @param duration Milliseconds.
   * @param share Which of the starts are meant.
   */
  constructor({ rate, timeUnit }: Rate, duration: number, share: Share) {
    this.#share = share;
    // Rates beyond one per nanosecond have no period; k6 has none either.
    const unit = toNanoseconds(timeUnit);
    this.#period = Math.max(1, (unit - unit % rate) / rate);
    this.#duration = toNanoseconds(duration);
    this.#isEmpty = share.isEmpty;
  }

  next(): number {
    if (this.#isEmpty) return Infinity;
    const time = this.#share.at(this.#index) * this.#period;
    if (time > this.#duration) return Infinity;
    this.#index++;
    return toMilliseconds(time);
  }
}

/** What a ramp of rates is made of. */
export interface RateRamp {
  readonly startRate: number;
  /** The time unit of all rates, in milliseconds. */
  readonly timeUnit: number;
  readonly stages: readonly Stage[];
}

/** One stage with the iterations that are due before it. */
interface RateStage {
  /** When it begins and how long it takes, in nanoseconds. */
  readonly begin: number;
  readonly length: number;
  readonly from: number;
  readonly to: number;
  /** Iterations due before it: whole ones, and the fraction that is carried over. */
  readonly whole: number;
  readonly fraction: number;
  /** Whole iterations due at its end. */
  readonly last: number;
}

/**
 * Starts at a rate that changes linearly: iteration i of the whole test, from 1, starts when the integral of the rate
 * reaches i. So the first one waits for a whole one to be due, other than with a constant rate; k6 has it so.
 */
export class RampingArrivalTimes implements ArrivalTimes {
  readonly #share: Share;
  readonly #unit: number;
  readonly #stages: readonly RateStage[];
  readonly #isEmpty: boolean;
  #index = 0;
  #stage = 0;

  /**
   * @param ramp The ramp of the whole test.
   * @param share Which of the starts are meant.
   */
  constructor(ramp: RateRamp, share: Share) {
    this.#share = share;
    this.#unit = toNanoseconds(ramp.timeUnit);
    this.#stages = rateStages(ramp);
    this.#isEmpty = share.isEmpty;
  }

  next(): number {
    if (this.#isEmpty) return Infinity;
    const number = this.#share.at(this.#index) + 1;
    let stage = this.#stages[this.#stage];
    while (stage !== undefined && number > stage.last) stage = this.#stages[++this.#stage];
    if (stage === undefined) return Infinity;
    this.#index++;
    const area = number - stage.whole - stage.fraction;
    return toMilliseconds(stage.begin + Math.min(stage.length, timeOfArea(stage, area, this.#unit)));
  }
}

/** Sums are exact: an iteration that is due at the very end of a stage must not fall behind it. */
function rateStages({ startRate, timeUnit, stages }: RateRamp): RateStage[] {
  const one = 2n * BigInt(toNanoseconds(timeUnit));
  let from = startRate;
  let begin = 0;
  let area = 0n;
  return stages.map(({ duration, target: to }) => {
    const length = toNanoseconds(duration);
    const before = area;
    area += BigInt(length) * BigInt(from + to);
    const whole = Number(before / one);
    const stage = {
      begin,
      length,
      from,
      to,
      whole,
      fraction: Number(before % one) / Number(one),
      last: Number(area / one),
    };
    begin += length;
    from = to;
    return stage;
  });
}

/** Nanoseconds into a stage until so many iterations have become due in it: the root of a quadratic, in its stable form. */
function timeOfArea({ from, to, length }: RateStage, area: number, unit: number): number {
  const slope = (to - from) / (length / unit);
  return unit * 2 * area / (from + Math.sqrt(Math.max(0, from * from + 2 * area * slope)));
}

/**
 * The rate at a moment.
 *
 * @param ramp The ramp.
 * @param elapsed Milliseconds from its start.
 * @returns Iterations per time unit.
 */
export function rateAt({ startRate, stages }: RateRamp, elapsed: number): number {
  let from = startRate;
  let rest = elapsed;
  for (const { duration, target } of stages) {
    if (rest < duration) return from + (target - from) * rest / duration;
    rest -= duration;
    from = target;
  }
  return from;
}
