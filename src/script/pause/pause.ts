/** What a blocking call hands to the script's code in place of a value, and how values travel through the promise behind it. */

/** What a {@linkcode Pause} needs from the VU that it belongs to. */
export interface PauseOwner {
  /** Some code used the pause as if it were a value. Throws. */
  misuse(pause: Pause, how: string): never;
  /** Claims the pause for native promise code; the promise settles as the paused call ends. */
  adopt(pause: Pause): Promise<unknown>;
}

/** The {@linkcode Pause.site} of a pause that was claimed by the host or by a helper, not by the script's own text. */
export const HOST_SITE = -1;

/**
 * Stands for the value of a call that is not over yet. Rewritten call sites claim it in the very next operation and
 * wait; every other use is reported, because code that cannot wait must not go on with it.
 */
export class Pause {
  readonly #owner: PauseOwner;
  readonly #promise: Promise<unknown>;
  /** What blocks: `sleep()`. Empty for a function of the script that waits for something inside it. */
  readonly what: string;
  /** The pause that the paused function itself waits for: the next link of the chain down to the blocking call. */
  readonly inner: Pause | null;
  /** Where in the program it was claimed: a position counted over all modules, or {@linkcode HOST_SITE}. */
  site = HOST_SITE;
  /** The object under construction, where the engine allows the `new` expression nothing but that object as its value. */
  target: object | null = null;
  /** The property whose setter paused; its value never reaches the assignment. */
  setter: PropertyKey | undefined = undefined;
  /** Set when the pause was lost: what waits for it must not go on any more. */
  dropped = false;

  constructor(owner: PauseOwner, promise: Promise<unknown>, what: string, inner: Pause | null) {
    this.#owner = owner;
    this.#promise = promise;
    this.what = what;
    this.inner = inner;
  }

  /** Fulfils with the outcome (see {@linkcode keep}), never rejects. For the claiming site alone. */
  get promise(): Promise<unknown> {
    return this.#promise;
  }

  /** Code that was not rewritten may still `await` the call: promises can wait. */
  then(resolve: (value: unknown) => void, reject: (error: unknown) => void): void {
    this.#owner.adopt(this).then(resolve, reject);
  }

  toJSON(): never {
    this.#owner.misuse(this, "its value was turned into JSON");
  }

  [Symbol.toPrimitive](): never {
    this.#owner.misuse(this, "its value was used");
  }
}

/** A value that a promise must not look into: it might be a promise of the script's own. */
class Kept {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/** The exception of a paused function. It travels as a value, so that no rejection is ever left unhandled. */
export class Failure {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

/**
 * Packs the value of a paused call for the way through a promise.
 *
 * @param value Any value of the script.
 * @returns The value, or a box around it where a promise would look for a `then`.
 */
export function keep(value: unknown): unknown {
  return (typeof value === "object" && value !== null) || typeof value === "function" ? new Kept(value) : value;
}

/**
 * Undoes {@linkcode keep}; throws what a {@linkcode Failure} carries, with its identity.
 *
 * @param outcome What the promise of a pause was fulfilled with.
 * @returns The value of the paused call.
 */
export function unbox(outcome: unknown): unknown {
  if (outcome instanceof Kept) return outcome.value;
  if (outcome instanceof Failure) throw outcome.error;
  return outcome;
}
