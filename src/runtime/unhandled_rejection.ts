/** What fails an iteration when a promise of the script is rejected and nobody handles it. */

/** Wraps the reason, so that it can be told from an exception. */
export class UnhandledRejection {
  /** What the promise was rejected with. */
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}
