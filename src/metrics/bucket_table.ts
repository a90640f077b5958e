/**
 * How often which positive number was seen: 128 buckets of equal width per octave (power of two). A bucket is at most
 * 1/128 of its lower bound wide, so its middle is within 0.4 % of every number in it. A bucket that has only ever seen
 * one number remembers that number, so small samples and whole numbers come back exactly.
 *
 * The bucket of a number is read off its IEEE 754 bits: 11 bits of exponent choose the octave, the first 7 bits of
 * mantissa the bucket. Memory goes with the number of octaves between the smallest and the largest number, 2 KiB each.
 */

import type { NumberReader, NumberWriter } from "./number_stream.ts";

/** Two views on the bits of one number. The second word is the high one: all platforms of Deno are little-endian. */
const SCRATCH = new Float64Array(1);
const SCRATCH_WORDS = new Int32Array(SCRATCH.buffer);

/** The high word holds 1 sign bit, 11 exponent bits and 20 mantissa bits, of which the last 13 are below a bucket. */
const KEY_SHIFT = 13;
const OCTAVE_BUCKETS = 128;

/** Counts of positive numbers in log-linear buckets. */
export class BucketTable {
  /** Of each bucket two cells: its count, and its only number (`NaN` once it has seen two different ones). */
  #cells = new Float64Array(0);
  /** Which bucket the first two cells belong to. */
  #firstKey = 0;

  /** Counts one positive number; `Infinity` is one. */
  add(value: number): void {
    SCRATCH[0] = value;
    const cell = this.#cellOf(SCRATCH_WORDS[1]! >>> KEY_SHIFT);
    const cells = this.#cells;
    const count = cells[cell]!;
    cells[cell] = count + 1;
    cells[cell + 1] = count === 0 || cells[cell + 1] === value ? value : NaN;
  }

  /**
   * The number at a rank, as near as the buckets know.
   *
   * @param rank Position in ascending order, from 0; below the total count.
   * @returns The exact number where its bucket has seen no other one, else the middle of the bucket.
   */
  valueAt(rank: number): number {
    const cells = this.#cells;
    let seen = 0;
    for (let cell = 0; cell < cells.length; cell += 2) {
      seen += cells[cell]!;
      if (rank >= seen) continue;
      const only = cells[cell + 1]!;
      return Number.isNaN(only) ? middleOf(this.#firstKey + cell / 2) : only;
    }
    return NaN;
  }

  /** Appends all buckets that are not empty: of each its key, count and only number; `NaN` in place of a key at the end. */
  write(out: NumberWriter): void {
    const cells = this.#cells;
    for (let cell = 0; cell < cells.length; cell += 2) {
      if (cells[cell] === 0) continue;
      out.push(this.#firstKey + cell / 2);
      out.push(cells[cell]!);
      out.push(cells[cell + 1]!);
    }
    out.push(NaN);
  }

  /** Adds what another table has written. */
  merge(from: NumberReader): void {
    for (let key = from.next(); !Number.isNaN(key); key = from.next()) {
      const cell = this.#cellOf(key);
      const cells = this.#cells;
      const before = cells[cell]!;
      cells[cell] = before + from.next();
      const value = from.next();
      cells[cell + 1] = before === 0 || cells[cell + 1] === value ? value : NaN;
    }
  }

  /** Sets all counts to zero. The memory is kept. */
  reset(): void {
    this.#cells.fill(0);
  }

  #cellOf(key: number): number {
    const cell = 2 * (key - this.#firstKey);
    return cell >= 0 && cell < this.#cells.length ? cell : this.#growTo(key);
  }

  /** Makes room for the octave of a bucket and for those between it and the others; returns the bucket's first cell. */
  #growTo(key: number): number {
    const octave = key - key % OCTAVE_BUCKETS;
    if (this.#cells.length === 0) this.#firstKey = octave;
    const first = Math.min(this.#firstKey, octave);
    const end = Math.max(this.#firstKey + this.#cells.length / 2, octave + OCTAVE_BUCKETS);
    const larger = new Float64Array(2 * (end - first));
    larger.set(this.#cells, 2 * (this.#firstKey - first));
    this.#cells = larger;
    this.#firstKey = first;
    return 2 * (key - first);
  }
}

function middleOf(key: number): number {
  const lower = lowerBound(key);
  return lower + (lowerBound(key + 1) - lower) / 2;
}

/** The smallest number that falls into a bucket. */
function lowerBound(key: number): number {
  SCRATCH_WORDS[0] = 0;
  SCRATCH_WORDS[1] = key << KEY_SHIFT;
  return SCRATCH[0]!;
}
