/** Execution segments: which part of the whole work one machine does. */

import { Rational } from "./rational.ts";

const ZERO = new Rational(0n);
const ONE = new Rational(1n);

/** A part of the whole, from one point between 0 and 1 to a later one; exact. */
export class Segment {
  static readonly whole: Segment = new Segment(ZERO, ONE);

  readonly from: Rational;
  readonly to: Rational;

  /** @throws {RangeError} Unless 0 ≤ from < to ≤ 1. */
  constructor(from: Rational, to: Rational) {
    if (from.isLessThan(ZERO)) {
      throw new RangeError(`segment start value must be at least 0 but was ${toFixed(from)}`);
    }
    if (!from.isLessThan(to)) {
      throw new RangeError(`segment start(${toFixed(from)}) must be less than its end(${toFixed(to)})`);
    }
    if (ONE.isLessThan(to)) throw new RangeError(`segment end value can't be more than 1 but was ${toFixed(to)}`);
    this.from = from;
    this.to = to;
  }

  /**
   * Reads k6's notation.
   *
   * @param text `from:to`, or `to` alone, each of them a percentage, a decimal or a fraction; `""` is the whole.
   * @returns The segment.
   * @throws {SyntaxError | RangeError} With k6's message.
   */
  static parse(text: string): Segment {
    if (text === "") return Segment.whole;
    const colon = text.indexOf(":");
    if (colon < 0) return new Segment(ZERO, parsePoint(text));
    return new Segment(parsePoint(text.slice(0, colon)), parsePoint(text.slice(colon + 1)));
  }

  /** How much of the whole it is. */
  get length(): Rational {
    return this.to.minus(this.from);
  }

  equals(other: Segment): boolean {
    return this.from.equals(other.from) && this.to.equals(other.to);
  }

  /** The canonical notation, `1/3:2/3`. */
  toString(): string {
    return `${this.from}:${this.to}`;
  }
}

/**
 * Reads a point between two segments.
 *
 * @throws {SyntaxError} With k6's message.
 */
export function parsePoint(text: string): Rational {
  if (text.endsWith("%")) {
    if (!/^[+-]?\d+%$/.test(text)) throw new SyntaxError(`'${text}' is not a valid percentage`);
    return new Rational(BigInt(text.slice(0, -1)), 100n);
  }
  const point = Rational.parse(text);
  if (point !== undefined) return point;
  throw new SyntaxError(`'${text}' is not a valid percentage, decimal, fraction or interval value`);
}

function toFixed(point: Rational): string {
  return point.toNumber().toFixed(2);
}
