/** How the binding walk goes through declarations, assignments and patterns. */

import type * as acorn from "acorn";
import type { BindWalk } from "./bind_walk.ts";
import type { BindingKind } from "./scope.ts";
import { keyName, type Node, patternNames, unparenthesized } from "./syntax.ts";

/** Members and imports of these names say that a program has promises. */
export const PROMISE_MEMBERS: ReadonlySet<string | undefined> = new Set([
  "then",
  "Promise",
  "queueMicrotask",
  "asyncRequest",
]);

/** Visits a declaration of variables. */
export function visitDeclaration(walk: BindWalk, { kind, declarations }: acorn.VariableDeclaration): void {
  for (const declarator of declarations) {
    const { id, init } = declarator;
    if (kind === "var" && init) noteRepetition(walk, id);
    visitPattern(walk, id, kind === "var" ? "var" : "lexical");
    if (!init) continue;
    noteSource(walk, id, init);
    notePattern(walk, id, declarator);
    walk.visit(init, id.type === "Identifier" ? id.name : "");
  }
}

/** Where the first value of a variable comes from. */
function noteSource(walk: BindWalk, id: acorn.Pattern, init: Node): void {
  if (id.type === "Identifier") walk.initialisers.set(walk.declarations.get(id)!, init);
  if (id.type !== "ObjectPattern") return;
  for (const property of id.properties) {
    const isPlain = property.type === "Property" && property.value.type === "Identifier";
    const binding = isPlain ? walk.declarations.get(property.value as acorn.Identifier) : undefined;
    if (binding !== undefined) walk.takenFrom.set(binding, init);
  }
}

/** A second `var` of the same name is an assignment. */
function noteRepetition(walk: BindWalk, id: acorn.Pattern): void {
  for (const { name } of patternNames(id)) {
    const known = walk.current.functionScope.own(name);
    if (known !== undefined) known.isReassigned = true;
  }
}

/** Visits an assignment. */
export function visitAssignment(walk: BindWalk, node: acorn.AssignmentExpression): void {
  visitTarget(walk, node.left, () => walk.candidate("write", node));
  noteProperty(walk, node.left);
  notePattern(walk, node.left, node);
  walk.visit(node.right, node.left.type === "Identifier" ? node.left.name : "");
}

/** `object.name = …`, and `globalThis.name = …` */
function noteProperty(walk: BindWalk, target: Node): void {
  if (target.type !== "MemberExpression") return;
  walk.definedNames.add(keyName(target) ?? "");
  if (target.object.type !== "Identifier") return;
  if (target.object.name === "globalThis" || target.object.name === "global") {
    walk.assignedGlobals.add(keyName(target) ?? "");
  }
}

function notePattern(walk: BindWalk, pattern: Node, node: Node): void {
  if (pattern.type === "ArrayPattern") walk.candidate("array-pattern", node);
  if (pattern.type === "ObjectPattern") walk.candidate("object-pattern", node);
}

/** Visits what is assigned or updated. */
export function visitTarget(walk: BindWalk, target: Node, noteMember: () => void): void {
  const inner = unparenthesized(target);
  if (inner.type === "MemberExpression") {
    noteMember();
    visitMember(walk, inner);
  } else visitPattern(walk, inner);
}

/** Visits a pattern that declares names of a kind, or assigns if there is none. */
export function visitPattern(walk: BindWalk, pattern: Node, kind?: BindingKind): void {
  switch (pattern.type) {
    case "Identifier":
      if (kind === undefined) walk.refer(pattern, true);
      else walk.declare(pattern, kind);
      break;
    case "MemberExpression":
      visitMember(walk, pattern);
      break;
    case "ObjectPattern":
      for (const property of pattern.properties) {
        if (property.type === "Property" && property.computed) walk.visit(property.key);
        visitPattern(walk, property.type === "Property" ? property.value : property.argument, kind);
      }
      break;
    case "ArrayPattern":
      for (const element of pattern.elements) if (element !== null) visitPattern(walk, element, kind);
      break;
    case "AssignmentPattern":
      visitPattern(walk, pattern.left, kind);
      walk.visit(pattern.right, pattern.left.type === "Identifier" ? pattern.left.name : "");
      break;
    case "RestElement":
      visitPattern(walk, pattern.argument, kind);
      break;
    case "ParenthesizedExpression":
      visitPattern(walk, pattern.expression, kind);
      break;
  }
}

/** Visits the parts of a member expression, but not as something that is read. */
export function visitMember(walk: BindWalk, node: acorn.MemberExpression): void {
  if (PROMISE_MEMBERS.has(keyName(node))) walk.usesPromises = true;
  if (node.object.type === "Identifier" && !node.computed) walk.noteMemberObject(node.object);
  walk.visitChildren(node);
}
