/** How the binding walk goes through functions and classes. */

import type * as acorn from "acorn";
import type { BindWalk } from "./bind_walk.ts";
import { visitPattern } from "./bind_assignments.ts";
import type { FunctionInfo, FunctionKind, FunctionRole } from "./function_info.ts";
import { Scope } from "./scope.ts";
import { type ClassNode, type FunctionNode, keyName } from "./syntax.ts";

const ACCESSOR_ROLES: ReadonlyMap<string, FunctionRole> = new Map([["get", "getter"], ["set", "setter"]]);

/** Visits a function. One whose role is not given is a plain function or an arrow. */
export function visitFunction(walk: BindWalk, node: FunctionNode, name: string, role?: FunctionRole): void {
  const { id } = node;
  if (node.type === "FunctionDeclaration" && id) declareFunction(walk, id);
  const info = walk.addFunction(node, {
    kind: kindOf(node),
    role: role ?? (node.type === "ArrowFunctionExpression" ? "arrow" : "function"),
    name: id?.name ?? name,
    parent: walk.function,
  });
  if (node.async) walk.usesPromises = true;
  const outer = node.type === "FunctionExpression" && id ? new Scope(walk.current) : walk.current;
  if (id && outer !== walk.current) walk.declare(id, "function", outer);
  const params = new Scope(outer, true);
  walk.inside(info, params, () => visitFunctionParts(walk, node, params));
}

function visitFunctionParts(walk: BindWalk, node: FunctionNode, params: Scope): void {
  if (node.type !== "ArrowFunctionExpression") params.declare("arguments", "arguments");
  walk.inParams = true;
  for (const param of node.params) visitPattern(walk, param, "param");
  walk.inParams = false;
  const isSimple = node.params.every(({ type }) => type === "Identifier");
  walk.within(isSimple ? params : new Scope(params, true), () => {
    if (node.body.type === "BlockStatement") walk.visitChildren(node.body);
    else walk.visit(node.body);
  });
}

function declareFunction(walk: BindWalk, id: acorn.Identifier): void {
  if (walk.current.isFunction) walk.function.innerFunctions.add(id.name);
  const isKnown = walk.current.own(id.name) !== undefined;
  const binding = walk.declare(id, "function");
  binding.isReassigned ||= isKnown;
}

function kindOf({ async, generator }: FunctionNode): FunctionKind {
  if (generator) return async ? "async-generator" : "generator";
  return async ? "async" : "sync";
}

/** Visits a class. */
export function visitClass(walk: BindWalk, node: ClassNode, name: string): void {
  if (node.type === "ClassDeclaration" && node.id) walk.declare(node.id, "class");
  const info = walk.addClass(node, node.id?.name ?? name);
  const scope = new Scope(walk.current);
  if (node.type === "ClassExpression" && node.id) walk.declare(node.id, "class", scope);
  walk.within(scope, () => {
    if (node.superClass) walk.visit(node.superClass);
    for (const element of node.body.body) {
      if (element.type === "StaticBlock") {
        info.statics.push(visitInitialiser(walk, element, "static", () => walk.visitChildren(element)));
      } else if (element.type === "PropertyDefinition") {
        if (element.computed) walk.visit(element.key);
        walk.definedNames.add(keyName(element) ?? "");
        const { value } = element;
        if (!value) continue;
        const kind = element.static ? "static" : "field";
        const field = visitInitialiser(walk, element, kind, () => walk.visit(value, keyName(element)));
        (element.static ? info.statics : info.fields).push(field);
      } else visitMethod(walk, element, node.id?.name ?? name);
    }
  });
  info.constructorFunction = constructorOf(walk, node);
  if (info.constructorFunction !== undefined) info.constructorFunction.isDerived = Boolean(node.superClass);
}

function visitMethod(walk: BindWalk, node: acorn.MethodDefinition, className: string): void {
  if (node.computed) walk.visit(node.key);
  walk.definedNames.add(keyName(node) ?? "");
  const isConstructor = node.kind === "constructor";
  const role = ACCESSOR_ROLES.get(node.kind) ?? (isConstructor ? "constructor" : "method");
  visitFunction(walk, node.value, isConstructor ? className : keyName(node) ?? "", role);
}

function constructorOf(walk: BindWalk, node: ClassNode): FunctionInfo | undefined {
  const method = node.body.body.find((element) =>
    element.type === "MethodDefinition" && element.kind === "constructor"
  );
  return method?.type === "MethodDefinition" ? walk.functionOf.get(method.value) : undefined;
}

/** A field or a static block: its code runs by itself, with its own `this`. */
function visitInitialiser(
  walk: BindWalk,
  node: acorn.PropertyDefinition | acorn.StaticBlock,
  kind: "field" | "static",
  visit: () => void,
): FunctionInfo {
  const info = walk.addFunction(node, { kind, parent: walk.function });
  walk.inside(info, new Scope(walk.current, true), visit);
  return info;
}

/** The role of a property's function: an accessor's, a method's, or `undefined` for any other value. */
export function propertyRole(node: Pick<acorn.Property, "method" | "kind">): FunctionRole | undefined {
  return node.method ? "method" : ACCESSOR_ROLES.get(node.kind);
}
