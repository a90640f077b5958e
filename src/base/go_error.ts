/** The error class that scripts get from k6's own functions. */

/** What a {@linkcode GoError} keeps in its `value` property: Go's error, of which scripts use the text. */
class GoErrorValue {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  error(): string {
    return this.#text;
  }

  toString(): string {
    return this.#text;
  }
}

/**
 * An error thrown by a k6 module: `instanceof Error`, named `GoError`, with the text as message and a `value` whose
 * `error()` returns the text again.
 */
export class GoError extends Error {
  readonly value: GoErrorValue;

  constructor(message: string) {
    super(message);
    this.value = new GoErrorValue(message);
  }
}

Object.defineProperty(GoError.prototype, "name", { value: "GoError", writable: true, configurable: true });
