/** What makes a place of a module pause. */

import type * as acorn from "acorn";
import { callbackArguments, isEngineCall, isGlobal } from "../engine_calls.ts";
import { type Candidate, constructorAround, type FunctionInfo } from "../function_info.ts";
import { keyName, type Node, unparenthesized } from "../syntax.ts";
import { anyOf, type Fact, NEVER } from "./fact.ts";
import type { ValueFlow } from "./value_flow.ts";

/** Ties the places of one module to the functions that they are in. */
export class SiteFlow {
  readonly #flow: ValueFlow;
  readonly #facts = new Map<Node, Fact>();

  constructor(flow: ValueFlow) {
    this.#flow = flow;
  }

  /** That a place may pause. */
  factOf(node: Node): Fact {
    return this.#facts.get(node) ?? NEVER;
  }

  /** If a place of a function may pause, the function may. */
  connect(info: FunctionInfo): void {
    const body = this.#flow.facts.functions.of(info);
    for (const candidate of info.candidates) {
      const fact = this.#evaluate(candidate, info);
      if (fact === NEVER) continue;
      this.#facts.set(candidate.node, fact);
      fact.implies(body);
    }
  }

  #evaluate({ kind, node }: Candidate, info: FunctionInfo): Fact {
    const { getters, iteration, coercion } = this.#flow.facts;
    switch (kind) {
      case "call":
        return node.type === "TaggedTemplateExpression"
          ? this.#flow.valueOf(node.tag)
          : this.#callFact(node as acorn.CallExpression);
      case "new":
        return this.#constructionFact(node as acorn.NewExpression);
      case "super":
        return this.#superFact(info);
      case "read":
        return getters.used(keyName(node as acorn.MemberExpression));
      case "write":
        return this.#writeFact(node as acorn.AssignmentExpression | acorn.UpdateExpression);
      case "object-pattern":
        return this.#patternFact(node as acorn.VariableDeclarator | acorn.AssignmentExpression);
      case "coercion":
        return coercion;
      default:
        return iteration;
    }
  }

  #callFact(node: acorn.CallExpression): Fact {
    const { module } = this.#flow;
    const callbacks = callbackArguments(node, module.bound).map((callback) => this.#flow.valueOf(callback));
    const builtin = this.#flow.builtinOf(node.callee);
    if (builtin === "never") return NEVER;
    if (builtin === "callbacks") return anyOf(node.arguments.flatMap((arg) => this.#callableIn(arg)));
    if (isEngineCall(node, module.bound)) return anyOf([...callbacks, this.#jsonFact(node)]);
    const method = unparenthesized(node.callee);
    if (method.type === "MemberExpression" && this.#flow.callsBack(keyName(method))) {
      callbacks.push(...node.arguments.flatMap((arg) => this.#callableIn(arg)));
    }
    return anyOf([this.#flow.valueOf(node.callee as acorn.Expression), ...this.#indirectCallees(node), ...callbacks]);
  }

  /** What a built-in function may call of an argument: the argument itself, or what an object holds. */
  #callableIn(arg: Node): Fact[] {
    const inner = unparenthesized(arg);
    if (inner.type === "ObjectExpression") return this.#flow.contentsOf(inner);
    const isObject = inner.type === "Identifier" || inner.type === "MemberExpression" || inner.type === "SpreadElement";
    return [this.#flow.valueOf(inner), isObject ? this.#flow.facts.properties.some : NEVER];
  }

  /** What `call`, `apply` and their counterparts of `Reflect` call. */
  #indirectCallees({ callee, arguments: args }: acorn.CallExpression): Fact[] {
    const target = unparenthesized(callee);
    if (target.type !== "MemberExpression") return [];
    const name = keyName(target);
    const isReflect = isGlobal(target.object, "Reflect", this.#flow.module.bound);
    if (isReflect) return args[0] === undefined ? [] : [this.#flow.valueOf(args[0])];
    if (name !== "call" && name !== "apply") return [];
    // `Function.prototype.call.call(f, …)`
    const object = unparenthesized(target.object);
    const isNested = object.type === "MemberExpression" && (keyName(object) === "call" || keyName(object) === "apply");
    const called = isNested ? args[0] : object;
    return called === undefined ? [] : [this.#flow.valueOf(called)];
  }

  #jsonFact({ callee }: acorn.CallExpression): Fact {
    const target = unparenthesized(callee);
    const isJson = target.type === "MemberExpression" && isGlobal(target.object, "JSON", this.#flow.module.bound);
    return isJson ? this.#flow.facts.properties.of("toJSON") : NEVER;
  }

  #constructionFact(node: acorn.NewExpression): Fact {
    const { bound } = this.#flow.module;
    const [executor] = node.arguments;
    if (isGlobal(node.callee, "Promise", bound)) return executor === undefined ? NEVER : this.#flow.valueOf(executor);
    return isEngineCall(node, bound) ? NEVER : this.#flow.valueOf(node.callee);
  }

  #superFact(info: FunctionInfo): Fact {
    const constructor = constructorAround(info);
    for (const { node, constructorFunction } of this.#flow.module.bound.classes.values()) {
      if (constructorFunction === constructor && node.superClass) return this.#flow.valueOf(node.superClass);
    }
    return NEVER;
  }

  #writeFact(node: acorn.AssignmentExpression | acorn.UpdateExpression): Fact {
    const { getters, setters } = this.#flow.facts;
    const target = unparenthesized(node.type === "AssignmentExpression" ? node.left : node.argument);
    const name = keyName(target as acorn.MemberExpression);
    return node.operator === "=" ? setters.used(name) : anyOf([setters.used(name), getters.used(name)]);
  }

  #patternFact(node: acorn.VariableDeclarator | acorn.AssignmentExpression): Fact {
    const { getters } = this.#flow.facts;
    const { properties } = (node.type === "VariableDeclarator" ? node.id : node.left) as acorn.ObjectPattern;
    return anyOf(
      properties.map((property) => getters.used(property.type === "Property" ? keyName(property) : undefined)),
    );
  }
}
