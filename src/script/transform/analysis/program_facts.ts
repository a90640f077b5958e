/** What is asked about a whole program. Every fact here means: calling it, or doing it, may pause. */

import { COERCING_METHODS } from "../bind_coercions.ts";
import type { ClassInfo, FunctionInfo } from "../function_info.ts";
import type { Binding } from "../scope.ts";
import { Fact } from "./fact.ts";

/** Facts by what they are about, made when they are first asked for. */
export class FactTable<K> {
  readonly #facts = new Map<K, Fact>();

  of(key: K): Fact {
    let fact = this.#facts.get(key);
    if (fact === undefined) this.#facts.set(key, fact = this.make(key));
    return fact;
  }

  protected make(_key: K): Fact {
    return new Fact();
  }
}

/** Facts about properties. Objects are not told apart: all properties of a name are one. */
export class PropertyFacts extends FactTable<string> {
  /** A property whose name is not written out where it is used: any of them. */
  readonly some = new Fact();
  /** What is stored under a name that is not written out: all of them. */
  readonly everywhere = new Fact();

  constructor() {
    super();
    this.everywhere.implies(this.some);
  }

  /** Where a property is used. */
  used(name: string | undefined): Fact {
    return name === undefined ? this.some : this.of(name);
  }

  /** Where a property is defined. */
  defined(name: string | undefined): Fact {
    return name === undefined ? this.everywhere : this.of(name);
  }

  protected override make(): Fact {
    const fact = new Fact();
    this.everywhere.implies(fact);
    fact.implies(this.some);
    return fact;
  }
}

/** All facts of a program. */
export class ProgramFacts {
  /** A value from somewhere the analysis does not follow: a parameter, the result of a call, an element. */
  readonly unknown = new Fact();
  /** Any function of the program. */
  readonly anything = new Fact();
  /** A handler for the end or the errors of something. */
  readonly handlers = new Fact();
  /** Stepping an iterator. */
  readonly iteration = new Fact();
  /** Turning an object into a number or string. */
  readonly coercion = new Fact();
  /** The body of a function. */
  readonly functions = new FactTable<FunctionInfo>();
  /** Making an object of a class. */
  readonly classes = new FactTable<ClassInfo>();
  /** The value of a variable. */
  readonly bindings = new FactTable<Binding>();
  /** The value of a property. */
  readonly properties = new PropertyFacts();
  /** Reading a property. */
  readonly getters = new PropertyFacts();
  /** Writing a property. */
  readonly setters = new PropertyFacts();

  constructor() {
    this.unknown.implies(this.properties.some);
    this.unknown.implies(this.anything);
    this.properties.of("next").implies(this.iteration);
    this.properties.of("@@iterator").implies(this.iteration);
    for (const method of COERCING_METHODS) this.properties.of(method).implies(this.coercion);
  }
}
