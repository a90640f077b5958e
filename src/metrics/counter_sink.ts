/** What a counter adds up to. */

import type { NumberReader, NumberWriter } from "./number_stream.ts";

/** The sum of all samples. */
export class CounterSink {
  #sum = 0;
  #count = 0;

  /** Tells sinks apart. */
  get kind(): "counter" {
    return "counter";
  }

  /** How many samples were added. */
  get count(): number {
    return this.#count;
  }

  /** The sum of all samples. */
  get sum(): number {
    return this.#sum;
  }

  /** Adds one sample. */
  add(value: number): void {
    this.#sum += value;
    this.#count++;
  }

  /** Appends the content, for {@linkcode CounterSink.merge} of another sink. */
  write(out: NumberWriter): void {
    out.push(this.#sum);
    out.push(this.#count);
  }

  /** Adds what another counter has written. */
  merge(from: NumberReader): void {
    this.#sum += from.next();
    this.#count += from.next();
  }

  /** Forgets all samples. */
  reset(): void {
    this.#sum = 0;
    this.#count = 0;
  }
}
