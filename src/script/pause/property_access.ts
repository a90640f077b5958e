/** Property accesses that the language makes by itself, written out so that a getter may pause in them. */

import { drive } from "./continuation.ts";
import type { PauseLedger } from "./pause_ledger.ts";

/**
 * Reads what an object pattern is about to read.
 *
 * @param source The value that the pattern takes apart.
 * @param keys The pattern's keys, in order.
 * @param hasRest Whether the pattern ends with `...rest`.
 * @returns An object with those properties, or a pause that ends with it.
 */
export function pick(ledger: PauseLedger, source: unknown, keys: readonly PropertyKey[], hasRest: boolean): unknown {
  if (source === null || source === undefined) return source;
  const object = Object(source) as object;
  return drive(ledger, steps());

  function* steps(): Generator<unknown, object, unknown> {
    const picked: Record<PropertyKey, unknown> = {};
    for (const key of keys) picked[key] = yield Reflect.get(object, key, source);
    if (!hasRest) return picked;
    for (const key of Reflect.ownKeys(object)) {
      if (keys.includes(key) || !Object.prototype.propertyIsEnumerable.call(object, key)) continue;
      picked[key] = yield Reflect.get(object, key, source);
    }
    return picked;
  }
}

/** Defines a class field on an object under construction, as the engine does. */
export function defineField(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}
