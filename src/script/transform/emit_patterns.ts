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
    if (id.type === "ObjectPattern") {
      emitObjectPattern(e, id, () => e.emit(init));
      return e.out.blank(id.end, init.start);
    }
    e.emit(id);
    e.out.copy(id.end, init.start);
    emitPrepared(e, node, id as acorn.ArrayPattern, () => e.emit(init));
  },
  SpreadElement(e, node) {
    if (e.site(node) === undefined) return e.copyAround(node);
    e.out.copy(node.start, node.argument.start);
    emitElements(e, node.argument, () => e.emit(node.argument));
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
  const give = () => e.out.write(value, node.right.start);
  if (node.left.type === "ObjectPattern") emitObjectPattern(e, node.left, give);
  else {
    e.emit(node.left);
    e.out.write("=", node.start);
    emitPrepared(e, node, node.left as acorn.ArrayPattern, give);
  }
  e.out.blank(node.left.end, node.right.start);
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

/**
 * Reads one property after the other: between them come the defaults, and the variables that getters may look at.
 * Writes a pattern of its own for every property, with commas between them.
 */
function emitObjectPattern(e: Emission, pattern: acorn.ObjectPattern, emitValue: () => void): void {
  const { helpers, ledger } = e.names;
  const source = e.temp();
  const taken: (string | undefined)[] = [];
  let at = pattern.start;
  pattern.properties.forEach((property, index) => {
    e.out.blank(at, property.start);
    at = property.end;
    e.out.write(index === 0 ? "{" : ",{", property.start);
    e.emit(property);
    e.out.write("}=", property.start);
    const key = property.type === "Property" ? keyName(property) : undefined;
    const wanted = JSON.stringify(property.type === "Property" ? key : taken);
    e.waitFor(property, () => {
      e.out.write(`${helpers}.${property.type === "Property" ? "pick" : "rest"}(${ledger},`, property.start);
      if (index === 0) {
        e.out.write(`(${source}=`, property.start);
        emitValue();
        e.out.write(")", property.start);
      } else e.out.write(source, property.start);
      e.out.write(`,${wanted})`, property.start);
    });
    taken.push(key);
  });
  e.out.blank(at, pattern.end);
}

/** The value that an array pattern takes apart, with everything taken from it that the pattern will take. */
function emitPrepared(e: Emission, node: Node, { elements }: acorn.ArrayPattern, emitValue: () => void): void {
  const hasRest = elements.at(-1)?.type === "RestElement";
  emitElements(e, node, emitValue, hasRest ? undefined : elements.length);
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
