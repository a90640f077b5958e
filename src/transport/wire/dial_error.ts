/** A connection that could not be opened. The message is Go's, as scripts see it. */

/** Why a dial has failed. */
export class DialError extends Error {
  override name = "DialError";
}
