/**
 * Optional chains. A pause at the very end of one is waited for outside of it; for one in the middle the chain is taken
 * apart, because what waits in between would end the short circuit: `n?.f().x` becomes
 * `(($$1=n)==null?void 0:WAIT($$1.f()).x)`.
 */

import type * as acorn from "acorn";
import type { Emission, Emitters } from "./emission.ts";
import { type ChainElement, chainElements, unparenthesized } from "./syntax.ts";

/** Emitters of optional chains. */
export const CHAIN_EMITTERS: Emitters = {
  ChainExpression(e, node) {
    const elements = chainElements(node);
    const outermost = e.site(elements[0]!)?.kind;
    const needsParts = outermost === "method" || outermost === "job" || waitsInside(e, elements);
    if (needsParts) emitParts(e, node, elements, { absent: "void 0", operator: "" });
    else e.copyAround(node);
  },
};

/**
 * `delete` of an optional chain that has to wait in the middle.
 *
 * @returns Whether it was that, and is written.
 */
export function emitChainDeletion(e: Emission, node: acorn.ChainExpression): boolean {
  const elements = chainElements(node);
  if (!waitsInside(e, elements)) return false;
  emitParts(e, node, elements, { absent: "true", operator: "delete " });
  return true;
}

function waitsInside(e: Emission, elements: readonly ChainElement[]): boolean {
  return elements.some((element, index) => index > 0 && e.site(element) !== undefined);
}

/** Computes the base of every optional element into a name, and then the rest from there. */
function emitParts(
  e: Emission,
  chain: acorn.ChainExpression,
  elements: readonly ChainElement[],
  { absent, operator }: { readonly absent: string; readonly operator: string },
): void {
  e.out.write("(", chain.start);
  for (const element of elements.toReversed()) {
    if (!element.optional) continue;
    const base = element.type === "MemberExpression" ? element.object : element.callee;
    const member = unparenthesized(base);
    const isMethod = element.type === "CallExpression" && member.type === "MemberExpression";
    const name = e.temp();
    e.out.write("(", base.start);
    if (isMethod) emitReceiver(e, element, member);
    e.out.write(`${name}=`, base.start);
    e.emit(isMethod ? member : base);
    e.substitutes.set(base, name);
    e.out.write(`)==null?${absent}:`, base.start);
  }
  e.out.write(operator, chain.start);
  e.emit(chain.expression);
  e.out.write(")", chain.start);
}

/** `object.method?.()`: the object is kept, because the method is called on it. */
function emitReceiver(e: Emission, call: acorn.CallExpression, { object }: acorn.MemberExpression): void {
  if (object.type === "Super") {
    e.receivers.set(call, "this");
    return;
  }
  const receiver = e.temp();
  e.out.write(`${receiver}=`, object.start);
  e.emit(object);
  e.out.write(",", object.start);
  e.substitutes.set(object, receiver);
  e.receivers.set(call, receiver);
}
