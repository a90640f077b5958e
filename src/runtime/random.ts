/** A VU's `Math.random`: the platform's, until the script seeds it. */

/** Random numbers of one VU. */
export class RandomSource {
  #state: number | undefined;

  /** Makes the numbers that follow repeatable. */
  seed(seed: number): void {
    this.#state = Number.isFinite(seed) ? Math.trunc(seed) >>> 0 : 0;
  }

  /** A number from 0, inclusive, to 1, exclusive. */
  next(): number {
    if (this.#state === undefined) return Math.random();
    // Two steps of 32 bits give the 53 that a double holds.
    return ((this.#step() >>> 5) * 67_108_864 + (this.#step() >>> 6)) / 9_007_199_254_740_992;
  }

  /** SplitMix32: every seed, also 0, begins a sequence of full period. */
  #step(): number {
    this.#state = (this.#state! + 0x9e37_79b9) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0_aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }
}
