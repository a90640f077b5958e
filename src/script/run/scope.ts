/** The global object of a VU: the language's own names, shared, and whatever the VU has of its own. */

/**
 * What ECMA-262 puts into the global object, without the names that give away memory or threads. Everything else that
 * the runtime has there (`Deno`, `process`, `fetch`) is hidden from scripts, as in k6.
 */
export const STANDARD_GLOBALS: readonly string[] = [
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
  "FinalizationRegistry",
  "Float16Array",
  "Float32Array",
  "Float64Array",
  "Function",
  "Infinity",
  "Int16Array",
  "Int32Array",
  "Int8Array",
  "Iterator",
  "JSON",
  "Map",
  "Math",
  "NaN",
  "Number",
  "Object",
  "Promise",
  "Proxy",
  "RangeError",
  "ReferenceError",
  "Reflect",
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
  "WeakRef",
  "WeakSet",
  "decodeURI",
  "decodeURIComponent",
  "encodeURI",
  "encodeURIComponent",
  "escape",
  "eval",
  "isFinite",
  "isNaN",
  "parseFloat",
  "parseInt",
  "undefined",
  "unescape",
];

const LANGUAGE: object = makeLanguage();

function makeLanguage(): object {
  const language = {};
  for (const name of STANDARD_GLOBALS) {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
    if (descriptor !== undefined) Object.defineProperty(language, name, descriptor);
  }
  return language;
}

/**
 * Puts another value in the place of one of the {@linkcode STANDARD_GLOBALS}, for all scopes of the thread.
 *
 * @param name Which one.
 * @param value What scripts get.
 */
export function replaceStandardGlobal(name: string, value: unknown): void {
  Object.defineProperty(LANGUAGE, name, { value });
}

/**
 * Makes what the global objects of several VUs have in common, besides the language.
 *
 * @param properties The names. An accessor among them is called with the VU's own object as `this`: it can make what it
 *   stands for when a script first asks for it.
 * @returns For {@linkcode createScope}.
 */
export function createSharedScope(properties: PropertyDescriptorMap): object {
  return Object.create(LANGUAGE, properties);
}

/**
 * Makes the global object of one VU. The script sees it as `globalThis` and `global`; what it adds or changes there
 * stays in the VU.
 *
 * @param overrides The names that the VU has of its own: `__VU`, … A `Math` of its own if `Program.seedsRandom` asks
 *   for one.
 * @param shared The names that it shares with other VUs, from {@linkcode createSharedScope}.
 * @returns The object. Its properties may be changed later: a script that reads `__ITER` reads the property.
 */
export function createScope(
  overrides: Readonly<Record<string, unknown>>,
  shared: object = LANGUAGE,
): Record<string, unknown> {
  const scope: Record<string, unknown> = Object.assign(Object.create(shared), overrides);
  scope.global = scope;
  Object.defineProperty(scope, "globalThis", { value: scope, writable: true, configurable: true });
  return scope;
}
