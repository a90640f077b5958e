/** Shares: what one machine, or one thread of it, does of a work that is counted in whole pieces (VUs, iterations). */

import { greatestCommonDivisor } from "./rational.ts";
import { Segment } from "./segment.ts";
import { SegmentSequence } from "./segment_sequence.ts";
import { Striping } from "./striping.ts";

/** One division of a work: the proportions of all parts, and which part is meant. */
export interface Division {
  /** Whole numbers without a common divisor. */
  readonly weights: readonly number[];
  /** The position of the part in `weights`. */
  readonly part: number;
}

/** A {@linkcode Share} as plain data, for another thread: the divisions from the coarsest to the finest. */
export type ShareData = readonly Division[];

/** Divides a work into parts of the given sizes, whole numbers; a part of size 0 gets nothing. */
export function divide(sizes: readonly number[]): Division[] {
  const weights = inLowestTerms(sizes);
  return weights.map((_, part) => ({ weights, part }));
}

/**
 * A part of a work, exact to the piece: the shares of all parts of a division add up to the whole at any count, and
 * every piece belongs to exactly one of them. A share can be divided again; its parts number their pieces through.
 */
export class Share {
  /** All of the work. */
  static readonly whole: Share = new Share([]);

  /** The same as plain data. */
  readonly data: ShareData;
  readonly #stripings: readonly Striping[];

  /**
   * Makes a share again from its data.
   *
   * @param data What {@linkcode Share.data} was in the thread that the share comes from.
   */
  constructor(data: ShareData) {
    this.data = data;
    this.#stripings = data.map(({ weights }) => new Striping(weights));
  }

  /**
   * The share of a machine.
   *
   * @param segment k6's `executionSegment`; the whole if absent.
   * @param sequence k6's `executionSegmentSequence`; the segment and what is around it if absent.
   * @returns The share.
   * @throws {SyntaxError | RangeError} With k6's message.
   */
  static of(segment = "", sequence = ""): Share {
    const own = Segment.parse(segment);
    const all = sequence === "" ? SegmentSequence.around(own) : SegmentSequence.parse(sequence);
    const part = all.indexOf(own);
    return all.segments.length === 1 ? Share.whole : new Share([{ weights: all.weights.map(Number), part }]);
  }

  /** How much of the whole it is, from 0 to 1. */
  get fraction(): number {
    return this.data.reduce((rest, { weights, part }) => rest * weights[part]! / sum(weights), 1);
  }

  /** Whether it has no piece of any work. */
  get isEmpty(): boolean {
    return this.data.some(({ weights, part }) => weights[part] === 0);
  }

  /** How many of `count` pieces are in this share. */
  scale(count: number): number {
    return this.#stripings.reduce((rest, striping, level) => striping.scale(this.data[level]!.part, rest), count);
  }

  /**
   * The number that a piece of this share has in the whole.
   *
   * @param index The number of the piece in this share, from 0.
   * @returns Its number in the whole, from 0.
   * @throws {RangeError} Where the share is empty.
   */
  at(index: number): number {
    return this.#stripings.reduceRight((rest, striping, level) => striping.at(this.data[level]!.part, rest), index);
  }

  /** Divides this share into equal parts, one for each thread of a machine. */
  split(parts: number): Share[] {
    return divide(new Array<number>(parts).fill(1)).map((division) => new Share([...this.data, division]));
  }

  /**
   * The share that follows what each part gets of `count` pieces of another kind: iterations follow VUs, so that a
   * machine with 2 of 5 VUs gets two fifths of the iterations. Looks at the coarsest division only, the machines.
   */
  following(count: number): Share {
    const [division] = this.data;
    const [striping] = this.#stripings;
    if (division === undefined || striping === undefined) return this;
    const counts = division.weights.map((_, part) => striping.scale(part, count));
    return new Share([{ weights: inLowestTerms(counts), part: division.part }]);
  }
}

function inLowestTerms(sizes: readonly number[]): number[] {
  const divisor = sizes.reduce((rest, each) => Number(greatestCommonDivisor(BigInt(rest), BigInt(each))), 0) || 1;
  return sizes.map((size) => size / divisor);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
