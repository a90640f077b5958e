/** Immutable sets of tags, interned so that equal sets are one object and adding a known tag costs two look-ups. */

/** How many sets a trie still keeps for reuse. */
interface Budget {
  left: number;
}

/**
 * An immutable set of tags. Sets are nodes of a trie whose paths are sorted by tag name: every set has exactly one
 * place in it, so two sets that grew from the same empty one are equal exactly when they are the same object. That
 * holds up to a limit, which keeps tags of ever new values from filling the memory.
 */
export class TagSet {
  readonly #parent: TagSet | undefined;
  readonly #budget: Budget;
  readonly #name: string;
  readonly #value: string;
  /** How many tags the set has. */
  readonly size: number;
  /** Sets reached from here by adding one tag: children in the trie, and answers that were worked out before. */
  #next: Map<string, Map<string, TagSet>> | undefined;
  #entries: readonly (readonly [name: string, value: string])[] | undefined;

  private constructor(parent: TagSet | undefined, budget: Budget, name = "", value = "") {
    this.#parent = parent;
    this.#budget = budget;
    this.#name = name;
    this.#value = value;
    this.size = parent === undefined ? 0 : parent.size + 1;
  }

  /**
   * A new empty set. Sets that grow from different empty sets are never the same object.
   *
   * @param limit How many ways from one set to another are kept. Beyond it equal sets may be different objects.
   */
  static empty(limit = Infinity): TagSet {
    return new TagSet(undefined, { left: limit });
  }

  /** This set with one tag added or replaced. */
  with(name: string, value: string): TagSet {
    const known = this.#next?.get(name)?.get(value);
    if (known !== undefined) return known;
    const made = this.#derive(name, value);
    if (this.#budget.left === 0) return made;
    this.#budget.left--;
    this.#next ??= new Map();
    const byValue = this.#next.get(name);
    if (byValue === undefined) this.#next.set(name, new Map([[value, made]]));
    else byValue.set(value, made);
    return made;
  }

  /** This set without one tag; the set itself when it has no such tag. */
  without(name: string): TagSet {
    const parent = this.#parent;
    if (parent === undefined || this.#name < name) return this;
    return this.#name === name ? parent : parent.without(name).with(this.#name, this.#value);
  }

  /** The value of a tag; `undefined` when the set has no such tag. */
  get(name: string): string | undefined {
    // deno-lint-ignore no-this-alias -- a walk up the trie starts here
    let node: TagSet | undefined = this;
    while (node.#parent !== undefined) {
      if (node.#name === name) return node.#value;
      node = node.#parent;
    }
    return undefined;
  }

  /** All tags, sorted by name. */
  entries(): readonly (readonly [name: string, value: string])[] {
    const parent = this.#parent;
    return this.#entries ??= parent === undefined ? [] : [...parent.entries(), [this.#name, this.#value]];
  }

  /** The set with one more tag, on its place in the trie: below the tags whose names come before it. */
  #derive(name: string, value: string): TagSet {
    const parent = this.#parent;
    if (parent === undefined || this.#name < name) return new TagSet(this, this.#budget, name, value);
    if (this.#name === name) return parent.with(name, value);
    return parent.with(name, value).with(this.#name, this.#value);
  }
}
