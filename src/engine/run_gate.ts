/** A place where a run waits until somebody lets it go on. */

/** See the top of this file. */
export class RunGate {
  readonly #opening = Promise.withResolvers<void>();
  #isOpen = false;

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Settles when the gate is open. */
  get opened(): Promise<void> {
    return this.#opening.promise;
  }

  /** Lets the run go on, now or when it comes here. */
  open(): void {
    this.#isOpen = true;
    this.#opening.resolve();
  }
}
