/** Follows the values of a module from where they are made to where they go. */

import type * as acorn from "acorn";
import { DEFAULT_BINDING } from "../module_syntax.ts";
import type { Binding } from "../scope.ts";
import { childrenOf, type ClassNode, type FunctionNode, keyName, type Node, unparenthesized } from "../syntax.ts";
import type { Fact } from "./fact.ts";
import type { ValueFlow } from "./value_flow.ts";

/** Methods that only keep their function arguments for the host or the engine to call, unless the script has its own. */
const SINKS: ReadonlySet<string> = new Set([
  "addEventListener",
  "catch",
  "check",
  "every",
  "filter",
  "finally",
  "find",
  "findIndex",
  "findLast",
  "findLastIndex",
  "flatMap",
  "forEach",
  "from",
  "group",
  "map",
  "on",
  "reduce",
  "reduceRight",
  "replace",
  "replaceAll",
  "setInterval",
  "setTimeout",
  "some",
  "sort",
  "then",
  "toSorted",
]);

/** Walks over one module. */
export class FlowWalk {
  readonly #flow: ValueFlow;
  readonly #isOwnMethod: (name: string) => boolean;

  /**
   * @param flow Of the module.
   * @param isOwnMethod Whether the program itself gives objects a property of that name.
   */
  constructor(flow: ValueFlow, isOwnMethod: (name: string) => boolean) {
    this.#flow = flow;
    this.#isOwnMethod = isOwnMethod;
  }

  walk(node: Node): void {
    this.#follow(node);
    for (const child of childrenOf(node)) this.walk(child);
  }

  #follow(node: Node): void {
    const { facts } = this.#flow;
    switch (node.type) {
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        return this.#followFunction(node);
      case "ClassDeclaration":
      case "ClassExpression":
        return this.#followClass(node);
      case "VariableDeclarator":
        return this.#followDeclarator(node);
      case "AssignmentExpression":
        return this.#followAssignment(node);
      case "ObjectExpression":
        return this.#followObject(node);
      case "CallExpression":
      case "NewExpression":
        return this.#followArguments(node);
      case "ForOfStatement":
      case "ForInStatement":
        return this.#followLoop(node);
      case "CatchClause":
        if (node.param) this.#bind(node.param, facts.unknown);
        return;
      case "ExportDefaultDeclaration":
        return this.#followDefault(node);
      case "ArrayExpression":
        for (const element of node.elements) if (element !== null) this.#flow.flow(element, facts.unknown);
        return;
      case "TemplateLiteral":
        for (const expression of node.expressions) this.#flow.flow(expression, facts.unknown);
        return;
      case "ReturnStatement":
      case "YieldExpression":
      case "AwaitExpression":
      case "ThrowStatement":
      case "SpreadElement":
        if (node.argument) this.#flow.flow(node.argument, facts.unknown);
    }
  }

  #followFunction(node: FunctionNode): void {
    const { facts, module } = this.#flow;
    const info = module.bound.functionOf.get(node)!;
    const body = facts.functions.of(info);
    body.implies(facts.anything);
    if (info.kind === "generator") body.implies(facts.iteration);
    if (node.id) this.#flow.valueOf(node).implies(this.#declared(node.id));
    for (const param of node.params) this.#bind(param, facts.unknown);
    if (node.body.type !== "BlockStatement") this.#flow.flow(node.body, facts.unknown);
  }

  #followClass(node: ClassNode): void {
    const { facts, module } = this.#flow;
    const info = module.bound.classes.get(node)!;
    const making = facts.classes.of(info);
    making.implies(facts.anything);
    if (node.id) making.implies(this.#declared(node.id));
    if (node.superClass) this.#flow.flow(node.superClass, making);
    if (info.constructorFunction !== undefined) facts.functions.of(info.constructorFunction).implies(making);
    for (const field of info.fields) facts.functions.of(field).implies(making);
    for (const part of info.statics) if (part.parent) facts.functions.of(part).implies(facts.functions.of(part.parent));
    for (const element of node.body.body) {
      if (element.type === "MethodDefinition" && element.kind !== "constructor") {
        this.#define(element.kind, keyName(element), element.value);
      } else if (element.type === "PropertyDefinition" && element.value) {
        this.#define("init", keyName(element), element.value);
      }
    }
  }

  #followDeclarator({ id, init }: acorn.VariableDeclarator): void {
    if (!init) return;
    if (id.type === "Identifier") this.#flow.flow(init, this.#declared(id));
    else this.#bindFrom(id, init);
  }

  #followAssignment({ left, right }: acorn.AssignmentExpression): void {
    const target = unparenthesized(left);
    if (target.type === "MemberExpression") this.#define("init", keyName(target), right);
    else if (target.type === "Identifier") {
      const fact = this.#assigned(target);
      if (fact !== undefined) this.#flow.flow(right, fact);
    } else this.#bindFrom(target, right);
  }

  #followObject({ properties }: acorn.ObjectExpression): void {
    for (const property of properties) {
      if (property.type === "Property") this.#define(property.kind, keyName(property), property.value);
      else this.#flow.flow(property.argument, this.#flow.facts.unknown);
    }
  }

  /** A function becomes a property of some object. */
  #define(kind: string, name: string | undefined, value: Node): void {
    const { properties, getters, setters, unknown } = this.#flow.facts;
    if (kind === "get") {
      this.#flow.valueOf(value).implies(getters.defined(name));
      unknown.implies(properties.defined(name));
    } else if (kind === "set") this.#flow.valueOf(value).implies(setters.defined(name));
    else this.#flow.flow(value, properties.defined(name));
  }

  #followArguments(node: acorn.CallExpression | acorn.NewExpression): void {
    this.#followHandlers(node);
    const library = this.#flow.libraryOf(node.callee);
    if (library !== undefined) {
      const opened = this.#flow.opened(library);
      for (const arg of node.arguments) for (const content of this.#flow.contentsOf(arg)) content.implies(opened);
      return;
    }
    if (this.#keepsArguments(node)) return;
    for (const arg of node.arguments) this.#flow.flow(arg, this.#flow.facts.unknown);
  }

  /** `socket.on("close", handler)`: methods of the socket may call the handler. */
  #followHandlers({ callee, arguments: [event, ...handlers] }: acorn.CallExpression | acorn.NewExpression): void {
    const target = unparenthesized(callee);
    if (event === undefined || target.type !== "MemberExpression" || (keyName(target) ?? "on") !== "on") return;
    if (event.type === "Literal" && event.value !== "close" && event.value !== "error") return;
    for (const handler of handlers) this.#flow.flow(handler, this.#flow.facts.handlers);
  }

  /** Whether the arguments of a call go no further than the host or the engine. */
  #keepsArguments({ type, callee }: acorn.CallExpression | acorn.NewExpression): boolean {
    const target = unparenthesized(callee);
    if (this.#flow.builtinOf(target) !== undefined) return true;
    const isGlobal = target.type === "Identifier" && this.#flow.module.bound.references.get(target) === undefined;
    if (type === "NewExpression") return isGlobal && target.name === "Promise";
    if (target.type === "Identifier") return isGlobal && !this.#isOwnMethod(target.name);
    const name = target.type === "MemberExpression" ? keyName(target) : undefined;
    return name !== undefined && SINKS.has(name) && !this.#isOwnMethod(name);
  }

  #followLoop({ left }: acorn.ForOfStatement | acorn.ForInStatement): void {
    const { unknown } = this.#flow.facts;
    if (left.type !== "VariableDeclaration") this.#bind(left, unknown);
    else for (const { id } of left.declarations) this.#bind(id, unknown);
  }

  #followDefault({ declaration }: acorn.ExportDefaultDeclaration): void {
    const binding = this.#flow.module.bound.scope.own(DEFAULT_BINDING);
    if (binding !== undefined) this.#flow.flow(declaration, this.#flow.facts.bindings.of(binding));
  }

  /** A pattern takes an expression apart. */
  #bindFrom(pattern: Node, source: Node): void {
    if (pattern.type !== "ObjectPattern") return this.#bind(pattern, this.#flow.facts.unknown);
    for (const property of pattern.properties) {
      if (property.type === "Property") this.#bind(property.value, this.#flow.memberOf(source, keyName(property)));
      else this.#bind(property.argument, this.#flow.facts.unknown);
    }
  }

  /** A pattern gets a value. */
  #bind(pattern: Node, value: Fact): void {
    const { unknown, properties } = this.#flow.facts;
    switch (pattern.type) {
      case "Identifier": {
        const fact = this.#assigned(pattern);
        if (fact !== undefined) value.implies(fact);
        return;
      }
      case "MemberExpression":
        value.implies(properties.defined(keyName(pattern)));
        return;
      case "AssignmentPattern":
        this.#bind(pattern.left, value);
        return this.#bindDefault(pattern);
      case "ObjectPattern":
        for (const property of pattern.properties) {
          if (property.type === "Property") this.#bind(property.value, properties.used(keyName(property)));
          else this.#bind(property.argument, unknown);
        }
        return;
      case "ArrayPattern":
        for (const element of pattern.elements) if (element !== null) this.#bind(element, unknown);
        return;
      case "RestElement":
        return this.#bind(pattern.argument, unknown);
    }
  }

  #bindDefault({ left, right }: acorn.AssignmentPattern): void {
    if (left.type !== "Identifier") return this.#bindFrom(left, right);
    const fact = this.#assigned(left);
    if (fact !== undefined) this.#flow.flow(right, fact);
  }

  #declared(id: acorn.Identifier): Fact {
    return this.#flow.facts.bindings.of(this.#flow.module.bound.declarations.get(id)!);
  }

  /** The fact about a variable that is declared or assigned; a name outside of the module is none. */
  #assigned(id: acorn.Identifier): Fact | undefined {
    const { declarations, references } = this.#flow.module.bound;
    const binding: Binding | undefined = declarations.get(id) ?? references.get(id);
    return binding === undefined ? undefined : this.#flow.facts.bindings.of(binding);
  }
}
