/** From objects to numbers and strings, where the objects' methods may pause (ECMA-262 section 7.1.1). */

import type { Callback } from "./array_loops.ts";
import { drive } from "./continuation.ts";
import type { PauseLedger } from "./pause_ledger.ts";

type Hint = "default" | "number" | "string";

/**
 * The primitive value of anything.
 *
 * @returns The value, or a pause that ends with it.
 */
export function primitive(ledger: PauseLedger, hint: Hint, value: unknown): unknown {
  return isObject(value) ? drive(ledger, toPrimitive(value, hint)) : value;
}

/**
 * `left == right`.
 *
 * @returns Whether they are equal, or a pause that ends with it.
 */
export function looselyEqual(ledger: PauseLedger, left: unknown, right: unknown): unknown {
  const isCoerced = isObject(left) !== isObject(right) && left !== null && left !== undefined && right !== null &&
    right !== undefined;
  // deno-lint-ignore eqeqeq -- it is the operator in question
  return isCoerced ? drive(ledger, compare(left, right)) : left == right;
}

function* compare(left: unknown, right: unknown): Generator<unknown, boolean, unknown> {
  const first = isObject(left) ? yield* toPrimitive(left, "default") : left;
  const second = isObject(right) ? yield* toPrimitive(right, "default") : right;
  // deno-lint-ignore eqeqeq -- it is the operator in question
  return first == second;
}

function* toPrimitive(value: object, hint: Hint): Generator<unknown, unknown, unknown> {
  const exotic: unknown = Reflect.get(value, Symbol.toPrimitive);
  if (exotic !== undefined && exotic !== null) {
    const result = yield (exotic as Callback).call(value, hint);
    if (!isObject(result)) return result;
    throw new TypeError("Cannot convert object to primitive value");
  }
  for (const name of hint === "string" ? ["toString", "valueOf"] : ["valueOf", "toString"]) {
    const method: unknown = Reflect.get(value, name);
    const result = typeof method === "function" ? yield method.call(value) : value;
    if (!isObject(result)) return result;
  }
  throw new TypeError("Cannot convert object to primitive value");
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
