/** The state of the walk that binds names and finds functions, and what its visitors do to it. */

import type * as acorn from "acorn";
import type { DefinedAccessor } from "./defined_accessors.ts";
import { type CandidateKind, ClassInfo, FunctionInfo, type FunctionOptions } from "./function_info.ts";
import { type Binding, type BindingKind, Scope } from "./scope.ts";
import { childrenOf, type ClassNode, type Node } from "./syntax.ts";

/** What the walk has found out. */
export interface BoundModule {
  readonly scope: Scope;
  /** All functions, the module's top level first, each before those inside it. */
  readonly functions: readonly FunctionInfo[];
  /** By their nodes; the code of a class field by its definition. */
  readonly functionOf: ReadonlyMap<Node, FunctionInfo>;
  readonly classes: ReadonlyMap<ClassNode, ClassInfo>;
  /** What every reference refers to; `undefined`: nothing in the module. */
  readonly references: ReadonlyMap<acorn.Identifier, Binding | undefined>;
  /** What every declared name is bound to. */
  readonly declarations: ReadonlyMap<acorn.Identifier, Binding>;
  /** What variables are initialised with. */
  readonly initialisers: ReadonlyMap<Binding, Node>;
  /** What the initial values of variables are properties of. */
  readonly takenFrom: ReadonlyMap<Binding, Node>;
  /** The names of properties that the module gives to objects. */
  readonly definedNames: ReadonlySet<string>;
  /** The bindings of which nothing but properties with a written-out name are read. */
  readonly memberOnly: ReadonlySet<Binding>;
  /** Names outside of the module that it assigns. */
  readonly assignedGlobals: ReadonlySet<string>;
  /** Accessors that calls define. */
  readonly accessors: readonly DefinedAccessor[];
  /** The parts of optional chains that are called as a whole in parentheses: nothing can wait inside them. */
  readonly opaqueChains: ReadonlySet<Node>;
  readonly dynamicImports: readonly acorn.ImportExpression[];
  readonly metaProperties: readonly acorn.MetaProperty[];
  /** What is passed to the module system's own `require`, where it is written out as text. */
  readonly requires: readonly acorn.Literal[];
  readonly usesPromises: boolean;
  /** The first `await` outside of all functions. */
  readonly topLevelAwait: acorn.AwaitExpression | acorn.ForOfStatement | undefined;
}

/** Visits the nodes of one type. `name` is what an anonymous function there would be called. */
export type Visitor<N extends Node> = (walk: BindWalk, node: N, name: string) => void;

/** Visitors by type of node; for types without one, the children are visited. */
export type Visitors = { readonly [Type in Node["type"]]?: Visitor<Extract<Node, { type: Type }>> };

/** A walk over one module. */
export class BindWalk implements BoundModule {
  readonly scope = new Scope(null, true);
  readonly functions: FunctionInfo[] = [];
  readonly functionOf = new Map<Node, FunctionInfo>();
  readonly classes = new Map<ClassNode, ClassInfo>();
  readonly references = new Map<acorn.Identifier, Binding | undefined>();
  readonly declarations = new Map<acorn.Identifier, Binding>();
  readonly initialisers = new Map<Binding, Node>();
  readonly takenFrom = new Map<Binding, Node>();
  readonly definedNames = new Set<string>();
  readonly memberOnly = new Set<Binding>();
  readonly assignedGlobals = new Set<string>();
  readonly accessors: DefinedAccessor[] = [];
  readonly opaqueChains = new Set<Node>();
  readonly dynamicImports: acorn.ImportExpression[] = [];
  readonly metaProperties: acorn.MetaProperty[] = [];
  readonly requires: acorn.Literal[] = [];
  usesPromises = false;
  topLevelAwait: acorn.AwaitExpression | acorn.ForOfStatement | undefined = undefined;

  /** The scope that the walk is in. */
  current: Scope = this.scope;
  /** The function that the walk is in. */
  function: FunctionInfo;
  /** Whether the walk is among the parameters of that function. */
  inParams = false;

  readonly #visitors: Visitors;
  /** Names are looked up when all declarations are known. */
  readonly #pending: { readonly node: acorn.Identifier; readonly scope: Scope; readonly isAssigned: boolean }[] = [];
  readonly #memberObjects = new Set<acorn.Identifier>();
  readonly #requireCalls: { readonly callee: acorn.Identifier; readonly specifier: acorn.Literal }[] = [];

  constructor(program: acorn.Program, visitors: Visitors) {
    this.#visitors = visitors;
    this.function = this.addFunction(program, { kind: "module" });
  }

  visit(node: Node, name = ""): void {
    const visitor = this.#visitors[node.type] as Visitor<Node> | undefined;
    if (visitor === undefined) this.visitChildren(node);
    else visitor(this, node, name);
  }

  visitChildren(node: Node): void {
    for (const child of childrenOf(node)) this.visit(child);
  }

  /** Walks with `scope` as the current one. */
  within(scope: Scope, walk: () => void): void {
    const outer = this.current;
    this.current = scope;
    walk();
    this.current = outer;
  }

  /** Walks inside a function. */
  inside(info: FunctionInfo, scope: Scope, walk: () => void): void {
    const { function: outer, inParams } = this;
    this.function = info;
    this.inParams = false;
    this.within(scope, walk);
    this.function = outer;
    this.inParams = inParams;
  }

  addFunction(node: Node, options: FunctionOptions): FunctionInfo {
    const info = new FunctionInfo(node, options);
    this.functions.push(info);
    this.functionOf.set(node, info);
    return info;
  }

  addClass(node: ClassNode, name: string): ClassInfo {
    const info = new ClassInfo(node, name);
    this.classes.set(node, info);
    return info;
  }

  candidate(kind: CandidateKind, node: Node): void {
    this.function.candidates.push({ kind, node, inParams: this.inParams });
  }

  /** Declares a name where declarations of its kind belong. */
  declare(id: acorn.Identifier, kind: BindingKind, scope = this.current): Binding {
    if (kind === "var") this.function.varNames.add(id.name);
    const binding = (kind === "var" ? scope.functionScope : scope).declare(id.name, kind);
    this.declarations.set(id, binding);
    return binding;
  }

  refer(node: acorn.Identifier, isAssigned = false): void {
    this.#pending.push({ node, scope: this.current, isAssigned });
  }

  /** An identifier in front of a property with a written-out name. */
  noteMemberObject(node: acorn.Identifier): void {
    this.#memberObjects.add(node);
  }

  /** A call of something named `require` with a text as its argument. */
  noteRequire(callee: acorn.Identifier, specifier: acorn.Literal): void {
    this.#requireCalls.push({ callee, specifier });
  }

  noteAwait(node: acorn.AwaitExpression | acorn.ForOfStatement): void {
    this.usesPromises = true;
    if (this.function.kind === "module") this.topLevelAwait ??= node;
  }

  /** Looks all names up. */
  resolve(): void {
    const used = new Set<Binding>();
    for (const { node, scope, isAssigned } of this.#pending) {
      const binding = scope.find(node.name);
      this.references.set(node, binding);
      if (binding === undefined) {
        if (node.name === "Promise") this.usesPromises = true;
        if (isAssigned) this.assignedGlobals.add(node.name);
        continue;
      }
      binding.isReferenced = true;
      (this.#memberObjects.has(node) ? this.memberOnly : used).add(binding);
      binding.isReassigned ||= isAssigned;
    }
    for (const binding of used) this.memberOnly.delete(binding);
    for (const { kind, name, value } of this.accessors) {
      const info = value === undefined ? undefined : this.functionOf.get(value);
      if (kind === "setter" && info !== undefined && info.role !== "arrow") info.setterOf = name;
    }
    for (const { callee, specifier } of this.#requireCalls) {
      if (this.references.get(callee) === undefined) this.requires.push(specifier);
    }
  }
}
