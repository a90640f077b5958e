/**
 * Functions that may pause. The function stays what it is; its body moves into an async arrow in place, which inherits
 * `this`, `arguments`, `super` and `new.target`. A body that ends without pausing leaves its value in the ledger.
 */

import type { Emission, Emitters } from "./emission.ts";
import { Frame } from "./frame.ts";
import type { FunctionInfo } from "./function_info.ts";
import { type FunctionNode, isAnonymous, type Node, openingParenthesis, patternNames } from "./syntax.ts";

/** Emitters of functions and of what ends them. */
export const FUNCTION_EMITTERS: Emitters = {
  FunctionDeclaration: emitFunction,
  FunctionExpression: emitFunction,
  ArrowFunctionExpression: emitFunction,
  ReturnStatement(e, node) {
    const { kind } = e.frame;
    if (kind !== "sync" && kind !== "async") return e.copyAround(node);
    const { result, label } = e.names;
    e.out.write(`{${result}=`, node.start);
    const { argument } = node;
    if (argument) {
      e.out.blank(node.start, argument.start);
      emitUnnamed(e, argument);
    } else e.out.write("void 0", node.start);
    e.out.write(`;break ${label}}`, node.start);
    e.out.blank(argument ? argument.end : node.start, node.end);
  },
};

/** Emits an expression in parentheses, so that a function in it is not named after what it is assigned to. */
export function emitUnnamed(e: Emission, node: Node): void {
  e.out.write(isAnonymous(node) ? "(0," : "(", node.start);
  e.emit(node);
  e.out.write(")", node.start);
}

function emitFunction(e: Emission, node: FunctionNode): void {
  const info = e.bound.functionOf.get(node)!;
  const isColoured = e.plan.coloured.has(info);
  const { tracksSelf } = e;
  if (info.role !== "arrow") e.tracksSelf = isColoured && info.isDerived;
  emitFunctionParts(e, node, info, isColoured);
  e.tracksSelf = tracksSelf;
}

function emitFunctionParts(e: Emission, node: FunctionNode, info: FunctionInfo, isColoured: boolean): void {
  const isAsync = info.kind === "async" && e.source.startsWith("async", node.start);
  const deferred = isColoured ? firstDeferredParam(e, node, info) : node.params.length;
  e.within(new Frame("none", e.names), () => {
    emitHead(e, node, { from: node.start + (isColoured && isAsync ? "async".length : 0), deferred });
    if (!isColoured) e.emit(node.body);
  });
  if (!isColoured) return;
  if (info.kind === "generator" || info.kind === "async-generator") {
    e.within(new Frame(info.kind, e.names), () => emitGeneratorBody(e, node));
  } else emitPausingBody(e, node, info, deferred);
}

/** A generator waits by yielding the pause to whoever steps it. */
function emitGeneratorBody(e: Emission, { body }: FunctionNode): void {
  e.out.copy(body.start, body.start + 1);
  e.out.writeSeam(`let ${e.names.value};`);
  e.copyAround(body, body.start + 1, body.end - 1);
  e.out.writeSeam(e.frame.declaration);
  e.out.copy(body.end - 1, body.end);
}

function emitPausingBody(e: Emission, node: FunctionNode, info: FunctionInfo, deferred: number): void {
  const shadowed = shadowedParams(node, info).join(",");
  const conflicts = info.varNames.intersection(info.innerFunctions);
  emitFacade(e, info, () => {
    if (deferred < node.params.length) emitDeferredParams(e, node, info, deferred);
    emitFieldCalls(e, info);
    emitBody(e, node);
  }, { conflicts, shadowed });
}

/** What the code around a body depends on. */
export type FacadeShape = Pick<FunctionInfo, "kind" | "role" | "isDerived" | "setterOf">;

/**
 * Writes the body of a function that may pause, with its braces.
 *
 * @param emitBody Writes statements; the result goes into `names.result`, with a jump out of `names.label` if needed.
 */
export function emitFacade(
  e: Emission,
  shape: FacadeShape,
  emitBody: () => void,
  { conflicts, shadowed = "" }: { readonly conflicts?: ReadonlySet<string>; readonly shadowed?: string } = {},
): void {
  const frame = new Frame(shape.kind === "async" ? "async" : "sync", e.names, conflicts);
  e.out.writeSeam(facadeStart(e, shape, shadowed));
  e.within(frame, emitBody);
  e.out.writeSeam(facadeEnd(e, shape, shadowed, frame.declaration));
}

/** The text in front of the body, with the parameters from `deferred` on gathered into one. */
function emitHead(
  e: Emission,
  node: FunctionNode,
  { from, deferred }: { readonly from: number; readonly deferred: number },
): void {
  let at = emitName(e, node, from);
  for (const param of node.params.slice(0, deferred)) {
    e.out.copy(at, param.start);
    e.emit(param);
    at = param.end;
  }
  const first = node.params[deferred];
  if (first === undefined) return e.out.copy(at, node.body.start);
  e.out.copy(at, first.start);
  const isSetter = e.bound.functionOf.get(node)?.role === "setter";
  const arrow = node.type === "ArrowFunctionExpression" ? "=>" : "";
  e.out.writeSeam(`${isSetter ? "" : "..."}${e.names.params})${arrow}`);
}

/** Writes the function's name if it is another one now. Returns where the text goes on. */
function emitName(e: Emission, node: FunctionNode, from: number): number {
  if (node.type !== "FunctionDeclaration") return from;
  const end = node.id ? node.id.start : openingParenthesis(e.source, from);
  const name = node.id ? e.substitutes.get(node.id) : e.names.default;
  if (name === undefined) return from;
  e.out.copy(from, end);
  e.out.write(node.id ? name : ` ${name}`, node.start);
  return node.id ? node.id.end : end;
}

/** Binds the gathered parameters where the function can wait. Their lines stay in order. */
function emitDeferredParams(e: Emission, node: FunctionNode, info: FunctionInfo, deferred: number): void {
  const params = node.params.slice(deferred);
  let at = params[0]!.start;
  e.out.writeSeam("let [");
  for (const param of params) {
    e.out.copy(at, param.start);
    e.emit(param);
    at = param.end;
  }
  e.out.blank(at, node.body.start);
  e.out.writeSeam(info.role === "setter" ? `]=[${e.names.params}];` : `]=${e.names.params};`);
}

function emitBody(e: Emission, node: FunctionNode): void {
  const { result, label } = e.names;
  if (node.body.type === "BlockStatement") {
    renameRepeatedFunctions(e, node.body.body);
    e.out.writeSeam(`${label}:`);
    e.emit(node.body);
    return;
  }
  e.out.writeSeam(`${result}=`);
  emitUnnamed(e, node.body);
  e.out.writeSeam(";");
}

function facadeStart(e: Emission, { kind, isDerived }: FacadeShape, shadowed: string): string {
  const { ledger, helpers, call, value, result, paused, awaited, self } = e.names;
  if (kind === "async") {
    return `{const ${call}=new ${helpers}.AsyncCall(${ledger});(async(${shadowed})=>{` +
      `let ${value},${result},${awaited};try{`;
  }
  const derived = isDerived ? `let ${self};` : "";
  return `{${derived}return ${ledger}.leave((async(${shadowed})=>{let ${value},${result},${paused}=0;try{`;
}

function facadeEnd(e: Emission, shape: FacadeShape, shadowed: string, temps: string): string {
  const { ledger, call, result, paused, error } = e.names;
  if (shape.kind === "async") {
    return `if(${call}.phase!==0)return ${call}.returned(${result});${ledger}.ended=1;${ledger}.value=${result}}` +
      `catch(${error}){if(${call}.phase!==0)return ${call}.threw(${error});${ledger}.ended=2;${ledger}.value=${error}}` +
      `${temps}})(${shadowed});return ${call}.leave()}`;
  }
  // A constructor that ended without pausing gets its object from the engine; afterwards nobody else knows it. Without
  // `super()` there is none, and `this` throws as it should.
  const resumed = shape.isDerived ? `${result}===void 0?this:${ledger}.constructed(${result})` : result;
  return `if(${paused}===1)return ${ledger}.resumed(${resumed});${ledger}.ended=1;${ledger}.value=${result}}` +
    `catch(${error}){if(${paused}===1)return ${ledger}.failed(${error});${ledger}.ended=2;${ledger}.value=${error}}` +
    `${temps}})(${shadowed})${leaveArguments(e, shape)})}`;
}

/** What `PauseLedger.leave` has to know to let the engine have what it wants from a constructor or setter. */
function leaveArguments(e: Emission, shape: FacadeShape): string {
  if (shape.setterOf !== undefined) return `,this,${JSON.stringify(shape.setterOf)}`;
  switch (shape.role) {
    case "function":
      return ",new.target&&this";
    case "constructor":
      return shape.isDerived ? `,${e.names.self}` : ",this";
    default:
      return "";
  }
}

/** The initialisers of a base class run first in its constructor; those of a derived one after `super()`. */
function emitFieldCalls(e: Emission, info: FunctionInfo): void {
  if (info.role !== "constructor" || info.isDerived) return;
  for (const name of e.deferredFields) {
    e.waitFor(info.node, () => e.out.writeSeam(`this.#${name}()`));
    e.out.writeSeam(";");
  }
}

/** The index of the first parameter that may pause while it is bound; where it is, the language cannot wait. */
function firstDeferredParam(e: Emission, node: FunctionNode, info: FunctionInfo): number {
  const sites = info.candidates.filter((candidate) => candidate.inParams && e.site(candidate.node) !== undefined);
  const index = node.params.findIndex(({ start, end }) =>
    sites.some((site) => start <= site.node.start && site.node.end <= end)
  );
  return index < 0 ? node.params.length : index;
}

/** Parameters that the body declares again with `var`: in the arrow these would be others. */
function shadowedParams(node: FunctionNode, { varNames }: FunctionInfo): string[] {
  const names = node.params.flatMap((param) => patternNames(param)).map(({ name }) => name);
  return [...new Set(names)].filter((name) => varNames.has(name));
}

/** Of several functions of one name the last counts; a block would not have the others. */
function renameRepeatedFunctions(e: Emission, statements: readonly Node[]): void {
  const seen = new Set<string>();
  for (const statement of statements.toReversed()) {
    if (statement.type !== "FunctionDeclaration" || !statement.id) continue;
    if (seen.has(statement.id.name)) e.substitutes.set(statement.id, e.partName());
    seen.add(statement.id.name);
  }
}
