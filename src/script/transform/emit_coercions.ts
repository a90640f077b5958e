/** Operators that turn objects into numbers or strings, where the objects' methods may pause. */

import type * as acorn from "acorn";
import { emitUnnamed } from "./emit_functions.ts";
import type { Emission, Emitters } from "./emission.ts";
import type { Node } from "./syntax.ts";

/** Emitters of binary operators and templates. */
export const COERCION_EMITTERS: Emitters = {
  BinaryExpression(e, node) {
    if (e.site(node) === undefined) return e.copyAround(node);
    const { left, right, operator } = node;
    // Both sides are evaluated before either is turned into anything.
    const [first, second] = [e.temp(), e.temp()];
    e.out.write(`(${first}=(0,`, node.start);
    e.emit(left);
    e.out.write(`),${second}=(0,`, node.start);
    e.out.blank(left.end, right.start);
    e.emit(right);
    e.out.write("),", node.start);
    if (operator === "==" || operator === "!=") {
      if (operator === "!=") e.out.write("!", node.start);
      e.waitFor(
        node,
        () => e.out.write(`${e.names.helpers}.looselyEqual(${e.names.ledger},${first},${second})`, node.start),
      );
    } else {
      const hint = operator === "+" ? "default" : "number";
      emitPrimitive(e, node, hint, () => e.out.write(first, node.start));
      e.out.write(operator, node.start);
      emitPrimitive(e, node, hint, () => e.out.write(second, node.start));
    }
    e.out.write(")", node.start);
  },
  TemplateLiteral(e, node) {
    if (e.site(node) === undefined) return e.copyAround(node);
    let at = node.start;
    for (const expression of node.expressions) {
      e.out.copy(at, expression.start);
      emitPrimitive(e, node, "string", () => emitUnnamed(e, expression));
      at = expression.end;
    }
    e.out.copy(at, node.end);
  },
};

/** A unary operator. */
export function emitCoercedOperand(e: Emission, node: acorn.UnaryExpression): void {
  e.out.copy(node.start, node.argument.start);
  emitPrimitive(e, node, "number", () => e.emit(node.argument));
}

function emitPrimitive(e: Emission, node: Node, hint: string, emitValue: () => void): void {
  e.waitFor(node, () => {
    e.out.write(`${e.names.helpers}.primitive(${e.names.ledger},"${hint}",`, node.start);
    emitValue();
    e.out.write(")", node.start);
  });
}
