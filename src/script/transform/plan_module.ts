/** Plans one module: which of the places that were found get code to wait, and what that entails. */

import type * as acorn from "acorn";
import type { BoundModule } from "./bind_walk.ts";
import { type Candidate, type ClassInfo, constructorAround, type FunctionInfo } from "./function_info.ts";
import type { ModulePlan, Site } from "./module_plan.ts";
import type { PauseDecider } from "./pause_decider.ts";
import {
  childrenOf,
  type ClassNode,
  isFunction,
  isInOptionalChain,
  keyName,
  type Node,
  patternNames,
  unparenthesized,
} from "./syntax.ts";

/** Makes the plan of a module. */
export function planModule(bound: BoundModule, decider: PauseDecider): ModulePlan {
  const planner = new Planner(bound, decider);
  if (decider.mayPause && decider.isOpen) planner.plan();
  return planner;
}

class Planner implements ModulePlan {
  readonly sites = new Map<Node, Site>();
  readonly coloured = new Set<FunctionInfo>();
  readonly waitingFields = new Set<ClassNode>();
  readonly waitingStatics = new Set<ClassNode>();
  readonly mayPause: boolean;
  readonly #bound: BoundModule;
  readonly #decider: PauseDecider;

  constructor(bound: BoundModule, decider: PauseDecider) {
    this.#bound = bound;
    this.#decider = decider;
    this.mayPause = decider.mayPause;
  }

  plan(): void {
    for (const info of this.#bound.functions) this.#planFunction(info);
    for (const info of this.#bound.classes.values()) this.#planClass(info);
  }

  #planFunction(info: FunctionInfo): void {
    if (info.kind === "async") this.coloured.add(info);
    const canWaitInParams = bindsParamsInBody(info);
    for (const candidate of info.candidates) {
      if ((candidate.inParams && !canWaitInParams) || this.#bound.opaqueChains.has(candidate.node)) continue;
      const site = this.#decide(candidate);
      if (site?.kind === "job") this.sites.set(candidate.node, site);
      else if (site !== undefined) this.#add(info, candidate.node, site);
    }
  }

  #add(info: FunctionInfo, node: Node, site: Site): void {
    this.sites.set(node, site);
    this.coloured.add(info);
  }

  #decide({ kind, node }: Candidate): Site | undefined {
    switch (kind) {
      case "call":
        return this.#decideCall(node as acorn.CallExpression | acorn.TaggedTemplateExpression);
      case "new": {
        const decision = this.#decider.construct(node as acorn.NewExpression);
        return decision === "plain" ? undefined : { kind: decision };
      }
      case "read":
        return this.#decider.reads(keyName(node as acorn.MemberExpression)) ? { kind } : undefined;
      case "write":
        return this.#decideWrite(node as acorn.AssignmentExpression | acorn.UpdateExpression);
      case "object-pattern":
        return this.#decideObjectPattern(node as acorn.VariableDeclarator | acorn.AssignmentExpression);
      case "coercion":
        return this.#decider.coerces ? { kind } : undefined;
      case "super":
        // Decided with the class.
        return undefined;
      case "array-pattern":
        // What runs between two elements would find the iterator ahead of it.
        if (runsBetweenElements(node as acorn.VariableDeclarator | acorn.AssignmentExpression)) return undefined;
        return this.#decider.iterates && !isArrayLiteral(iterated(node)) ? { kind } : undefined;
      default:
        return this.#decider.iterates && !isArrayLiteral(iterated(node)) ? { kind } : undefined;
    }
  }

  #decideCall(node: acorn.CallExpression | acorn.TaggedTemplateExpression): Site | undefined {
    const kind = this.#decider.call(node);
    if (kind === "plain") return undefined;
    // Taken apart, an optional chain needs names of its own, so its function is rewritten anyway.
    return kind === "job" && node.type === "CallExpression" && isInOptionalChain(node) ? { kind: "method" } : { kind };
  }

  #decideWrite(node: acorn.AssignmentExpression | acorn.UpdateExpression): Site | undefined {
    const target = node.type === "AssignmentExpression" ? node.left : node.argument;
    const name = keyName(unparenthesized(target) as acorn.MemberExpression);
    const writes = this.#decider.writes(name);
    const reads = node.operator !== "=" && this.#decider.reads(name);
    return writes || reads ? { kind: "write", reads, writes } : undefined;
  }

  #decideObjectPattern(node: acorn.VariableDeclarator | acorn.AssignmentExpression): Site | undefined {
    const pattern = (node.type === "VariableDeclarator" ? node.id : node.left) as acorn.ObjectPattern;
    const names = pattern.properties.flatMap((property) => property.type === "Property" ? [keyName(property)] : []);
    // A key that is computed while the pattern is matched cannot be read before.
    if (names.some((name) => name === undefined || name.startsWith("@@"))) return undefined;
    const hasRest = pattern.properties.at(-1)?.type === "RestElement";
    const reads = names.some((name) => this.#decider.reads(name)) || (hasRest && this.#decider.reads(undefined));
    return reads ? { kind: "object-pattern" } : undefined;
  }

  #planClass(info: ClassInfo): void {
    const { node, fields, statics, constructorFunction } = info;
    const inherits = Boolean(node.superClass) && this.#decider.inherited(node);
    const mayWait = fields.some((field) => this.coloured.has(field)) || (inherits && info.hasFields);
    if (mayWait && !hasComputedFields(node, false)) this.waitingFields.add(node);
    else fields.forEach((field) => this.#giveUp(field));
    const waitingStatic = statics.find((part) => this.coloured.has(part));
    if (waitingStatic !== undefined && hasComputedFields(node, true)) statics.forEach((part) => this.#giveUp(part));
    else if (waitingStatic !== undefined) {
      this.waitingStatics.add(node);
      // Whoever evaluates the class waits for them.
      if (waitingStatic.parent !== undefined) this.coloured.add(waitingStatic.parent);
    }
    if (constructorFunction === undefined) return;
    const waits = this.waitingFields.has(node);
    if (waits) this.coloured.add(constructorFunction);
    if (waits || inherits) this.#planSuperCalls(constructorFunction);
  }

  /** The calls of `super()` in a constructor and in the arrows inside it. */
  #planSuperCalls(constructor: FunctionInfo): void {
    for (const info of this.#bound.functions) {
      if (constructorAround(info) !== constructor) continue;
      for (const { kind, node } of info.candidates) {
        if (kind !== "super") continue;
        this.#add(info, node, { kind });
        this.coloured.add(constructor);
      }
    }
  }

  /** Nothing can wait in a field whose key is computed: it stays as it is, and the guard watches. */
  #giveUp(info: FunctionInfo): void {
    this.coloured.delete(info);
    for (const { node } of info.candidates) this.sites.delete(node);
  }
}

/**
 * Whether the parameters of a function can be bound where it can wait: inside its body. A generator binds them before
 * it is first stepped; parameters that the body declares again are two variables of one name.
 */
function bindsParamsInBody({ kind, node, varNames }: FunctionInfo): boolean {
  if (kind === "generator" || kind === "async-generator" || !isFunction(node)) return false;
  return !node.params.some((param) => patternNames(param).some(({ name }) => varNames.has(name)));
}

/** Whether an array pattern does more between its elements than to bind them. */
function runsBetweenElements(node: acorn.VariableDeclarator | acorn.AssignmentExpression): boolean {
  const { elements } = (node.type === "VariableDeclarator" ? node.id : node.left) as acorn.ArrayPattern;
  return elements.some((element) => element !== null && mayRunCode(element));
}

const CODE_RUNNERS: ReadonlySet<string> = new Set([
  "AwaitExpression",
  "CallExpression",
  "NewExpression",
  "TaggedTemplateExpression",
  "YieldExpression",
]);

/** Whether evaluating an expression or a pattern runs anything of the script's that could tell when. */
function mayRunCode(node: Node): boolean {
  if (isFunction(node)) return false;
  return CODE_RUNNERS.has(node.type) || childrenOf(node).some(mayRunCode);
}

function hasComputedFields(node: ClassNode, isStatic: boolean): boolean {
  return node.body.body.some((element) => {
    if (element.type !== "PropertyDefinition" || element.static !== isStatic) return false;
    return element.computed && (keyName(element)?.startsWith("@@") ?? true);
  });
}

/** What a place iterates over. */
function iterated(node: Node): Node | null | undefined {
  switch (node.type) {
    case "ForOfStatement":
    case "AssignmentExpression":
      return node.right;
    case "VariableDeclarator":
      return node.init;
    case "SpreadElement":
    case "YieldExpression":
      return node.argument;
    default:
      return node;
  }
}

function isArrayLiteral(node: Node | null | undefined): boolean {
  return node ? unparenthesized(node).type === "ArrayExpression" : false;
}
