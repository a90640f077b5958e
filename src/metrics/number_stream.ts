/** A flat sequence of numbers, written by one thread's sinks and read by another's in the same order. */

const INITIAL_CAPACITY = 256;

/** Collects numbers in a growing array that is kept between uses. */
export class NumberWriter {
  #numbers = new Float64Array(INITIAL_CAPACITY);
  #length = 0;

  /** Appends one number. */
  push(value: number): void {
    if (this.#length === this.#numbers.length) this.#grow();
    this.#numbers[this.#length++] = value;
  }

  /** Hands out a copy of what was written, and starts anew. */
  take(): Float64Array<ArrayBuffer> {
    const taken = this.#numbers.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #grow(): void {
    const larger = new Float64Array(this.#numbers.length * 2);
    larger.set(this.#numbers);
    this.#numbers = larger;
  }
}

/** Reads numbers back in the order in which they were written. */
export class NumberReader {
  readonly #numbers: Float64Array;
  #next = 0;

  constructor(numbers: Float64Array) {
    this.#numbers = numbers;
  }

  /**
   * The next number.
   *
   * @throws {RangeError} When there is none: the numbers were not written by the writer that the reader takes them for.
   */
  next(): number {
    const value = this.#numbers[this.#next++];
    if (value === undefined) throw new RangeError(`Cannot read beyond the end of a metrics delta: ${this.#next - 1}`);
    return value;
  }
}
