/** A request that cannot even be made of what a script gave: scripts get a response that says so, as in k6. */

/** Why a request was not sent. */
export class PrepareError extends Error {
  override name = "PrepareError";
  /** k6's error code; 0 where it has none. */
  readonly code: number;

  /**
   * @param message k6's text.
   * @param code k6's error code.
   */
  constructor(message: string, code = 0) {
    super(message);
    this.code = code;
  }
}
