/** What the binding walk does at each type of node. */

import type * as acorn from "acorn";
import { visitAssignment, visitDeclaration, visitMember, visitPattern, visitTarget } from "./bind_assignments.ts";
import { propertyRole, visitClass, visitFunction } from "./bind_functions.ts";
import type { BindWalk, Visitors } from "./bind_walk.ts";
import { definedAccessors } from "./defined_accessors.ts";
import { Scope } from "./scope.ts";
import { chainElements, keyName, type Node, patternNames, unparenthesized } from "./syntax.ts";

/** The table, for {@linkcode BindWalk}. */
export const BIND_VISITORS: Visitors = {
  Identifier: (walk, node) => walk.refer(node),
  FunctionDeclaration: visitFunction,
  FunctionExpression: visitFunction,
  ArrowFunctionExpression: visitFunction,
  ClassDeclaration: visitClass,
  ClassExpression: visitClass,
  ImportDeclaration() {},
  ExportAllDeclaration() {},
  ExportNamedDeclaration(walk, { source, declaration, specifiers }) {
    if (declaration) walk.visit(declaration);
    if (source) return;
    for (const { local } of specifiers) if (local.type === "Identifier") walk.refer(local);
  },
  ExportDefaultDeclaration: (walk, node) => walk.visit(node.declaration, "default"),
  BlockStatement: (walk, node) => walk.within(new Scope(walk.current), () => walk.visitChildren(node)),
  ForStatement: (walk, node) => walk.within(new Scope(walk.current), () => walk.visitChildren(node)),
  SwitchStatement: (walk, node) => walk.within(new Scope(walk.current), () => walk.visitChildren(node)),
  ForInStatement: visitLoop,
  ForOfStatement: visitLoop,
  CatchClause(walk, { param, body }) {
    walk.within(new Scope(walk.current), () => {
      if (param) visitPattern(walk, param, "catch");
      walk.visitChildren(body);
    });
  },
  VariableDeclaration: visitDeclaration,
  AssignmentExpression: visitAssignment,
  UpdateExpression(walk, node) {
    visitTarget(walk, node.argument, () => walk.candidate("write", node));
  },
  UnaryExpression(walk, { operator, argument }) {
    if (operator === "delete") visitWithoutRead(walk, argument);
    else walk.visit(argument);
  },
  ParenthesizedExpression: (walk, node, name) => walk.visit(node.expression, name),
  Property(walk, node) {
    if (node.computed) walk.visit(node.key);
    walk.definedNames.add(keyName(node) ?? "");
    const role = propertyRole(node);
    const value: Node = node.value;
    if (role !== undefined && value.type === "FunctionExpression") {
      visitFunction(walk, value, keyName(node) ?? "", role);
    } else walk.visit(value, keyName(node));
  },
  CallExpression: visitCall,
  NewExpression(walk, node) {
    walk.candidate("new", node);
    walk.accessors.push(...definedAccessors(node));
    walk.visitChildren(node);
  },
  TaggedTemplateExpression(walk, node) {
    walk.candidate("call", node);
    visitWithoutRead(walk, node.tag);
    walk.visit(node.quasi);
  },
  MemberExpression(walk, node) {
    walk.candidate("read", node);
    visitMember(walk, node);
  },
  ObjectExpression(walk, { properties }) {
    for (const property of properties) walk.visit(property.type === "SpreadElement" ? property.argument : property);
  },
  SpreadElement(walk, node) {
    walk.candidate("spread", node);
    walk.visit(node.argument);
  },
  YieldExpression(walk, node) {
    if (node.delegate) walk.candidate("delegate", node);
    if (node.argument) walk.visit(node.argument);
  },
  AwaitExpression(walk, node) {
    walk.noteAwait(node);
    walk.visit(node.argument);
  },
  MetaProperty: (walk, node) => void walk.metaProperties.push(node),
  ImportExpression(walk, node) {
    walk.usesPromises = true;
    walk.dynamicImports.push(node);
    walk.visitChildren(node);
  },
};

function visitLoop(walk: BindWalk, node: acorn.ForInStatement | acorn.ForOfStatement): void {
  walk.within(new Scope(walk.current), () => {
    if (node.left.type === "VariableDeclaration") {
      visitDeclaration(walk, node.left);
      for (const { id } of node.left.declarations) {
        for (const { name } of patternNames(id)) walk.current.find(name)!.isReassigned = true;
      }
    } else visitPattern(walk, node.left);
    if (node.type === "ForOfStatement") {
      if (node.await) walk.noteAwait(node);
      else walk.candidate("loop", node);
    }
    walk.visit(node.right);
    walk.visit(node.body);
  });
}

function visitCall(walk: BindWalk, node: acorn.CallExpression): void {
  const { callee, arguments: args } = node;
  const [first] = args;
  if (callee.type === "Identifier" && callee.name === "require" && first?.type === "Literal") {
    walk.noteRequire(callee, first);
  }
  walk.candidate(callee.type === "Super" ? "super" : "call", node);
  walk.accessors.push(...definedAccessors(node));
  const inner = unparenthesized(callee);
  if (inner.type === "ChainExpression") { for (const element of chainElements(inner)) walk.opaqueChains.add(element); }
  if (inner.type === "MemberExpression") walk.candidate("read", inner);
  visitWithoutRead(walk, callee);
  for (const arg of args) walk.visit(arg);
}

/** A callee, or the operand of `delete`: if it is a member, its object is read, but not itself. */
function visitWithoutRead(walk: BindWalk, node: Node): void {
  const inner = unparenthesized(node);
  if (inner.type === "MemberExpression") visitMember(walk, inner);
  else walk.visit(node);
}
