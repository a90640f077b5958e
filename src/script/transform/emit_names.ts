/** References, and the other expressions that stand for something outside of the module. */

import { emitChainDeletion } from "./emit_chains.ts";
import { emitCoercedOperand } from "./emit_coercions.ts";
import type { Emitters } from "./emission.ts";

/** Emitters of names. */
export const NAME_EMITTERS: Emitters = {
  Identifier(e, node) {
    const text = e.references.text(node);
    if (text === undefined) e.out.copy(node.start, node.end);
    else e.out.write(text, node.start);
  },
  UnaryExpression(e, node) {
    const { argument, operator } = node;
    if (e.site(node) !== undefined) return emitCoercedOperand(e, node);
    if (operator === "delete" && argument.type === "ChainExpression" && emitChainDeletion(e, argument)) return;
    const text = operator === "typeof" && argument.type === "Identifier"
      ? e.references.typeofText(argument)
      : undefined;
    if (text === undefined) return e.copyAround(node);
    e.out.copy(node.start, argument.start);
    e.out.write(text, argument.start);
  },
  MetaProperty(e, node) {
    if (node.meta.name === "import") e.out.write(`${e.names.record}.meta`, node.start);
    else e.out.copy(node.start, node.end);
  },
  ImportExpression(e, node) {
    e.out.write(`${e.names.record}.import(`, node.start);
    e.emit(node.source);
    // What follows the specifier says what kind of module it is; the loader has read it.
    e.out.blank(node.source.end, node.end);
    e.out.write(")", node.start);
  },
};
