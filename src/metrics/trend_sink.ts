/** A distribution of numbers in bounded memory: exact extremes, sum and count, percentiles within half a percent. */

import { BucketTable } from "./bucket_table.ts";
import type { NumberReader, NumberWriter } from "./number_stream.ts";

/**
 * A distribution that grows with the spread of its samples, not with their number. Percentiles are within 0.4 % of
 * the sample at that rank; the first and the last rank are exact, and so is every rank whose bucket holds one distinct
 * number only. Two sinks add up to what one sink would hold that had seen the samples of both.
 */
export class TrendSink {
  #count = 0;
  #sum = 0;
  #min = Infinity;
  #max = -Infinity;
  #zeros = 0;
  readonly #positive = new BucketTable();
  /** Made when the first negative number arrives; holds absolute values. */
  #negative: BucketTable | undefined;
  #negatives = 0;

  /** Tells sinks apart. */
  get kind(): "trend" {
    return "trend";
  }

  /** How many samples were added. */
  get count(): number {
    return this.#count;
  }

  /** The sum of all samples. */
  get sum(): number {
    return this.#sum;
  }

  /** The mean; 0 without samples. */
  get avg(): number {
    return this.#count === 0 ? 0 : this.#sum / this.#count;
  }

  /** The smallest sample; 0 without samples. */
  get min(): number {
    return this.#count === 0 ? 0 : this.#min;
  }

  /** The largest sample; 0 without samples. */
  get max(): number {
    return this.#count === 0 ? 0 : this.#max;
  }

  /** Adds one sample. `NaN` is ignored. */
  add(value: number): void {
    if (value > 0) this.#positive.add(value);
    else if (value === 0) this.#zeros++;
    else if (value < 0) this.#addNegative(value);
    else return;
    this.#count++;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /**
   * The value below which a share of the samples lies, interpolated between the two nearest ranks as k6 does.
   *
   * @param percent From 0 to 100.
   * @returns The percentile; 0 without samples.
   */
  percentile(percent: number): number {
    if (this.#count === 0) return 0;
    const rank = (percent / 100) * (this.#count - 1);
    const below = this.#valueAt(Math.floor(rank));
    const above = this.#valueAt(Math.ceil(rank));
    return below === above ? below : below + (above - below) * (rank - Math.floor(rank));
  }

  /** Appends the content, for {@linkcode TrendSink.merge} of another sink. */
  write(out: NumberWriter): void {
    out.push(this.#count);
    out.push(this.#sum);
    out.push(this.#min);
    out.push(this.#max);
    out.push(this.#zeros);
    out.push(this.#negatives);
    this.#positive.write(out);
    if (this.#negatives > 0) this.#negative?.write(out);
  }

  /** Adds what another trend has written. */
  merge(from: NumberReader): void {
    this.#count += from.next();
    this.#sum += from.next();
    this.#min = Math.min(this.#min, from.next());
    this.#max = Math.max(this.#max, from.next());
    this.#zeros += from.next();
    const negatives = from.next();
    this.#negatives += negatives;
    this.#positive.merge(from);
    if (negatives > 0) (this.#negative ??= new BucketTable()).merge(from);
  }

  /** Forgets all samples. The memory is kept for the next ones. */
  reset(): void {
    this.#count = 0;
    this.#sum = 0;
    this.#min = Infinity;
    this.#max = -Infinity;
    this.#zeros = 0;
    this.#negatives = 0;
    this.#positive.reset();
    this.#negative?.reset();
  }

  #addNegative(value: number): void {
    this.#negatives++;
    (this.#negative ??= new BucketTable()).add(-value);
  }

  #valueAt(rank: number): number {
    if (rank === 0) return this.#min;
    if (rank >= this.#count - 1) return this.#max;
    return Math.min(this.#max, Math.max(this.#min, this.#estimateAt(rank)));
  }

  #estimateAt(rank: number): number {
    if (rank < this.#negatives) return -this.#negative!.valueAt(this.#negatives - 1 - rank);
    if (rank < this.#negatives + this.#zeros) return 0;
    return this.#positive.valueAt(rank - this.#negatives - this.#zeros);
  }
}
