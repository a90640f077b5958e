/**
 * Finds the places where the language turns an object into a number or a string, which calls its methods. Only looked
 * for in programs in which such a method may pause.
 */

import type { BoundModule } from "./bind_walk.ts";
import type { FunctionInfo } from "./function_info.ts";
import { childrenOf, isFunction, type Node } from "./syntax.ts";

/** The methods that the language calls (ECMA-262 section 7.1.1). */
export const COERCING_METHODS: readonly string[] = ["toString", "valueOf", "@@toPrimitive"];

const UNARY_OPERATORS: ReadonlySet<string> = new Set(["+", "-", "~"]);
const UNCOERCED_OPERATORS: ReadonlySet<string> = new Set(["===", "!==", "in", "instanceof"]);

/** Adds the places of a module to the candidates of its functions. */
export function addCoercions(root: Node, bound: BoundModule): void {
  walk(root, bound.functions[0]!);

  function walk(node: Node, around: FunctionInfo): void {
    const info = bound.functionOf.get(node) ?? around;
    if (coerces(node)) info.candidates.push({ kind: "coercion", node, inParams: false });
    for (const child of inside(node)) walk(child, info);
  }
}

/** The nodes inside one; not parameters, where nothing is looked for, and not what a tag gets as it is. */
function inside(node: Node): readonly Node[] {
  if (isFunction(node)) return [node.body];
  return node.type === "TaggedTemplateExpression" ? [node.tag, ...node.quasi.expressions] : childrenOf(node);
}

function coerces(node: Node): boolean {
  switch (node.type) {
    case "BinaryExpression":
      return !UNCOERCED_OPERATORS.has(node.operator) && node.left.type !== "PrivateIdentifier";
    case "UnaryExpression":
      return UNARY_OPERATORS.has(node.operator);
    case "TemplateLiteral":
      return node.expressions.length > 0;
    default:
      return false;
  }
}
