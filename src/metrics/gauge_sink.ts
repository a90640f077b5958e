/** The latest of all samples. */

import type { NumberReader, NumberWriter } from "./number_stream.ts";

/** The latest sample, the smallest and the largest. */
export class GaugeSink {
  #value = 0;
  #min = Infinity;
  #max = -Infinity;
  #time = -Infinity;
  #count = 0;

  /** Tells sinks apart. */
  get kind(): "gauge" {
    return "gauge";
  }

  /** How many samples were added. */
  get count(): number {
    return this.#count;
  }

  /** The latest sample; 0 without samples. */
  get value(): number {
    return this.#value;
  }

  /** The smallest sample; 0 without samples. */
  get min(): number {
    return this.#count === 0 ? 0 : this.#min;
  }

  /** The largest sample; 0 without samples. */
  get max(): number {
    return this.#count === 0 ? 0 : this.#max;
  }

  /**
   * Adds one sample.
   *
   * @param value The number.
   * @param time When it was taken, on any scale that all threads share. Default: not before the one before.
   */
  add(value: number, time: number = this.#time): void {
    if (time >= this.#time) {
      this.#value = value;
      this.#time = time;
    }
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    this.#count++;
  }

  /** Appends the content, for {@linkcode GaugeSink.merge} of another sink. */
  write(out: NumberWriter): void {
    out.push(this.#value);
    out.push(this.#min);
    out.push(this.#max);
    out.push(this.#time);
    out.push(this.#count);
  }

  /** Takes over what another gauge has written, its value only if it is not older. */
  merge(from: NumberReader): void {
    const value = from.next();
    this.#min = Math.min(this.#min, from.next());
    this.#max = Math.max(this.#max, from.next());
    const time = from.next();
    const count = from.next();
    this.#count += count;
    if (count === 0 || time < this.#time) return;
    this.#value = value;
    this.#time = time;
  }

  /** Forgets all samples. */
  reset(): void {
    this.#value = 0;
    this.#min = Infinity;
    this.#max = -Infinity;
    this.#time = -Infinity;
    this.#count = 0;
  }
}
