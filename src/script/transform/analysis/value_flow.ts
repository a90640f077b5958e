/** Which functions the expressions of a module may stand for. */

import type * as acorn from "acorn";
import { type ClassNode, isFunction, keyName, type Node, unparenthesized } from "../syntax.ts";
import { anyOf, Fact, NEVER } from "./fact.ts";
import type { ProgramFacts } from "./program_facts.ts";
import type { BindingOrigin, ModuleView, Pausing, ProgramView } from "./program_view.ts";

/** What the flow through one module needs to know of the whole program. */
export interface FlowContext {
  readonly program: ProgramView;
  readonly facts: ProgramFacts;
  /** That a library has been given a function that pauses, so that its code has to wait, too. */
  opened(library: number): Fact;
}

/** A namespace: the index of a module, or the name of a built-in one. */
type Namespace = number | string;

/** Something that pauses, always or when its callbacks do. */
const ROOT = new Fact();
ROOT.establish();

const ELEMENT_REGEXP = /^\d+$/;

/** Aliases of aliases are followed that far. */
const ALIAS_DEPTH = 8;

/** The flow of values through one module. */
export class ValueFlow {
  readonly module: ModuleView;
  readonly facts: ProgramFacts;
  readonly #context: FlowContext;
  readonly #values = new Map<Node, Fact>();

  constructor(module: ModuleView, context: FlowContext) {
    this.module = module;
    this.facts = context.facts;
    this.#context = context;
  }

  /** That calling a value of this expression may pause. */
  valueOf(node: Node): Fact {
    let value = this.#values.get(node);
    if (value === undefined) this.#values.set(node, value = this.#evaluate(node));
    return value;
  }

  /** The value of an expression goes somewhere. A namespace takes its members along. */
  flow(node: Node, effect: Fact): void {
    const namespace = this.namespaceOf(node);
    if (namespace !== undefined) this.#expose(namespace);
    this.valueOf(node).implies(effect);
  }

  /** Whether a method of that name may be one of a built-in module that calls the functions which it is given. */
  callsBack(method: string | undefined): boolean {
    return method !== undefined && this.#context.program.callbackMethods.has(method);
  }

  /** The value of a property of an expression. */
  memberOf(object: Node, name: string | undefined): Fact {
    const namespace = this.namespaceOf(object);
    if (namespace !== undefined && name !== undefined) {
      return this.#exported({ source: namespace, imported: name });
    }
    const library = this.libraryOf(object);
    const isElement = namespace !== undefined || (name !== undefined && ELEMENT_REGEXP.test(name));
    const property = anyOf([this.facts.properties.used(name), isElement ? this.facts.unknown : NEVER]);
    return library === undefined ? property : anyOf([property, this.#context.opened(library)]);
  }

  /** That a library has been given a function that pauses. */
  opened(library: number): Fact {
    return this.#context.opened(library);
  }

  /** What an expression imports as a whole. */
  namespaceOf(node: Node, depth = ALIAS_DEPTH): Namespace | undefined {
    const inner = unparenthesized(node);
    switch (inner.type) {
      case "Identifier": {
        const origin = this.#originOf(inner);
        if (origin === undefined) return this.#followAlias(inner, depth, (alias) => this.namespaceOf(alias, depth - 1));
        const isBuiltinDefault = typeof origin.source === "string" && origin.imported === "default";
        return origin.imported === undefined || isBuiltinDefault ? origin.source : undefined;
      }
      case "MemberExpression": {
        const namespace = keyName(inner) === "default" ? this.namespaceOf(inner.object, depth) : undefined;
        return typeof namespace === "string" ? namespace : undefined;
      }
      case "AwaitExpression":
        return inner.argument.type === "ImportExpression" ? this.#targetOf(inner.argument.source) : undefined;
      case "CallExpression":
        return this.#isRequire(inner) ? this.#targetOf(inner.arguments[0]) : undefined;
      default:
        return undefined;
    }
  }

  /** The library that an expression's value comes from: imported, a member of that, or made by a call of it. */
  libraryOf(node: Node, depth = ALIAS_DEPTH): number | undefined {
    const inner = unparenthesized(node);
    switch (inner.type) {
      case "Identifier": {
        const origin = this.#originOf(inner);
        if (origin !== undefined) return this.#asLibrary(origin.source);
        const binding = this.module.bound.references.get(inner);
        const source = binding && this.module.bound.takenFrom.get(binding);
        if (source !== undefined && depth > 0) return this.libraryOf(source, depth - 1);
        return this.#followAlias(inner, depth, (alias) => this.libraryOf(alias, depth - 1));
      }
      case "MemberExpression":
        return this.libraryOf(inner.object, depth);
      case "ChainExpression":
        return this.libraryOf(inner.expression, depth);
      case "CallExpression":
      case "NewExpression":
      case "AwaitExpression": {
        const namespace = this.namespaceOf(inner);
        if (namespace !== undefined) return this.#asLibrary(namespace);
        return inner.type === "AwaitExpression" ? undefined : this.libraryOf(inner.callee, depth);
      }
      default:
        return undefined;
    }
  }

  /** How the built-in function pauses that an expression stands for; `undefined` if it is none. */
  builtinOf(node: Node, depth = ALIAS_DEPTH): Pausing | "never" | undefined {
    const inner = unparenthesized(node);
    if (inner.type === "MemberExpression") {
      const namespace = this.namespaceOf(inner.object);
      const name = keyName(inner);
      return typeof namespace === "string" && name !== undefined ? this.#pausingOf(namespace, name) : undefined;
    }
    if (inner.type !== "Identifier") return undefined;
    const origin = this.#originOf(inner);
    if (origin === undefined) return this.#followAlias(inner, depth, (alias) => this.builtinOf(alias, depth - 1));
    const { source, imported } = origin;
    return typeof source === "string" && imported !== undefined ? this.#pausingOf(source, imported) : undefined;
  }

  /** Everything that may be called in a value given to a library: itself, and what object and array literals hold. */
  contentsOf(node: Node): Fact[] {
    const inner = unparenthesized(node);
    if (inner.type === "ObjectExpression") {
      return inner.properties.flatMap((property) =>
        this.contentsOf(property.type === "Property" ? property.value : property.argument)
      );
    }
    if (inner.type === "ArrayExpression") {
      return inner.elements.flatMap((element) => element === null ? [] : this.contentsOf(element));
    }
    return inner.type === "SpreadElement" ? [this.facts.unknown] : [this.valueOf(inner)];
  }

  #evaluate(node: Node): Fact {
    if (isFunction(node)) {
      const info = this.module.bound.functionOf.get(node)!;
      // Calling a generator runs nothing of it yet.
      return info.kind === "generator" || info.kind === "async-generator" ? NEVER : this.facts.functions.of(info);
    }
    switch (node.type) {
      case "ClassDeclaration":
      case "ClassExpression":
        return this.#classValue(node);
      case "Identifier":
        return this.#nameValue(node);
      case "MemberExpression":
        return this.memberOf(node.object, keyName(node));
      case "CallExpression":
        return this.#callValue(node);
      case "ConditionalExpression":
        return anyOf([this.valueOf(node.consequent), this.valueOf(node.alternate)]);
      case "LogicalExpression":
        return anyOf([this.valueOf(node.left), this.valueOf(node.right)]);
      case "AssignmentExpression":
        return this.valueOf(node.right);
      case "SequenceExpression":
        return this.valueOf(node.expressions.at(-1)!);
      case "ChainExpression":
      case "ParenthesizedExpression":
        return this.valueOf(node.expression);
      case "NewExpression":
        return this.#isProxy(node) ? this.#proxyValue(node) : NEVER;
      case "AwaitExpression":
      case "YieldExpression":
      case "TaggedTemplateExpression":
      case "SpreadElement":
        return this.facts.unknown;
      default:
        return NEVER;
    }
  }

  #classValue(node: ClassNode): Fact {
    return this.facts.classes.of(this.module.bound.classes.get(node)!);
  }

  #nameValue(node: acorn.Identifier): Fact {
    const origin = this.#originOf(node);
    if (origin !== undefined) return this.#exported(origin);
    const binding = this.module.bound.references.get(node);
    if (binding !== undefined) return this.facts.bindings.of(binding);
    // A name of nobody's is a property of the global object.
    return node.name === "eval" ? this.facts.anything : this.facts.properties.of(node.name);
  }

  #callValue(node: acorn.CallExpression): Fact {
    const callee = unparenthesized(node.callee);
    if (callee.type === "MemberExpression" && keyName(callee) === "bind") return this.valueOf(callee.object);
    const library = this.libraryOf(node);
    return library === undefined ? this.facts.unknown : anyOf([this.facts.unknown, this.#context.opened(library)]);
  }

  #proxyValue({ arguments: [target] }: acorn.NewExpression): Fact {
    const { properties, unknown } = this.facts;
    return anyOf([
      target === undefined ? NEVER : this.valueOf(target),
      properties.of("apply"),
      properties.of("construct"),
      unknown,
    ]);
  }

  #exported({ source, imported }: BindingOrigin): Fact {
    if (imported === undefined) return NEVER;
    if (typeof source === "string") return this.#pausingOf(source, imported) === "never" ? NEVER : ROOT;
    const module = this.#context.program.modules[source];
    if (module === undefined) return NEVER;
    if (module.isLibrary) return this.#context.opened(source);
    if (module.isCommonJs) {
      const { properties, unknown } = this.facts;
      return imported === "default" ? anyOf([properties.of("exports"), unknown]) : properties.of(imported);
    }
    const binding = module.exportedBinding(imported);
    if (binding !== undefined) return this.facts.bindings.of(binding);
    const origin = module.exports.get(imported);
    return origin === undefined || origin.source === source ? NEVER : this.#exported(origin);
  }

  /** The members of a namespace that goes somewhere may be called by their names anywhere. */
  #expose(namespace: Namespace): void {
    const names = typeof namespace === "string"
      ? Object.entries(this.#context.program.pausingOf(namespace)).flatMap(([name, kind]) =>
        kind === "always" || kind === "callbacks" ? name : []
      )
      : [...this.#context.program.modules[namespace]?.exports.keys() ?? []];
    for (const name of names) {
      this.#exported({ source: namespace, imported: name }).implies(this.facts.properties.of(name));
    }
  }

  #pausingOf(builtin: string, name: string): Pausing | "never" {
    return this.#context.program.pausingOf(builtin)[name] ?? "never";
  }

  #originOf(node: acorn.Identifier): BindingOrigin | undefined {
    const binding = this.module.bound.references.get(node);
    return binding?.kind === "import" ? this.module.imports.get(binding.name) : undefined;
  }

  /** A variable that is nothing but another name. */
  #followAlias<T>(node: acorn.Identifier, depth: number, follow: (alias: Node) => T | undefined): T | undefined {
    const binding = this.module.bound.references.get(node);
    if (binding === undefined || binding.isReassigned || depth === 0) return undefined;
    const source = this.module.bound.initialisers.get(binding);
    return source === undefined ? undefined : follow(source);
  }

  #asLibrary(namespace: Namespace): number | undefined {
    const isLibrary = typeof namespace === "number" && this.#context.program.modules[namespace]?.isLibrary;
    return isLibrary ? namespace : undefined;
  }

  #targetOf(specifier: Node | undefined): Namespace | undefined {
    return specifier?.type === "Literal" ? this.module.target(String(specifier.value)) : undefined;
  }

  #isRequire({ callee }: acorn.CallExpression): boolean {
    return callee.type === "Identifier" && callee.name === "require" && !this.module.bound.references.get(callee);
  }

  #isProxy({ callee }: acorn.NewExpression): boolean {
    return callee.type === "Identifier" && callee.name === "Proxy";
  }
}
