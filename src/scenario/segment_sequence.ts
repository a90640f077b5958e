/** Sequences of execution segments: how the whole work is cut into the parts of all machines. */

import { greatestCommonDivisor } from "./rational.ts";
import { parsePoint, Segment } from "./segment.ts";

/** Segments one after the other, from 0 to 1 without a gap. */
export class SegmentSequence {
  readonly segments: readonly Segment[];
  readonly #text: string;

  private constructor(segments: readonly Segment[], text: string) {
    const [first = Segment.whole, last = first] = [segments[0], segments.at(-1)];
    const { from, to } = Segment.whole;
    this.segments = [
      ...(first.from.equals(from) ? [] : [new Segment(from, first.from)]),
      ...segments,
      ...(last.to.equals(to) ? [] : [new Segment(last.to, to)]),
    ];
    this.#text = text;
  }

  /**
   * Reads k6's notation. What is missing before the first point and after the last one is filled up.
   *
   * @param text Points in rising order, separated by commas: `0,1/3,2/3,1`.
   * @returns The sequence.
   * @throws {SyntaxError | RangeError} With k6's message.
   */
  static parse(text: string): SegmentSequence {
    const points = text.split(",").map(parsePoint);
    if (points.length < 2) {
      throw new RangeError(
        `at least 2 points are needed for an execution segment sequence, ${points.length} given`,
      );
    }
    const segments = points.slice(1).map((to, index) => new Segment(points[index]!, to));
    return new SegmentSequence(segments, points.join(","));
  }

  /** The sequence that holds one segment and whatever is before and after it. */
  static around(segment: Segment): SegmentSequence {
    return new SegmentSequence([segment], `${segment.from},${segment.to}`);
  }

  /**
   * The position of a segment.
   *
   * @throws {RangeError} With k6's message, where it is not one of the sequence.
   */
  indexOf(segment: Segment): number {
    const index = this.segments.findIndex((candidate) => candidate.equals(segment));
    if (index < 0) throw new RangeError(`provided segment ${segment} can't be found in sequence ${this.#text}`);
    return index;
  }

  /** The lengths of the segments as the smallest whole numbers in the same proportion. */
  get weights(): bigint[] {
    const lengths = this.segments.map((segment) => segment.length);
    const common = lengths.reduce(
      (lcm, { denominator }) => lcm / greatestCommonDivisor(lcm, denominator) * denominator,
      1n,
    );
    return lengths.map(({ numerator, denominator }) => numerator * (common / denominator));
  }

  /** The points that were given, as fractions. */
  toString(): string {
    return this.#text;
  }
}
