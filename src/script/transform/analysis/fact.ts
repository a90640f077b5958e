/** Facts that follow from each other: the whole analysis is one search for what follows from what is known. */

/** Something that holds or does not, like "this variable may hold a function that pauses". */
export class Fact {
  #holds = false;
  readonly #effects: Fact[] = [];
  readonly #onEstablished: (() => void) | undefined;

  /** @param onEstablished Called once, when the fact turns out to hold. */
  constructor(onEstablished?: () => void) {
    this.#onEstablished = onEstablished;
  }

  get holds(): boolean {
    return this.#holds;
  }

  /** If this holds, so does `effect`. */
  implies(effect: Fact): void {
    if (effect.#holds || effect === this || effect === NEVER) return;
    if (this.#holds) effect.establish();
    else this.#effects.push(effect);
  }

  /** The fact holds, and everything that follows from it. */
  establish(): void {
    const pending: Fact[] = [this];
    for (let fact = pending.pop(); fact !== undefined; fact = pending.pop()) {
      if (fact.#holds) continue;
      fact.#holds = true;
      fact.#onEstablished?.();
      for (const effect of fact.#effects) if (!effect.#holds) pending.push(effect);
      fact.#effects.length = 0;
    }
  }
}

class Impossibility extends Fact {
  override implies(): void {}
}

/** Does not hold, and nothing makes it. */
export const NEVER: Fact = new Impossibility();

/** A fact that holds if one of several does. */
export function anyOf(facts: readonly Fact[]): Fact {
  const causes = facts.filter((fact) => fact !== NEVER);
  if (causes.length < 2) return causes[0] ?? NEVER;
  const union = new Fact();
  for (const cause of causes) cause.implies(union);
  return union;
}
