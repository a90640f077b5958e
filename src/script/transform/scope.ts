/** Names and what they are bound to. */

import type { ImportedName } from "./module_syntax.ts";

/** How a name came to be. */
export type BindingKind = "import" | "var" | "lexical" | "function" | "class" | "param" | "catch" | "arguments";

/** One declared name. */
export class Binding {
  readonly name: string;
  readonly kind: BindingKind;
  /** The import, of an imported name. */
  readonly imported: ImportedName | undefined;
  /** Whether anything but its declaration assigns it. */
  isReassigned = false;
  /** Whether anything refers to it. */
  isReferenced = false;

  constructor(name: string, kind: BindingKind, imported?: ImportedName) {
    this.name = name;
    this.kind = kind;
    this.imported = imported;
  }
}

/** A stretch of the text in which names are declared. */
export class Scope {
  readonly parent: Scope | null;
  /** Whether `var` and `arguments` belong here. */
  readonly isFunction: boolean;
  readonly #bindings = new Map<string, Binding>();

  constructor(parent: Scope | null, isFunction = false) {
    this.parent = parent;
    this.isFunction = isFunction;
  }

  /** Declares a name. One that is declared again stays the binding that it was. */
  declare(name: string, kind: BindingKind, imported?: ImportedName): Binding {
    const known = this.#bindings.get(name);
    if (known !== undefined) return known;
    const binding = new Binding(name, kind, imported);
    this.#bindings.set(name, binding);
    return binding;
  }

  /** The nearest scope that `var` declares names in. */
  get functionScope(): Scope {
    return this.isFunction || this.parent === null ? this : this.parent.functionScope;
  }

  /** What a name is bound to here or further out; `undefined`: nowhere in the module. */
  find(name: string): Binding | undefined {
    return this.#bindings.get(name) ?? this.parent?.find(name);
  }

  /** The names declared in this very scope. */
  own(name: string): Binding | undefined {
    return this.#bindings.get(name);
  }
}
