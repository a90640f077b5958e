/** Property accesses that the language makes by itself, written out so that a getter may pause in them. */

import { drive, goOn } from "./continuation.ts";
import type { PauseLedger } from "./pause_ledger.ts";

/**
 * Reads one property for an object pattern.
 *
 * @param source The value that the pattern takes apart.
 * @returns An object with that property alone, or a pause that ends with it; the source if that has no properties.
 */
export function pick(ledger: PauseLedger, source: unknown, key: PropertyKey): unknown {
  if (source === null || source === undefined) return source;
  return goOn(ledger, Reflect.get(Object(source), key, source), { next: (value) => ({ [key]: value }) });
}

/**
 * Reads the rest for an object pattern.
 *
 * @param source The value that the pattern takes apart.
 * @param taken The keys that are none of the rest.
 * @returns An object with the rest, or a pause that ends with it.
 */
export function rest(ledger: PauseLedger, source: unknown, taken: readonly PropertyKey[]): unknown {
  if (source === null || source === undefined) return source;
  const object = Object(source) as object;
  return drive(ledger, steps());

  function* steps(): Generator<unknown, object, unknown> {
    const left = {};
    for (const key of Reflect.ownKeys(object)) {
      if (taken.includes(key) || !Object.prototype.propertyIsEnumerable.call(object, key)) continue;
      defineField(left, key, yield Reflect.get(object, key, source));
    }
    return left;
  }
}

/** Defines a class field on an object under construction, as the engine does. */
export function defineField(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}
