/** One dial from its start to its outcome: what has to be undone when it is called off, and what to say when it is late. */

import { DialError } from "./dial_error.ts";

/** Lets a dial be called off at any moment. */
export class DialScope {
  readonly #cleanups: (() => void)[] = [];
  #isAborted = false;
  /** What a time limit that passes now has interrupted. */
  timeoutText: string;
  /** When TCP was asked for and when it was there (before TLS); 0 while it has not come to that. */
  readonly times = { connecting: 0, connected: 0 };

  /** @param timeoutText What to say if the first step takes too long. */
  constructor(timeoutText: string) {
    this.timeoutText = timeoutText;
  }

  /** Runs `cleanup` if the dial is called off; at once if it has been. */
  onAbort(cleanup: () => void): void {
    if (this.#isAborted) cleanup();
    else this.#cleanups.push(cleanup);
  }

  /** Calls the dial off: whatever it waits for fails. */
  abort(): void {
    if (this.#isAborted) return;
    this.#isAborted = true;
    for (const cleanup of this.#cleanups.splice(0)) cleanup();
  }

  /** Waits for something that cannot be called off itself, as long as the dial is not. */
  wait<T>(promise: Promise<T>): Promise<T> {
    const { promise: outcome, resolve, reject } = Promise.withResolvers<T>();
    this.onAbort(() => reject(new DialError("operation was canceled")));
    promise.then(resolve, reject);
    return outcome;
  }
}
