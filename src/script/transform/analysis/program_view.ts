/** What the analysis sees of a program. */

import type * as acorn from "acorn";
import type { BoundModule } from "../bind_walk.ts";
import type { Binding } from "../scope.ts";

/**
 * How calling a built-in function may pause: always, when a function that it is given does, or, for methods of objects
 * that a module hands out, when a handler does that such an object was given before, a property of one of some
 * names does, or always (`method`).
 */
export type Pausing = "always" | "callbacks" | "handlers" | "method" | readonly string[];

/** Where an imported binding is. */
export interface BindingOrigin {
  /** The index of the exporting module, or the name of a built-in one. */
  readonly source: number | string;
  /** The name there; `undefined`: the namespace. */
  readonly imported: string | undefined;
}

/** One module. */
export interface ModuleView {
  readonly ast: acorn.Program;
  readonly bound: BoundModule;
  readonly isCommonJs: boolean;
  /** Whether nothing that pauses can be reached from it by imports, so that it is left alone unless a caller needs it. */
  readonly isLibrary: boolean;
  /** By local name. */
  readonly imports: ReadonlyMap<string, BindingOrigin>;
  /** By exported name. */
  readonly exports: ReadonlyMap<string, BindingOrigin>;
  /** The binding behind an export of the module's own. */
  exportedBinding(name: string): Binding | undefined;
  /** Where a specifier that is written out leads: to a module, to a built-in one, or nowhere that is known. */
  target(specifier: string): number | string | undefined;
}

/** The program. */
export interface ProgramView {
  /** By index; JSON modules are `undefined`. */
  readonly modules: readonly (ModuleView | undefined)[];
  /** The methods that call `close` and `error` handlers before they return. */
  readonly handlerMethods: readonly string[];
  /** The methods that always pause. */
  readonly pausingMethods: readonly string[];
  /** The methods that call functions which they are given. */
  readonly callbackMethods: ReadonlySet<string>;
  /** The methods that call what an object holds that was given before: their names and those of the properties. */
  readonly propertyMethods: readonly (readonly [method: string, properties: readonly string[]])[];
  /** The functions of a built-in module that may pause. */
  pausingOf(builtin: string): Readonly<Record<string, Pausing>>;
}
