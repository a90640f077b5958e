/** The functions of a module, and the places in them where a pause may arrive. */

import type { ClassNode, Node } from "./syntax.ts";

/** What runs as one: how it can wait. */
export type FunctionKind = "module" | "sync" | "async" | "generator" | "async-generator" | "field" | "static";

/** What a function is to its surroundings. */
export type FunctionRole = "function" | "arrow" | "method" | "getter" | "setter" | "constructor" | "none";

/**
 * A place where a pause may arrive: a call or tagged template, `new`, `super()`, a property that is read or written, a
 * value that is iterated over, taken apart by a pattern, or turned into a number or string.
 */
export type CandidateKind =
  | "call"
  | "new"
  | "super"
  | "read"
  | "write"
  | "loop"
  | "spread"
  | "delegate"
  | "array-pattern"
  | "object-pattern"
  | "coercion";

/** A {@linkcode CandidateKind} in the text. */
export interface Candidate {
  readonly kind: CandidateKind;
  readonly node: Node;
  /** Whether it stands among the parameters, where the language cannot wait. */
  readonly inParams: boolean;
}

/** What a {@linkcode FunctionInfo} is made from, besides its node. */
export interface FunctionOptions {
  readonly kind: FunctionKind;
  readonly role?: FunctionRole;
  readonly name?: string;
  readonly parent?: FunctionInfo;
}

/** One function, class field initialiser, static block, or the top level of a module. */
export class FunctionInfo {
  readonly node: Node;
  readonly kind: FunctionKind;
  readonly role: FunctionRole;
  /** The name in stack traces; empty for none. */
  readonly name: string;
  readonly parent: FunctionInfo | undefined;
  readonly candidates: Candidate[] = [];
  /** The property whose setter it is. */
  setterOf: string | undefined;
  /** Whether it is the constructor of a derived class. */
  isDerived = false;
  /** The names that `var` declares in the body; parameters of these names are others than those. */
  readonly varNames = new Set<string>();
  /** The names of functions declared directly in the body. */
  readonly innerFunctions = new Set<string>();

  constructor(node: Node, options: FunctionOptions) {
    this.node = node;
    this.kind = options.kind;
    this.role = options.role ?? "none";
    this.name = options.name ?? "";
    this.parent = options.parent;
    this.setterOf = this.role === "setter" ? this.name : undefined;
  }
}

/** The parts of a class that run code. */
export class ClassInfo {
  readonly node: ClassNode;
  /** The class's name, perhaps after what it is assigned to. */
  readonly name: string;
  /** Whether it has instance fields. */
  readonly hasFields: boolean;
  /** The explicit constructor. */
  constructorFunction: FunctionInfo | undefined;
  /** The initialisers of instance fields, in order. */
  readonly fields: FunctionInfo[] = [];
  /** Static fields and blocks, in order. */
  readonly statics: FunctionInfo[] = [];

  constructor(node: ClassNode, name: string) {
    this.node = node;
    this.name = name;
    this.hasFields = node.body.body.some((element) => element.type === "PropertyDefinition" && !element.static);
  }
}

/** The constructor that a function is, or is an arrow in: the one whose `super()` it may call. */
export function constructorAround(info: FunctionInfo): FunctionInfo | undefined {
  let around: FunctionInfo | undefined = info;
  while (around?.role === "arrow") around = around.parent;
  return around?.role === "constructor" ? around : undefined;
}
