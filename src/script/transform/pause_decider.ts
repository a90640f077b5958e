/** The question that planning asks: what may pause? */

import type * as acorn from "acorn";
import type { ClassNode } from "./syntax.ts";

/** How a call has to be made. */
export type CallDecision = "plain" | "call" | "method" | "job" | "construct";

/** Answers for one program. */
export interface PauseDecider {
  /** Whether anything may pause at all. */
  readonly mayPause: boolean;
  /** Whether stepping an iterator may pause. */
  readonly iterates: boolean;
  /**
   * `call`: it may pause; `method`: it may pause in a callback of a method of the engine, too; `job`: it does not pause
   * itself, but gives the engine a promise reaction; `construct`: it makes an object of a class.
   */
  call(node: acorn.CallExpression | acorn.TaggedTemplateExpression): CallDecision;
  /** `promise`: it is `new Promise`, and its executor may pause. */
  construct(node: acorn.NewExpression): "plain" | "new" | "promise";
  /** Whether the constructor that a class inherits may pause. */
  inherited(node: ClassNode): boolean;
  /** Whether reading a property may pause; `undefined`: a property whose name is not written out. */
  reads(name: string | undefined): boolean;
  /** Whether writing a property may pause. */
  writes(name: string | undefined): boolean;
  /** Whether turning an object into a number or string may pause. */
  readonly coerces: boolean;
  /** Whether the module's functions are rewritten at all. */
  readonly isOpen: boolean;
}
