/** `for` … `of` over an iterator that may pause: it yields its pauses as if they were elements. */

import type * as acorn from "acorn";
import { emitForAwait } from "./emit_async.ts";
import { emitIterator } from "./emit_patterns.ts";
import type { Emission, Emitters } from "./emission.ts";
import type { Node } from "./syntax.ts";

/** Emitters of loops over elements and keys. */
export const LOOP_EMITTERS: Emitters = {
  ForInStatement: emitLoop,
  ForOfStatement(e, node) {
    if (node.await) emitForAwait(e, node);
    else if (e.site(node) === undefined) emitLoop(e, node);
    else emitPausingLoop(e, node);
  },
};

/** A `var` whose name is a function of the block already is only assigned. */
function emitLoop(e: Emission, node: acorn.ForInStatement | acorn.ForOfStatement): void {
  const id = conflictingId(e, node.left);
  if (id === undefined) return e.copyAround(node);
  e.out.copy(node.start, node.left.start);
  e.out.blank(node.left.start, id.start);
  e.out.copy(id.start, node.right.start);
  e.emit(node.right);
  e.out.copy(node.right.end, node.body.start);
  e.emit(node.body);
}

function emitPausingLoop(e: Emission, node: acorn.ForOfStatement): void {
  const { element, pause } = e.names;
  const { left, right, body } = node;
  e.out.copy(node.start, left.start);
  e.out.write(`const ${element} of `, left.start);
  emitIterator(e, node, right);
  const receive = e.frame.receive(element, e.position(node.start));
  e.out.write(`){if(${element} instanceof ${pause}){${receive}continue}`, node.start);
  emitBinding(e, left);
  e.out.blank(left.end, right.start);
  e.out.blank(right.end, body.start);
  e.emit(body);
  e.out.write("}", node.start);
}

/** Gives the element to what the loop declares or assigns. */
function emitBinding(e: Emission, left: acorn.VariableDeclaration | acorn.Pattern): void {
  const { element } = e.names;
  const id = conflictingId(e, left);
  if (left.type === "VariableDeclaration" && id === undefined) {
    e.copyAround(left);
    e.out.write(`=${element};`, left.start);
    return;
  }
  e.out.write("(", left.start);
  e.emit(id ?? left);
  e.out.write(`=${element});`, left.start);
}

function conflictingId(e: Emission, left: Node): acorn.Identifier | undefined {
  if (left.type !== "VariableDeclaration" || left.kind !== "var") return undefined;
  const id = left.declarations[0]?.id;
  return id?.type === "Identifier" && e.frame.conflicts.has(id.name) ? id : undefined;
}
