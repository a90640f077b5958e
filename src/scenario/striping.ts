/** Dealing out whole pieces among parts of given sizes, so that at any count each part has its due within one piece. */

import { SquallError } from "../base/mod.ts";

/** Patterns longer than this are refused: they come from segments such as 0.123456789 and would only cost memory. */
const LONGEST_PATTERN = 1_000_000;

/** The repeating pattern by which pieces 0, 1, 2, … are dealt out, the same as k6's, so that machines of both agree. */
export class Striping {
  /** After so many pieces the pattern repeats. */
  readonly period: number;
  readonly #owned: readonly (readonly number[])[];

  /**
   * Deals out one period.
   *
   * @param weights The sizes of the parts, whole numbers without a common divisor; a part of size 0 gets nothing.
   * @throws {SquallError} `SEGMENTS_TOO_FINE` where the period would be longer than a million.
   */
  constructor(weights: readonly number[]) {
    const period = weights.reduce((sum, weight) => sum + weight, 0);
    if (period > LONGEST_PATTERN) {
      const message = `Execution segments are too fine: they repeat after ${period} parts only`;
      throw new SquallError("SEGMENTS_TOO_FINE", message, { hint: "Use small denominators, such as 1/3" });
    }
    const owned: number[][] = weights.map(() => []);
    // The largest part first; equal ones in their order.
    const parts = weights.map((weight, index) => ({ weight, owned: owned[index]! }))
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight);
    for (let piece = 0; piece < period; piece++) {
      // The first part that has not had more than its due of the pieces before this one.
      parts.find(({ weight, owned }) => owned.length * period <= piece * weight)?.owned.push(piece);
    }
    this.period = period;
    this.#owned = owned;
  }

  /** How many of the first `count` pieces a part gets. */
  scale(part: number, count: number): number {
    const owned = this.#owned[part] ?? [];
    // Where no part gets anything, there is no period either.
    if (owned.length === 0) return 0;
    const rest = count % this.period;
    return Math.floor(count / this.period) * owned.length + owned.filter((piece) => piece < rest).length;
  }

  /**
   * The number of the piece that is a part's `index`-th, both counted from 0.
   *
   * @throws {RangeError} Where the part gets nothing.
   */
  at(part: number, index: number): number {
    const owned = this.#owned[part] ?? [];
    const piece = owned[index % owned.length];
    if (piece === undefined) throw new RangeError(`Cannot number the pieces of an empty part: ${part}`);
    return Math.floor(index / owned.length) * this.period + piece;
  }
}
