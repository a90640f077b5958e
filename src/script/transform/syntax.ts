/** Syntax trees: which nodes lie inside which, in the order of the text. */

import type * as acorn from "acorn";

/** Any node. */
export type Node = acorn.AnyNode;

/** The nodes that are functions with a body of their own. */
export type FunctionNode =
  | acorn.FunctionDeclaration
  | acorn.AnonymousFunctionDeclaration
  | acorn.FunctionExpression
  | acorn.ArrowFunctionExpression;

/** The nodes that are classes. */
export type ClassNode = acorn.ClassDeclaration | acorn.AnonymousClassDeclaration | acorn.ClassExpression;

/**
 * The properties that hold nested nodes, in the order of the text. Names that are no references are left out: property
 * names, labels, the names of functions and classes. Import and export declarations are left to whoever handles them.
 */
const CHILD_KEYS: Readonly<Record<string, readonly string[]>> = {
  Program: ["body"],
  ExportNamedDeclaration: ["declaration"],
  ExportDefaultDeclaration: ["declaration"],
  ExpressionStatement: ["expression"],
  BlockStatement: ["body"],
  StaticBlock: ["body"],
  WithStatement: ["object", "body"],
  ReturnStatement: ["argument"],
  LabeledStatement: ["body"],
  IfStatement: ["test", "consequent", "alternate"],
  SwitchStatement: ["discriminant", "cases"],
  SwitchCase: ["test", "consequent"],
  ThrowStatement: ["argument"],
  TryStatement: ["block", "handler", "finalizer"],
  CatchClause: ["param", "body"],
  WhileStatement: ["test", "body"],
  DoWhileStatement: ["body", "test"],
  ForStatement: ["init", "test", "update", "body"],
  ForInStatement: ["left", "right", "body"],
  ForOfStatement: ["left", "right", "body"],
  VariableDeclaration: ["declarations"],
  VariableDeclarator: ["id", "init"],
  FunctionDeclaration: ["params", "body"],
  FunctionExpression: ["params", "body"],
  ArrowFunctionExpression: ["params", "body"],
  ClassDeclaration: ["superClass", "body"],
  ClassExpression: ["superClass", "body"],
  ClassBody: ["body"],
  ArrayExpression: ["elements"],
  ArrayPattern: ["elements"],
  ObjectExpression: ["properties"],
  ObjectPattern: ["properties"],
  UnaryExpression: ["argument"],
  UpdateExpression: ["argument"],
  BinaryExpression: ["left", "right"],
  LogicalExpression: ["left", "right"],
  AssignmentExpression: ["left", "right"],
  AssignmentPattern: ["left", "right"],
  ConditionalExpression: ["test", "consequent", "alternate"],
  CallExpression: ["callee", "arguments"],
  NewExpression: ["callee", "arguments"],
  SequenceExpression: ["expressions"],
  SpreadElement: ["argument"],
  RestElement: ["argument"],
  YieldExpression: ["argument"],
  AwaitExpression: ["argument"],
  TemplateLiteral: ["expressions"],
  TaggedTemplateExpression: ["tag", "quasi"],
  ChainExpression: ["expression"],
  ImportExpression: ["source", "options"],
  ParenthesizedExpression: ["expression"],
};

/**
 * The nodes directly inside a node.
 *
 * @param node Any node but an import or export declaration.
 * @returns The nested nodes, in the order of the text.
 */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  if (node.type === "MemberExpression") {
    children.push(node.object);
    if (node.computed) children.push(node.property);
    return children;
  }
  if (node.type === "Property" || node.type === "MethodDefinition" || node.type === "PropertyDefinition") {
    if (node.computed) children.push(node.key);
    if (node.value) children.push(node.value);
    return children;
  }
  for (const key of CHILD_KEYS[node.type] ?? []) {
    const child = (node as unknown as Readonly<Record<string, Node | (Node | null)[] | null | undefined>>)[key];
    if (Array.isArray(child)) { for (const element of child) if (element !== null) children.push(element); }
    else if (child) children.push(child);
  }
  return children;
}

/** Whether a node is a function. */
export function isFunction(node: Node): node is FunctionNode {
  return node.type === "FunctionDeclaration" || node.type === "FunctionExpression" ||
    node.type === "ArrowFunctionExpression";
}

/** Whether an expression is a function or class that is named after what it is assigned to. */
export function isAnonymous(node: Node): boolean {
  const inner = unparenthesized(node);
  if (inner.type === "ArrowFunctionExpression") return true;
  const canHaveName = isFunction(inner) || inner.type === "ClassExpression" || inner.type === "ClassDeclaration";
  return canHaveName && !inner.id;
}

/** The expression inside any number of parentheses. */
export function unparenthesized(node: Node): Node {
  let inner = node;
  while (inner.type === "ParenthesizedExpression") inner = inner.expression;
  return inner;
}

/** The identifiers that a pattern declares or assigns, in order. Members of objects are none. */
export function patternNames(pattern: Node, names: acorn.Identifier[] = []): acorn.Identifier[] {
  switch (pattern.type) {
    case "Identifier":
      names.push(pattern);
      break;
    case "ObjectPattern":
      for (const property of pattern.properties) {
        patternNames(property.type === "RestElement" ? property.argument : property.value, names);
      }
      break;
    case "ArrayPattern":
      for (const element of pattern.elements) if (element !== null) patternNames(element, names);
      break;
    case "AssignmentPattern":
      patternNames(pattern.left, names);
      break;
    case "RestElement":
      patternNames(pattern.argument, names);
      break;
    case "ParenthesizedExpression":
      patternNames(pattern.expression, names);
      break;
  }
  return names;
}

/**
 * The name of a property that stands in the text: of a member expression, a property, a method, a field.
 *
 * @returns The name, private ones with `#`, well-known symbols as `@@iterator`; `undefined` if it is computed from
 *   anything else.
 */
export function keyName(
  node:
    | acorn.MemberExpression
    | acorn.Property
    | acorn.AssignmentProperty
    | acorn.MethodDefinition
    | acorn.PropertyDefinition,
): string | undefined {
  const key: Node = node.type === "MemberExpression" ? node.property : node.key;
  if (key.type === "PrivateIdentifier") return `#${key.name}`;
  if (!node.computed && key.type === "Identifier") return key.name;
  const inner = unparenthesized(key);
  if (inner.type === "Literal" && (typeof inner.value === "string" || typeof inner.value === "number")) {
    return String(inner.value);
  }
  if (inner.type !== "MemberExpression" || inner.computed || inner.property.type !== "Identifier") return undefined;
  const isSymbol = inner.object.type === "Identifier" && inner.object.name === "Symbol";
  return isSymbol ? `@@${inner.property.name}` : undefined;
}

/** A step of an optional chain. */
export type ChainElement = acorn.MemberExpression | acorn.CallExpression;

/** The steps of an optional chain, from the last to the first. */
export function chainElements(chain: acorn.ChainExpression): ChainElement[] {
  const elements: ChainElement[] = [];
  let node: Node = chain.expression;
  while (node.type === "MemberExpression" || node.type === "CallExpression") {
    elements.push(node);
    node = node.type === "MemberExpression" ? node.object : node.callee;
  }
  return elements;
}

/** Whether a call or member is a step of an optional chain that may end before it. */
export function isInOptionalChain(node: ChainElement): boolean {
  let step: Node = node;
  while (step.type === "MemberExpression" || step.type === "CallExpression") {
    if (step.optional) return true;
    step = step.type === "MemberExpression" ? step.object : step.callee;
  }
  return false;
}

/** Where the word `async` stands in front of a method's name. */
export function asyncKeywordOf(source: string, { start, key }: acorn.MethodDefinition | acorn.Property): number {
  const words = source.slice(start, key.start).replace(
    /\/\*[^]*?\*\/|\/\/[^\n\r\u2028\u2029]*/g,
    (comment) => " ".repeat(comment.length),
  );
  return start + words.search(/\basync\b/);
}

/** The name of an imported or exported binding, which may be written as a string. */
export function bindingName(node: acorn.Identifier | acorn.Literal): string {
  return node.type === "Identifier" ? node.name : String(node.value);
}

/** The offset of the next opening parenthesis that is not in a comment. */
export function openingParenthesis(source: string, from: number): number {
  let at = from;
  while (source[at] !== "(") {
    if (source.startsWith("/*", at)) at = source.indexOf("*/", at) + 1;
    else if (source.startsWith("//", at)) at = source.slice(at).search(/[\n\r\u2028\u2029]/) + at;
    at++;
  }
  return at;
}
