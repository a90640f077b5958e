/** Gathers checks of one name from several places. */

import type { RateSink } from "../metrics/mod.ts";
import type { CheckSummary } from "./summary.ts";

/** Checks by name, in the order in which they were first added. */
export class CheckList {
  readonly #checks = new Map<string, { name: string; passes: number; fails: number }>();

  /** Adds one place's passes and fails. */
  add(name: string, { passes, fails }: RateSink): void {
    const known = this.#checks.get(name);
    this.#checks.set(name, {
      name,
      passes: (known?.passes ?? 0) + passes,
      fails: (known?.fails ?? 0) + fails,
    });
  }

  /** What was added so far. */
  list(): readonly CheckSummary[] {
    return [...this.#checks.values()];
  }
}
