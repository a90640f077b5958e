/** One module as a thread holds it: its code compiled once, for all VUs. */

import type { PauseLedger } from "../pause/pause_ledger.ts";
import type { ProgramModule } from "../program.ts";
import { CODE_HELPERS } from "../pause/code_helpers.ts";
import { Pause } from "../pause/pause.ts";
import { type ViewMaker, viewMaker } from "./view.ts";

/** The activation of a module's code. Of an ES module, the first step links it and the second evaluates it. */
export type Activation = Generator<unknown, void, unknown>;

/** What an activation needs of the VU's record of the module; the module's code asks it for more, as `$$r`. */
export interface ActivatedRecord {
  /** Of a CommonJS module: `module`. */
  readonly link: object;
  readonly require: (specifier: unknown) => unknown;
}

/** Taken before scripts run: they get one that checks what it is given. */
const evaluate = globalThis.eval;

/** Makes a VU's activation of a module. The parameters are named in `transform/code_names.ts`. */
type Factory = (
  this: unknown,
  ledger: PauseLedger,
  pause: typeof Pause,
  helpers: typeof CODE_HELPERS,
  scope: object,
  links: readonly object[],
  record: ActivatedRecord,
  ...commonJs: unknown[]
) => Activation;

/** What a VU brings to the activation of a module. */
export interface ActivationOptions {
  readonly ledger: PauseLedger;
  readonly scope: object;
  readonly links: readonly object[];
}

/** A module of a {@linkcode CompiledProgram}. */
export class CompiledModule {
  readonly module: ProgramModule;
  readonly index: number;
  readonly makeView: ViewMaker;
  #factory: Factory | undefined;

  constructor(module: ProgramModule, index: number) {
    this.module = module;
    this.index = index;
    this.makeView = viewMaker(module);
  }

  /** Makes one VU's activation of the module's code; nothing of the code has run yet. */
  activate(record: ActivatedRecord, { ledger, scope, links }: ActivationOptions): Activation {
    // Indirect eval: the text is one function expression; its last line names the source for stack traces.
    this.#factory ??= evaluate(this.module.code) as Factory;
    const factory = this.#factory;
    if (this.module.kind !== "commonjs") return factory(ledger, Pause, CODE_HELPERS, scope, links, record);
    const module = record.link as { exports: unknown };
    return factory.call(
      module.exports,
      ledger,
      Pause,
      CODE_HELPERS,
      scope,
      links,
      record,
      module,
      module.exports,
      record.require,
    );
  }
}
