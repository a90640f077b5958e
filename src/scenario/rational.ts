/** Exact fractions: a third of the VUs is a third, not 0.333. */

const FRACTION_REGEXP = /^([+-]?\d+)\/(\d+)$/;
const DECIMAL_REGEXP = /^([+-]?\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;

/** Exponents beyond this are a typing error, and would only cost memory. */
const LARGEST_EXPONENT = 1000;

/** A fraction in lowest terms with a positive denominator. */
export class Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;

  /** @throws {RangeError} Where the denominator is 0. */
  constructor(numerator: bigint, denominator = 1n) {
    if (denominator === 0n) throw new RangeError("Cannot divide by zero");
    const divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0n ? -1n : 1n);
    this.numerator = numerator / divisor;
    this.denominator = denominator / divisor;
  }

  /** Reads `3`, `0.25`, `25e-2` or `1/4`; `undefined` when the text is none of these. */
  static parse(text: string): Rational | undefined {
    const [, top, bottom] = FRACTION_REGEXP.exec(text) ?? [];
    if (top !== undefined && bottom !== undefined) {
      return BigInt(bottom) === 0n ? undefined : new Rational(BigInt(top), BigInt(bottom));
    }
    const [, whole = "", digits = "", power = "0"] = DECIMAL_REGEXP.exec(text) ?? [];
    const exponent = Number(power) - digits.length;
    if (!/\d/.test(whole + digits) || Math.abs(exponent) > LARGEST_EXPONENT) return undefined;
    const mantissa = BigInt(whole + digits);
    return exponent < 0
      ? new Rational(mantissa, 10n ** BigInt(-exponent))
      : new Rational(mantissa * 10n ** BigInt(exponent));
  }

  /** This less another. */
  minus(other: Rational): Rational {
    const { numerator, denominator } = this;
    return new Rational(
      numerator * other.denominator - other.numerator * denominator,
      denominator * other.denominator,
    );
  }

  /** Whether this is the smaller one. */
  isLessThan(other: Rational): boolean {
    return this.numerator * other.denominator < other.numerator * this.denominator;
  }

  /** Whether both are the same number. */
  equals(other: Rational): boolean {
    return this.numerator === other.numerator && this.denominator === other.denominator;
  }

  /** The nearest floating-point number. */
  toNumber(): number {
    return Number(this.numerator) / Number(this.denominator);
  }

  /** `1/3`, or `2` where the denominator is 1. */
  toString(): string {
    return this.denominator === 1n ? String(this.numerator) : `${this.numerator}/${this.denominator}`;
  }
}

/** The largest number that divides both. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
