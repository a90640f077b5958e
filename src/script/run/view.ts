/** How one module of a VU sees the exports of another: live, and cheap to make for every VU. */

import type { ProgramModule } from "../program.ts";

/** One VU's instance of a module, as far as its views need it. */
export interface ViewSource {
  /** Reads the module's own exported bindings, numbered as in {@linkcode ProgramModule.ownExports}. Set by its code. */
  readonly read: (index: number) => unknown;
  /** The value of `exports[index]`, which the module passes on from another one. */
  readPassedOn(index: number): unknown;
}

/** The exports of one module for one VU: a getter for every name. Not what scripts see as a namespace. */
export interface View {
  readonly [name: string]: unknown;
}

/** Makes the views of one module. */
export type ViewMaker = (source: ViewSource) => View;

/**
 * Prepares the views of a module: their getters live on one prototype, so a view costs a VU one small object.
 *
 * @param module The module.
 * @returns Makes the view of one VU's instance.
 */
export function viewMaker(module: ProgramModule): ViewMaker {
  class ModuleView {
    readonly [name: string]: unknown;
    readonly #source: ViewSource;

    constructor(source: ViewSource) {
      this.#source = source;
      Object.preventExtensions(this);
    }

    static define(name: string, index: number): void {
      const own = module.ownExports.indexOf(name);
      Object.defineProperty(ModuleView.prototype, name, {
        enumerable: true,
        get: own >= 0
          ? function (this: ModuleView) {
            return this.#source.read(own);
          }
          : function (this: ModuleView) {
            return this.#source.readPassedOn(index);
          },
      });
    }
  }
  // Nothing but the exports can be read from a view: not `constructor`, not `toString`.
  Reflect.deleteProperty(ModuleView.prototype, "constructor");
  Object.setPrototypeOf(ModuleView.prototype, null);
  module.exports.forEach((entry, index) => ModuleView.define(entry.name, index));
  return (source) => new ModuleView(source);
}
