/** `await`: the VU may have been paused meanwhile, and then the function has to queue for its turn. */

import type * as acorn from "acorn";
import type { Emission, Emitters } from "./emission.ts";
import type { Node } from "./syntax.ts";

/** Emitters of what has to do with `await`. */
export const ASYNC_EMITTERS: Emitters = {
  AwaitExpression(e, node) {
    if (e.frame.kind === "module") emitTopLevelAwait(e, node);
    else if (e.frame.kind === "async") emitAwait(e, node);
    else e.copyAround(node);
  },
  LabeledStatement: emitLabelled,
  TryStatement(e, node) {
    // An `await` that was rejected goes on in one of these blocks.
    const { call, ledger } = e.names;
    const queue = `${call}.mustQueue()&&await ${ledger}.lock.turn();`;
    if (e.frame.kind === "async" && node.handler) e.blockStarts.set(node.handler.body, queue);
    if (e.frame.kind === "async" && node.finalizer) e.blockStarts.set(node.finalizer, queue);
    e.copyAround(node);
  },
};

/** `for await` in a function that is not async any more as far as its caller can tell. */
export function emitForAwait(e: Emission, node: acorn.ForOfStatement): void {
  if (e.frame.kind !== "async") return e.copyAround(node);
  e.out.writeSeam("{");
  emitForAwaitLoop(e, node);
  emitTurn(e);
}

/** Labels have to stay at their loop. */
function emitLabelled(e: Emission, node: acorn.LabeledStatement): void {
  let loop: Node = node;
  while (loop.type === "LabeledStatement") loop = loop.body;
  if (e.frame.kind !== "async" || loop.type !== "ForOfStatement" || !loop.await) return e.copyAround(node);
  e.out.writeSeam("{");
  e.out.copy(node.start, loop.start);
  emitForAwaitLoop(e, loop);
  emitTurn(e);
}

/** Behind the loop: its last step was an `await`, too. */
function emitTurn(e: Emission): void {
  const { call, ledger } = e.names;
  e.out.writeSeam(`if(${call}.mustQueue())await ${ledger}.lock.turn();}`);
}

function emitForAwaitLoop(e: Emission, node: acorn.ForOfStatement): void {
  const { call, ledger } = e.names;
  e.out.copy(node.start, node.left.start);
  e.emit(node.left);
  e.out.copy(node.left.end, node.right.start);
  e.out.write(` ${call}.each(`, node.right.start);
  e.emit(node.right);
  e.out.write(")", node.right.start);
  e.out.copy(node.right.end, node.body.start);
  e.out.writeSeam(`{${call}.awaits=false;${ledger}.lock.held&&await ${ledger}.lock.turn();`);
  e.emit(node.body);
  e.out.writeSeam("}");
}

function emitAwait(e: Emission, { start, argument }: acorn.AwaitExpression): void {
  const { call, ledger, awaited } = e.names;
  e.out.write(`(${awaited}=await ${call}.awaiting(`, start);
  e.out.blank(start, argument.start);
  e.emit(argument);
  const turn = `${ledger}.lock.held?await ${ledger}.lock.turn(${awaited}):${awaited}`;
  e.out.write(`),${call}.awaits=false,${turn})`, start);
}

function emitTopLevelAwait(e: Emission, { start, argument }: acorn.AwaitExpression): void {
  e.out.write(`(yield new ${e.names.helpers}.TopLevelAwait(`, start);
  e.out.blank(start, argument.start);
  e.emit(argument);
  e.out.write("))", start);
}
