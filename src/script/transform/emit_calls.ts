/** Calls, `new`, `super()` and tagged templates: the places where most pauses arrive. */

import type * as acorn from "acorn";
import { type Emission, type Emitters, placeOf } from "./emission.ts";
import { keyName, type Node, openingParenthesis, unparenthesized } from "./syntax.ts";

/** Emitters of calls. */
export const CALL_EMITTERS: Emitters = {
  CallExpression(e, node) {
    const site = e.site(node);
    if (node.callee.type === "Super") return emitSuper(e, node);
    if (site === undefined) emitPlainCall(e, node);
    else if (site.kind === "job") emitMethodCall(e, node);
    else if (site.kind === "method") e.waitFor(node, () => emitMethodCall(e, node));
    else if (site.kind === "construct") emitMaking(e, node, () => emitPlainCall(e, node));
    else e.waitFor(node, () => emitPlainCall(e, node));
  },
  NewExpression(e, node) {
    const site = e.site(node);
    if (site === undefined) emitPlainNew(e, node);
    else if (site.kind === "promise") e.waitFor(node, () => emitNewPromise(e, node));
    else emitMaking(e, node, () => emitPlainNew(e, node));
  },
  TaggedTemplateExpression(e, node) {
    if (e.site(node) === undefined) emitTagged(e, node);
    else e.waitFor(node, () => emitTagged(e, node));
  },
};

function emitPlainCall(e: Emission, node: acorn.CallExpression): void {
  const receiver = e.receivers.get(node);
  if (receiver !== undefined) return emitCallOn(e, node, receiver, () => e.emit(node.callee));
  const callee = unparenthesized(node.callee);
  if (callee.type === "MemberExpression" && e.site(callee) !== undefined) return emitCallOfRead(e, node, callee);
  emitCallee(e, node.callee);
  emitRest(e, node.callee.end, node.arguments, node.end, node.optional && e.substitutes.has(node.callee));
}

/** Reading the method may pause. */
function emitCallOfRead(e: Emission, node: acorn.CallExpression, callee: acorn.MemberExpression): void {
  const isSuper = callee.object.type === "Super";
  const receiver = isSuper ? "this" : e.temp();
  emitCallOn(e, node, receiver, () => {
    if (isSuper) return e.emit(callee);
    e.out.write(`(${receiver}=`, callee.start);
    e.emit(callee.object);
    e.out.write(",", callee.start);
    e.substitutes.set(callee.object, receiver);
    e.emit(callee);
    e.out.write(")", callee.start);
  });
}

/** A method that has been read is called on its object. */
function emitCallOn(e: Emission, node: acorn.CallExpression, receiver: string, emitMethod: () => void): void {
  e.out.write(`${e.names.helpers}.invoke(`, placeOf(node));
  emitMethod();
  const open = openingParenthesis(e.source, node.callee.end);
  e.out.blank(node.callee.end, open);
  e.out.write(node.arguments.length > 0 ? `,${receiver},` : `,${receiver}`, placeOf(node));
  emitRest(e, open + 1, node.arguments, node.end, false);
}

/** A function called by its name gets no `this`, also where the name stands for a property now. */
function emitCallee(e: Emission, callee: Node): void {
  const text = callee.type === "Identifier" && !e.substitutes.has(callee) ? e.references.text(callee) : undefined;
  if (text === undefined) e.emit(callee);
  else e.out.write(`(0,${text})`, callee.start);
}

/** The arguments with their parentheses. */
function emitRest(e: Emission, from: number, args: readonly Node[], end: number, dropsOptional: boolean): void {
  let at = dropsOptional ? openingParenthesis(e.source, from) : from;
  for (const arg of args) {
    e.out.copy(at, arg.start);
    e.emit(arg);
    at = arg.end;
  }
  e.out.copy(at, end);
}

/** `receiver.map(callback)` becomes a call of the helper that knows how to wait for the callback. */
function emitMethodCall(e: Emission, node: acorn.CallExpression): void {
  const callee = unparenthesized(node.callee) as acorn.MemberExpression;
  const { helpers, ledger } = e.names;
  e.out.write(`${helpers}.callMethod(${ledger},${JSON.stringify(keyName(callee))},`, placeOf(node));
  e.emit(callee.object);
  e.out.blank(callee.object.end, node.callee.end);
  const open = openingParenthesis(e.source, node.callee.end);
  e.out.blank(node.callee.end, open);
  if (node.arguments.length > 0) e.out.write(",", placeOf(node));
  emitRest(e, open + 1, node.arguments, node.end, false);
}

function emitPlainNew(e: Emission, node: acorn.NewExpression): void {
  const { callee } = node;
  const text = callee.type === "Identifier" ? e.references.text(callee) : undefined;
  e.out.copy(node.start, callee.start);
  if (text === undefined) e.emit(callee);
  else e.out.write(`(${text})`, callee.start);
  emitRest(e, callee.end, node.arguments, node.end, false);
}

/** The engine makes an object the value of `new` before its constructor has ended: the pause is not that value. */
function emitMaking(e: Emission, node: Node, emitNew: () => void): void {
  const { value, ledger } = e.names;
  e.out.write(`(${value}=`, node.start);
  emitNew();
  const wait = e.frame.wait(`${ledger}.underConstruction(${value})`, e.position(node.start));
  e.out.write(`,${ledger}.unclaimed===null?${value}:${e.names.helpers}.made(${wait},${value}))`, node.start);
}

function emitNewPromise(e: Emission, node: acorn.NewExpression): void {
  const open = openingParenthesis(e.source, node.callee.end);
  e.out.write(`${e.names.helpers}.newPromise(${e.names.ledger},`, node.start);
  e.out.blank(node.start, open);
  emitRest(e, open + 1, node.arguments, node.end, false);
}

/** After `super()`, `this` is the object; then the initialisers of fields that have to wait run. */
function emitSuper(e: Emission, node: acorn.CallExpression): void {
  const { ledger, self } = e.names;
  const place = node.start;
  if (e.site(node) === undefined) {
    if (!e.plan.mayPause) return e.copyAround(node);
    e.out.write(e.tracksSelf ? `(${self}=${ledger}.bound(` : `${ledger}.bound(`, place);
    e.copyAround(node);
    return e.out.write(e.tracksSelf ? "))" : ")", place);
  }
  e.out.write(`(${self}=`, place);
  e.copyAround(node);
  const wait = e.frame.wait(`${ledger}.superPause(${self})`, e.position(place));
  e.out.write(`,${ledger}.unclaimed===null||${ledger}.inherit(${wait},${self}),`, place);
  for (const name of e.deferredFields) {
    e.waitFor(node, () => e.out.write(`${self}.#${name}()`, place));
    e.out.write(",", place);
  }
  e.out.write(`${self})`, place);
}

function emitTagged(e: Emission, node: acorn.TaggedTemplateExpression): void {
  emitCallee(e, node.tag);
  e.out.copy(node.tag.end, node.quasi.start);
  e.emit(node.quasi);
}
