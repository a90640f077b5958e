/** How many samples were not zero. */

import type { NumberReader, NumberWriter } from "./number_stream.ts";

/** The share of samples that are not zero. */
export class RateSink {
  #passes = 0;
  #count = 0;

  /** Tells sinks apart. */
  get kind(): "rate" {
    return "rate";
  }

  /** How many samples were added. */
  get count(): number {
    return this.#count;
  }

  /** How many samples were not zero. */
  get passes(): number {
    return this.#passes;
  }

  /** How many samples were zero. */
  get fails(): number {
    return this.#count - this.#passes;
  }

  /** The share of samples that are not zero, from 0 to 1; 0 without samples. */
  get rate(): number {
    return this.#count === 0 ? 0 : this.#passes / this.#count;
  }

  /** Adds one sample; anything but 0 passes. */
  add(value: number): void {
    if (value !== 0) this.#passes++;
    this.#count++;
  }

  /** Appends the content, for {@linkcode RateSink.merge} of another sink. */
  write(out: NumberWriter): void {
    out.push(this.#passes);
    out.push(this.#count);
  }

  /** Adds what another rate has written. */
  merge(from: NumberReader): void {
    this.#passes += from.next();
    this.#count += from.next();
  }

  /** Forgets all samples. */
  reset(): void {
    this.#passes = 0;
    this.#count = 0;
  }
}
