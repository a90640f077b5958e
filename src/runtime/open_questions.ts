/** What the thread has asked the main thread and has no answer to yet. */

import type { SecretAnswer } from "../api/mod.ts";

/** See the top of this file. */
export class OpenQuestions {
  readonly #answered = new Map<number, (answer: SecretAnswer) => void>();
  #last = 0;

  /** Notes who waits for an answer. Returns the number of the question. */
  add(answered: (answer: SecretAnswer) => void): number {
    this.#answered.set(++this.#last, answered);
    return this.#last;
  }

  /** Hands on an answer. */
  answer(question: number, answer: SecretAnswer): void {
    const answered = this.#answered.get(question);
    this.#answered.delete(question);
    answered?.(answer);
  }
}
