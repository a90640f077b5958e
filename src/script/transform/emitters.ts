/** All emitters, by type of node. */

import { ASYNC_EMITTERS } from "./emit_async.ts";
import { CALL_EMITTERS } from "./emit_calls.ts";
import { CHAIN_EMITTERS } from "./emit_chains.ts";
import { CLASS_EMITTERS, emitMethod } from "./emit_classes.ts";
import { COERCION_EMITTERS } from "./emit_coercions.ts";
import { FUNCTION_EMITTERS } from "./emit_functions.ts";
import { LOOP_EMITTERS } from "./emit_loops.ts";
import { emitWrite, MEMBER_EMITTERS } from "./emit_members.ts";
import { MODULE_EMITTERS } from "./emit_modules.ts";
import { NAME_EMITTERS } from "./emit_names.ts";
import { emitPatternAssignment, PATTERN_EMITTERS } from "./emit_patterns.ts";
import type { Emitters } from "./emission.ts";

/** The table for an `Emission`. */
export const EMITTERS: Emitters = {
  ...ASYNC_EMITTERS,
  ...CALL_EMITTERS,
  ...CHAIN_EMITTERS,
  ...CLASS_EMITTERS,
  ...COERCION_EMITTERS,
  ...FUNCTION_EMITTERS,
  ...LOOP_EMITTERS,
  ...MEMBER_EMITTERS,
  ...MODULE_EMITTERS,
  ...NAME_EMITTERS,
  ...PATTERN_EMITTERS,
  AssignmentExpression(e, node) {
    const site = e.site(node);
    if (site === undefined) e.copyAround(node);
    else if (site.kind === "write") emitWrite(e, node);
    else emitPatternAssignment(e, node);
  },
  Property(e, node) {
    if (node.method || node.kind !== "init") return emitMethod(e, node);
    const { value } = node;
    const id = value.type === "AssignmentPattern" ? value.left : value;
    // `{x}`: the name stays, also where the reference becomes something else.
    const isReplaced = node.shorthand && id.type === "Identifier" && e.references.text(id) !== undefined;
    if (isReplaced) e.out.write(`${id.name}:`, node.start);
    e.copyAround(node);
  },
};
