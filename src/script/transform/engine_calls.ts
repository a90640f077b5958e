/** Calls into the engine: those that cannot pause, and those that pause when a callback does. */

import type * as acorn from "acorn";
import type { BoundModule } from "./bind_walk.ts";
import { keyName, type Node, unparenthesized } from "./syntax.ts";

/**
 * Names of the language whose functions, constructors and static methods never hand on what a function of the script
 * returns. `Reflect`, `Function`, `Proxy` and `eval` do.
 */
const PLAIN_GLOBALS: ReadonlySet<string> = new Set([
  "AggregateError",
  "Array",
  "ArrayBuffer",
  "BigInt",
  "BigInt64Array",
  "BigUint64Array",
  "Boolean",
  "DataView",
  "Date",
  "Error",
  "EvalError",
  "Float32Array",
  "Float64Array",
  "Int16Array",
  "Int32Array",
  "Int8Array",
  "JSON",
  "Map",
  "Math",
  "Number",
  "Object",
  "Promise",
  "RangeError",
  "ReferenceError",
  "RegExp",
  "Set",
  "String",
  "Symbol",
  "SyntaxError",
  "TypeError",
  "URIError",
  "Uint16Array",
  "Uint32Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "WeakMap",
  "WeakSet",
  "decodeURI",
  "decodeURIComponent",
  "encodeURI",
  "encodeURIComponent",
  "isFinite",
  "isNaN",
  "parseFloat",
  "parseInt",
]);

/** Where the methods that call back take their callbacks. `pause/method_call.ts` knows what to do with them. */
const CALLBACK_ARGUMENTS: Readonly<Record<string, readonly number[]>> = {
  forEach: [0],
  map: [0],
  filter: [0],
  flatMap: [0],
  some: [0],
  every: [0],
  find: [0],
  findIndex: [0],
  findLast: [0],
  findLastIndex: [0],
  reduce: [0],
  reduceRight: [0],
  sort: [0],
  toSorted: [0],
  from: [1],
  replace: [1],
  replaceAll: [1],
  parse: [1],
  stringify: [1],
  then: [0, 1],
  catch: [0],
  finally: [0],
  call: [1],
  apply: [1],
};

const JSON_METHODS: ReadonlySet<string> = new Set(["parse", "stringify"]);
const PROMISE_METHODS: ReadonlySet<string> = new Set(["then", "catch", "finally"]);
const GENERATOR_METHODS: ReadonlySet<string> = new Set(["next", "return", "throw"]);

/** What decides about the callbacks of a call. */
export interface CallbackFacts {
  /** Whether stepping an iterator may pause. */
  readonly iterates: boolean;
  /** Whether a `toJSON` may pause. */
  readonly hasPausingToJson: boolean;
  /** Whether the function that an expression stands for may pause. */
  mayPause(callback: Node): boolean;
}

/** Whether a call is one of a function of the engine that cannot pause, as far as its own callbacks do not. */
export function isEngineCall(node: acorn.CallExpression | acorn.NewExpression, bound: BoundModule): boolean {
  const callee = unparenthesized(node.callee);
  if (callee.type === "MemberExpression") return !callee.computed && isEngineGlobal(callee.object, bound);
  return isEngineGlobal(callee, bound);
}

/** Whether a node names something of the engine that never hands on what a function of the script returns. */
export function isEngineGlobal(node: Node, bound: BoundModule): boolean {
  return node.type === "Identifier" && PLAIN_GLOBALS.has(node.name) && isGlobal(node, node.name, bound);
}

/** Whether a node is a name of the language itself. */
export function isGlobal(node: Node, name: string, bound: BoundModule): boolean {
  return node.type === "Identifier" && node.name === name && bound.references.has(node) &&
    bound.references.get(node) === undefined;
}

/**
 * The arguments that a method of the engine calls, if a call is one of such a method, as far as its name tells.
 *
 * @returns Expressions; one that is spread, or a list of arguments, stands for all it holds.
 */
export function callbackArguments(node: acorn.CallExpression, bound: BoundModule): Node[] {
  const name = calledMethod(node);
  if (name === undefined || !Object.hasOwn(CALLBACK_ARGUMENTS, name)) return [];
  const callee = unparenthesized(node.callee) as acorn.MemberExpression;
  if (JSON_METHODS.has(name) && !isGlobal(callee.object, "JSON", bound)) return [];
  const spread = node.arguments.find(({ type }) => type === "SpreadElement");
  if (spread !== undefined) return [spread];
  const callbacks = CALLBACK_ARGUMENTS[name]!.flatMap((position) => node.arguments[position] ?? []);
  const [list] = callbacks;
  if (name !== "apply" || list?.type !== "ArrayExpression") return callbacks;
  return list.elements.filter((element) => element !== null);
}

/** Whether a call is one of `Reflect.construct`. */
export function isReflectConstruct({ callee }: acorn.CallExpression, bound: BoundModule): boolean {
  const target = unparenthesized(callee);
  return target.type === "MemberExpression" && keyName(target) === "construct" &&
    isGlobal(target.object, "Reflect", bound);
}

/** How a call of a method that may be the engine's has to be made. */
export function methodDecision(
  node: acorn.CallExpression,
  bound: BoundModule,
  facts: CallbackFacts,
): "method" | "job" | undefined {
  const name = calledMethod(node);
  if (name === undefined) return undefined;
  if (GENERATOR_METHODS.has(name)) return facts.iterates ? "method" : undefined;
  if (name === "from" && facts.iterates) return "method";
  const callbacks = callbackArguments(node, bound);
  if (callbacks.some((callback) => facts.mayPause(callback))) return "method";
  const callee = unparenthesized(node.callee) as acorn.MemberExpression;
  if (name === "stringify" && facts.hasPausingToJson && isGlobal(callee.object, "JSON", bound)) return "method";
  // Reactions wait while the VU is paused, also if they do not pause themselves.
  return PROMISE_METHODS.has(name) && node.arguments.length > 0 ? "job" : undefined;
}

/** The name of the method that is called, if it is written out and an object is there to call it on. */
function calledMethod({ callee }: acorn.CallExpression): string | undefined {
  const target = unparenthesized(callee);
  if (target.type !== "MemberExpression" || target.object.type === "Super") return undefined;
  return keyName(target);
}
