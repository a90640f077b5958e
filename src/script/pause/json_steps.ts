/** `JSON.parse` with a reviver, and `JSON.stringify` with a replacer or `toJSON`, where these may pause (ECMA-262 section 25.5). */

import type { Callback } from "./array_loops.ts";

type Holder = Record<string, unknown>;

/**
 * `JSON.parse(text, reviver)`.
 *
 * @returns Steps for `drive`: yields the results of the reviver, returns the revived value.
 */
export function parseSteps(text: string, reviver: Callback): Generator<unknown, unknown, unknown> {
  return revive({ "": JSON.parse(text) }, "", reviver);
}

function* revive(holder: Holder, key: string, reviver: Callback): Generator<unknown, unknown, unknown> {
  const value = holder[key];
  if (isObject(value)) {
    for (const name of Object.keys(value)) {
      const revived = yield* revive(value, name, reviver);
      if (revived === undefined) Reflect.deleteProperty(value, name);
      else Object.defineProperty(value, name, { value: revived, writable: true, enumerable: true, configurable: true });
    }
  }
  return yield reviver.call(holder, key, value);
}

/**
 * `JSON.stringify(value, replacer, space)`.
 *
 * @returns Steps for `drive`: yields the results of the replacer and of `toJSON`, returns the text.
 */
export function* stringifySteps(
  value: unknown,
  replacer: unknown,
  space: string | number | undefined,
): Generator<unknown, string | undefined, unknown> {
  const replace = typeof replacer === "function" ? replacer as Callback : undefined;
  const plain = yield* replaced({ "": value }, "", replace, []);
  return JSON.stringify(plain, Array.isArray(replacer) ? replacer : null, space);
}

/** A copy of `holder[key]` on which everything has been called that `JSON.stringify` calls. */
function* replaced(
  holder: Holder,
  key: string,
  replace: Callback | undefined,
  path: readonly object[],
): Generator<unknown, unknown, unknown> {
  let value: unknown = holder[key];
  if (isObject(value) && typeof value.toJSON === "function") value = yield value.toJSON(key);
  if (replace !== undefined) value = yield replace.call(holder, key, value);
  if (!isObject(value) || value instanceof Number || value instanceof String || value instanceof Boolean) return value;
  if (path.includes(value)) throw new TypeError("Converting circular structure to JSON");
  const inner = [...path, value];
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    for (let index = 0; index < value.length; index++) {
      copy.push(jsonValue(yield* replaced(value as unknown as Holder, String(index), replace, inner)));
    }
    return copy;
  }
  const copy: Holder = Object.create(null);
  for (const name of Object.keys(value)) copy[name] = jsonValue(yield* replaced(value, name, replace, inner));
  return copy;
}

/** Functions have no JSON; one called `toJSON` must not be called on the copy. */
function jsonValue(value: unknown): unknown {
  return typeof value === "function" ? undefined : value;
}

function isObject(value: unknown): value is Holder {
  return typeof value === "object" && value !== null;
}
