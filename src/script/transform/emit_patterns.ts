/** Patterns and spreads: they read properties and iterate by themselves, so what they read is prepared for them. */

import type * as acorn from "acorn";
import type { Emission, Emitters } from "./emission.ts";
import { emitUnnamed } from "./emit_functions.ts";
import { keyName, type Node } from "./syntax.ts";

/** Emitters of declarations and of spreads. */
export const PATTERN_EMITTERS: Emitters = {
  VariableDeclaration(e, node) {
    const { conflicts } = e.frame;
    const conflicting = node.declarations.map(({ id }) =>
      node.kind === "var" && id.type === "Identifier" && conflicts.has(id.name)
    );
    if (!conflicting.includes(true)) return e.copyAround(node);
    let at = node.start;
    node.declarations.forEach((declarator, index) => {
      e.out.copy(at, declarator.start);
      if (conflicting[index]) emitConflictingVar(e, declarator);
      else e.emit(declarator);
      at = declarator.end;
    });
    e.out.copy(at, node.end);
  },
  VariableDeclarator(e, node) {
    const { id, init } = node;
    if (!init || e.site(node) === undefined) return e.copyAround(node);
    e.emit(id);
    e.out.copy(id.end, init.start);
    emitPrepared(e, node, id, () => e.emit(init));
  },
  SpreadElement(e, node) {
    if (e.site(node) === undefined) return e.copyAround(node);
    e.out.copy(node.start, node.argument.start);
    emitElements(e, node, () => e.emit(node.argument));
  },
  YieldExpression(e, node) {
    if (e.site(node) === undefined || !node.argument) return e.copyAround(node);
    e.out.copy(node.start, node.argument.start);
    emitIterator(e, node, node.argument);
  },
};

/** `pattern = value` as an expression; its value is the whole right side. */
export function emitPatternAssignment(e: Emission, node: acorn.AssignmentExpression): void {
  const value = e.temp();
  e.out.write(`(${value}=`, node.start);
  emitUnnamed(e, node.right);
  e.out.write(",", node.start);
  e.emit(node.left);
  e.out.blank(node.left.end, node.right.start);
  e.out.write("=", node.start);
  emitPrepared(e, node, node.left, () => e.out.write(value, node.right.start));
  e.out.write(`,${value})`, node.start);
}

/** What a loop, or `yield*`, has to iterate over. */
export function emitIterator(e: Emission, node: Node, iterable: Node): void {
  const { helpers, ledger } = e.names;
  e.waitFor(node, () => {
    e.out.write(`${helpers}.iterate(${ledger},`, iterable.start);
    e.emit(iterable);
    e.out.write(")", iterable.start);
  });
}

/** The value that a pattern takes apart, with everything read from it that the pattern will read. */
function emitPrepared(e: Emission, node: Node, pattern: Node, emitValue: () => void): void {
  if (pattern.type === "ArrayPattern") {
    const hasRest = pattern.elements.at(-1)?.type === "RestElement";
    return emitElements(e, node, emitValue, hasRest ? undefined : pattern.elements.length);
  }
  const { helpers, ledger } = e.names;
  const { properties } = pattern as acorn.ObjectPattern;
  const keys = properties.flatMap((property) => property.type === "Property" ? [keyName(property)] : []);
  const hasRest = properties.at(-1)?.type === "RestElement";
  e.waitFor(node, () => {
    e.out.write(`${helpers}.pick(${ledger},`, node.start);
    emitValue();
    e.out.write(`,${JSON.stringify(keys)},${hasRest})`, node.start);
  });
}

function emitElements(e: Emission, node: Node, emitValue: () => void, count?: number): void {
  const { helpers, ledger } = e.names;
  e.waitFor(node, () => {
    e.out.write(`${helpers}.elements(${ledger},`, node.start);
    emitValue();
    e.out.write(count === undefined ? ")" : `,${count})`, node.start);
  });
}

/** The name is a function of the block already; the declaration becomes an assignment. */
function emitConflictingVar(e: Emission, declarator: acorn.VariableDeclarator): void {
  e.out.write(e.partName(), declarator.start);
  if (!declarator.init) return;
  e.out.write("=(", declarator.start);
  e.copyAround(declarator);
  e.out.write(")", declarator.start);
}
