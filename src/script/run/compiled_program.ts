/** A program as a thread holds it: every module compiled once, instantiated for every VU. */

import type { PauseContext } from "../pause/pause_context.ts";
import type { Program } from "../program.ts";
import { ProgramPositions } from "../stack/program_positions.ts";
import { CompiledModule } from "./compiled_module.ts";
import { ModuleInstance, type ModuleTable, type ScriptHost } from "./module_instance.ts";

/** A program in one thread. Making one compiles nothing yet; the first instance does. */
export class CompiledProgram {
  /** What was compiled. */
  readonly program: Program;
  /** Where its code comes from, for messages and stack traces. */
  readonly positions: ProgramPositions;
  readonly #table: ModuleTable;

  /** @param program From `loadProgram`, perhaps in another thread. */
  constructor(program: Program) {
    this.program = program;
    this.positions = new ProgramPositions(program);
    const modules = program.modules.map((module, index) => new CompiledModule(module, index));
    const builtins = new Set(program.builtins);
    this.#table = {
      modules,
      byUrl: new Map(modules.map((module) => [module.module.url, module])),
      isBuiltin: (specifier) => builtins.has(specifier),
      shared: [],
    };
  }

  /**
   * Makes one VU's instance of the program. Nothing of the script has run yet.
   *
   * @param context The VU's pauses.
   * @param host What the VU offers to the script.
   * @returns The instance; its `evaluate` is the VU's init stage.
   */
  instantiate(context: PauseContext, host: ScriptHost): ModuleInstance {
    context.ledger.formatSite = (site) => this.positions.formatSite(site);
    return new ModuleInstance(this.#table, context.ledger, host);
  }
}
