/** Freezes the built-in objects that the virtual users of a thread share: the strict sandbox. */

import { STANDARD_GLOBALS } from "../script/mod.ts";

/** Globals of the platform that scripts have. */
const PLATFORM_GLOBALS: readonly string[] = [
  "TextDecoder",
  "TextEncoder",
  "URL",
  "URLSearchParams",
  "atob",
  "btoa",
  "structuredClone",
];

/** What no global leads to. */
const HIDDEN: readonly object[] = [
  async () => {},
  function* () {},
  async function* () {},
  [][Symbol.iterator](),
  new Map()[Symbol.iterator](),
  new Set()[Symbol.iterator](),
  ""[Symbol.iterator](),
  "".matchAll(/./g),
  (function* () {})(),
  (async function* () {})(),
];

/**
 * Freezes them. To be called once, before code of a script runs. What objects commonly have of their own, although
 * they inherit it (`toString`, an error's `name`), can still be assigned.
 */
export function freezeIntrinsics(): void {
  const seen = new Set<object>();
  const visit = (value: unknown): void => {
    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return;
    if (value === globalThis) return;
    seen.add(value);
    visit(Reflect.getPrototypeOf(value));
    for (const key of Reflect.ownKeys(value)) {
      const { value: member, get, set } = Reflect.getOwnPropertyDescriptor(value, key)!;
      [member, get, set].forEach(visit);
    }
  };
  for (const name of [...STANDARD_GLOBALS, ...PLATFORM_GLOBALS]) visit(Reflect.get(globalThis, name));
  HIDDEN.forEach((each) => visit(Reflect.getPrototypeOf(each)));
  for (const prototype of overriddenPrototypes()) {
    Reflect.ownKeys(prototype).forEach((key) => allowOverride(prototype, key));
  }
  for (const each of seen) {
    if (each === Error) freezeErrorConstructor();
    else Object.freeze(each);
  }
}

/** The runtime sets the limit of stack traces for its own errors. */
function freezeErrorConstructor(): void {
  for (const key of Reflect.ownKeys(Error)) {
    Object.defineProperty(Error, key, key === "stackTraceLimit" ? { configurable: false } : FIXED);
  }
  Object.preventExtensions(Error);
}

const FIXED: PropertyDescriptor = { configurable: false, writable: false };

/** Whose members scripts and libraries give to objects that inherit from them, by assignment. */
function overriddenPrototypes(): object[] {
  const errors = STANDARD_GLOBALS.filter((name) => name.endsWith("Error")).map((name) => Reflect.get(globalThis, name));
  return [Object.prototype, Function.prototype, ...errors.map(({ prototype }) => prototype)];
}

/** A frozen member could not be assigned in objects that inherit it; an accessor can let them have one of their own. */
function allowOverride(prototype: object, key: PropertyKey): void {
  const { value, configurable, enumerable = false, ...rest } = Reflect.getOwnPropertyDescriptor(prototype, key)!;
  if (!configurable || rest.get !== undefined) return;
  Object.defineProperty(prototype, key, {
    get: () => value,
    set(this: object, own: unknown) {
      if (this === prototype) throw new TypeError(`Cannot assign to ${String(key)} of a built-in object: it is frozen`);
      Object.defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true });
    },
    enumerable,
    configurable: false,
  });
}
