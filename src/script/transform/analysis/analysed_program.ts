/**
 * Finds what may pause in a program: everything that may call something that does, found by one search from the
 * functions that block.
 *
 * What is found too much costs a little time when it runs, nothing else. What is not found is noticed when it pauses.
 */

import type * as acorn from "acorn";
import { type CallbackFacts, isEngineCall, isReflectConstruct, methodDecision } from "../engine_calls.ts";
import type { CallDecision, PauseDecider } from "../pause_decider.ts";
import type { ClassNode } from "../syntax.ts";
import { Fact } from "./fact.ts";
import { FlowWalk } from "./flow_walk.ts";
import { ProgramFacts } from "./program_facts.ts";
import type { ModuleView, ProgramView } from "./program_view.ts";
import { SiteFlow } from "./site_flow.ts";
import { type FlowContext, ValueFlow } from "./value_flow.ts";

/** The analysis of a program. */
export class AnalysedProgram implements FlowContext {
  readonly program: ProgramView;
  readonly facts = new ProgramFacts();
  readonly #opened = new Map<number, Fact>();
  readonly #flows = new Map<ModuleView, { readonly values: ValueFlow; readonly sites: SiteFlow }>();

  /** Analyses the program: libraries only as far as they are given functions that pause. */
  constructor(program: ProgramView) {
    this.program = program;
    for (const name of program.handlerMethods) this.facts.handlers.implies(this.facts.properties.of(name));
    for (const name of program.pausingMethods) this.facts.properties.of(name).establish();
    for (const [method, properties] of program.propertyMethods) {
      for (const name of properties) this.facts.properties.of(name).implies(this.facts.properties.of(method));
    }
    for (const module of program.modules) if (module !== undefined && !module.isLibrary) this.#add(module);
  }

  /** The decider for one module. */
  deciderFor(module: ModuleView): PauseDecider {
    const flows = this.#flows.get(module);
    return flows === undefined ? CLOSED : new AnalysedModule(module, flows.values, flows.sites);
  }

  opened(library: number): Fact {
    let fact = this.#opened.get(library);
    if (fact === undefined) {
      fact = new Fact(() => {
        // What the library does with the function, nobody follows.
        this.facts.unknown.establish();
        this.#add(this.program.modules[library]!);
      });
      this.#opened.set(library, fact);
    }
    return fact;
  }

  #add(module: ModuleView): void {
    const values = new ValueFlow(module, this);
    const sites = new SiteFlow(values);
    this.#flows.set(module, { values, sites });
    new FlowWalk(values, (name) => this.#isOwnMethod(name)).walk(module.ast);
    for (const { kind, name, value } of module.bound.accessors) {
      const accessors = kind === "getter" ? this.facts.getters : this.facts.setters;
      const property = this.facts.properties.of(kind === "getter" ? "get" : "set");
      (value === undefined ? property : values.valueOf(value)).implies(accessors.defined(name));
    }
    for (const info of module.bound.functions) sites.connect(info);
  }

  #isOwnMethod(name: string): boolean {
    return this.program.modules.some((module) =>
      module !== undefined && !module.isLibrary && module.bound.definedNames.has(name)
    );
  }
}

/** What the analysis says about one module. */
class AnalysedModule implements PauseDecider {
  readonly mayPause = true;
  readonly isOpen = true;
  readonly #module: ModuleView;
  readonly #values: ValueFlow;
  readonly #sites: SiteFlow;
  readonly #facts: CallbackFacts;

  constructor(module: ModuleView, values: ValueFlow, sites: SiteFlow) {
    this.#module = module;
    this.#values = values;
    this.#sites = sites;
    this.#facts = {
      iterates: this.iterates,
      hasPausingToJson: values.facts.properties.of("toJSON").holds,
      mayPause: (callback) => values.valueOf(callback).holds,
    };
  }

  get coerces(): boolean {
    return this.#values.facts.coercion.holds;
  }

  get iterates(): boolean {
    return this.#values.facts.iteration.holds;
  }

  call(node: acorn.CallExpression | acorn.TaggedTemplateExpression): CallDecision {
    const mayPause = this.#sites.factOf(node).holds;
    if (node.type === "TaggedTemplateExpression") return mayPause ? "call" : "plain";
    const decision = methodDecision(node, this.#module.bound, this.#facts);
    if (decision !== undefined) return decision === "job" && mayPause ? "method" : decision;
    if (!mayPause || isEngineCall(node, this.#module.bound)) return "plain";
    return isReflectConstruct(node, this.#module.bound) ? "construct" : "call";
  }

  construct(node: acorn.NewExpression): "plain" | "new" | "promise" {
    if (!this.#sites.factOf(node).holds) return "plain";
    return isEngineCall(node, this.#module.bound) ? "promise" : "new";
  }

  inherited({ superClass }: ClassNode): boolean {
    return superClass ? this.#values.valueOf(superClass).holds : false;
  }

  reads(name: string | undefined): boolean {
    return this.#values.facts.getters.used(name).holds;
  }

  writes(name: string | undefined): boolean {
    return this.#values.facts.setters.used(name).holds;
  }
}

/** What is said about a library that nobody has given a function that pauses. */
const CLOSED: PauseDecider = {
  mayPause: true,
  iterates: false,
  call: () => "plain",
  construct: () => "plain",
  inherited: () => false,
  reads: () => false,
  writes: () => false,
  coerces: false,
  isOpen: false,
};
