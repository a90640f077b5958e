/** The simplest answer to what may pause: every call. Correct without knowing anything of the program, and slower. */

import type * as acorn from "acorn";
import { COERCING_METHODS } from "./bind_coercions.ts";
import type { BoundModule } from "./bind_walk.ts";
import {
  type CallbackFacts,
  isEngineCall,
  isEngineGlobal,
  isGlobal,
  isReflectConstruct,
  methodDecision,
} from "./engine_calls.ts";
import type { Candidate } from "./function_info.ts";
import type { CallDecision, PauseDecider } from "./pause_decider.ts";
import { type ClassNode, isFunction, keyName, type Node, unparenthesized } from "./syntax.ts";

/** The kinds of expressions whose value is no function. */
const VALUE_TYPES: ReadonlySet<string> = new Set([
  "Literal",
  "TemplateLiteral",
  "ObjectExpression",
  "ArrayExpression",
  "BinaryExpression",
  "UnaryExpression",
  "UpdateExpression",
]);

/** What the accessors and iterators of a whole program may do. */
export interface ProgramTraits {
  /** Whether the program imports anything that pauses. */
  readonly mayPause: boolean;
  readonly iterates: boolean;
  readonly hasPausingToJson: boolean;
  readonly coerces: boolean;
  readonly getters: ReadonlySet<string>;
  readonly setters: ReadonlySet<string>;
}

/** Finds the traits of a program in which every call may pause. */
export function traitsOfEveryCall(modules: readonly BoundModule[], mayPause: boolean): ProgramTraits {
  const functions = modules.flatMap((module) => module.functions);
  const acting = functions.filter(({ candidates }) => candidates.length > 0);
  const accessors = modules.flatMap((module) => module.accessors);
  // The name of an accessor that is not known stands for all names.
  const names = (role: "getter" | "setter") =>
    new Set([
      ...acting.filter((info) => info.role === role).map(({ name }) => name),
      ...accessors.filter(({ kind }) => kind === role).map(({ name = "" }) => name),
    ]);
  return {
    mayPause,
    iterates: acting.some(({ kind, name }) => kind === "generator" || name === "next" || name === "@@iterator"),
    hasPausingToJson: acting.some(({ name }) => name === "toJSON"),
    coerces: acting.some(({ name }) => COERCING_METHODS.includes(name)),
    getters: names("getter"),
    setters: names("setter"),
  };
}

/** Decides for one module of such a program. */
export class EveryCall implements PauseDecider {
  readonly mayPause: boolean;
  readonly isOpen = true;
  readonly iterates: boolean;
  readonly coerces: boolean;
  readonly #traits: ProgramTraits;
  readonly #bound: BoundModule;
  readonly #facts: CallbackFacts;

  constructor(traits: ProgramTraits, bound: BoundModule) {
    this.#traits = traits;
    this.#bound = bound;
    this.mayPause = traits.mayPause;
    this.iterates = traits.iterates;
    this.coerces = traits.coerces;
    this.#facts = {
      iterates: traits.iterates,
      hasPausingToJson: traits.hasPausingToJson,
      mayPause: (callback) => this.#mayPause(callback),
    };
  }

  call(node: acorn.CallExpression | acorn.TaggedTemplateExpression): CallDecision {
    if (node.type === "TaggedTemplateExpression") return "call";
    const decision = methodDecision(node, this.#bound, this.#facts);
    if (decision !== undefined) return "method";
    if (isReflectConstruct(node, this.#bound)) return "construct";
    return isEngineCall(node, this.#bound) ? "plain" : "call";
  }

  construct(node: acorn.NewExpression): "plain" | "new" | "promise" {
    const [executor] = node.arguments;
    if (isGlobal(node.callee, "Promise", this.#bound) && executor && this.#mayPause(executor)) return "promise";
    return isEngineCall(node, this.#bound) ? "plain" : "new";
  }

  inherited({ superClass }: ClassNode): boolean {
    return !superClass || !isEngineGlobal(superClass, this.#bound);
  }

  reads(name: string | undefined): boolean {
    return accesses(this.#traits.getters, name);
  }

  writes(name: string | undefined): boolean {
    return accesses(this.#traits.setters, name);
  }

  /** Whether a function given as a callback may pause, as far as it can be seen. */
  #mayPause(callback: Node): boolean {
    const node = unparenthesized(callback);
    if (VALUE_TYPES.has(node.type)) return false;
    if (!isFunction(node)) return true;
    const info = this.#bound.functionOf.get(node)!;
    return info.kind === "async" || info.candidates.some((candidate) => this.#isSite(candidate));
  }

  #isSite({ kind, node }: Candidate): boolean {
    switch (kind) {
      case "call":
        return this.call(node as acorn.CallExpression) !== "plain";
      case "new":
        return this.construct(node as acorn.NewExpression) !== "plain";
      case "read":
        return this.reads(keyName(node as acorn.MemberExpression));
      case "write":
      case "object-pattern":
        return this.#traits.getters.size + this.#traits.setters.size > 0;
      case "super":
        return true;
      case "coercion":
        return this.coerces;
      default:
        return this.iterates;
    }
  }
}

/** Whether an access to a property may run one of the accessors. One without a known name runs any. */
function accesses(accessors: ReadonlySet<string>, name: string | undefined): boolean {
  return name === undefined ? accessors.size > 0 : accessors.has(name) || accessors.has("");
}
