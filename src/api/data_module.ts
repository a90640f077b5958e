/**
 * The module `k6/data`: `SharedArray`, one copy of read-only test data for all VUs.
 *
 * Differences from k6: an element that is `undefined` reads as `null`, where k6 throws a syntax error, and a function
 * that returns nothing is told that only arrays will do.
 */

import { GoError } from "./go_error.ts";
import type { SharedElements, VirtualUser } from "./virtual_user.ts";

const IMMUTABLE_TEXT = "SharedArray is immutable";

/**
 * Makes the exports of `k6/data` for one VU.
 *
 * @param vu The VU that imports the module.
 * @returns The named exports.
 */
export function createDataModule(vu: VirtualUser): Record<string, unknown> {
  const SharedArray = function (name?: unknown, create?: unknown): readonly unknown[] {
    vu.pausing.enter();
    if (vu.phase !== "init") throw new GoError("new SharedArray must be called in the init context");
    const text = String(name);
    if (text === "") throw new GoError("empty name provided to SharedArray's constructor");
    if (typeof create !== "function") {
      throw new GoError("a function is expected as the second argument of SharedArray's constructor");
    }
    return viewOf(vu.sharedArray(text, () => elementsOf(vu, create)));
  };
  return { SharedArray };
}

/** Calls the script's function and turns its array into one JSON text per element. */
// deno-lint-ignore ban-types
function elementsOf(vu: VirtualUser, create: Function): readonly string[] {
  const array: unknown = create();
  if (vu.pausing.isPause(array)) vu.pausing.enter();
  if (array instanceof Promise) {
    array.catch(() => {});
    throw new GoError("SharedArray constructor does not support async functions as second argument");
  }
  if (!Array.isArray(array)) throw new GoError("only arrays can be made into SharedArray");
  return array.map(toJson);
}

function toJson(element: unknown): string {
  return JSON.stringify(element) ?? "null";
}

/**
 * An array for scripts whose elements are parsed afresh at each read, as k6 does: nothing of it can be changed.
 *
 * @param elements The data.
 * @returns The array.
 */
export function viewOf(elements: SharedElements): readonly unknown[] {
  return new Proxy([], new SharedArrayHandler(elements));
}

class SharedArrayHandler implements ProxyHandler<unknown[]> {
  readonly #elements: SharedElements;

  constructor(elements: SharedElements) {
    this.#elements = elements;
  }

  get(target: unknown[], key: string | symbol, receiver: unknown): unknown {
    if (key === "length") return this.#elements.length;
    const index = this.#indexOf(key);
    if (index === undefined) return Reflect.get(target, key, receiver);
    return index < this.#elements.length ? parseFrozen(this.#elements.at(index)) : undefined;
  }

  has(target: unknown[], key: string | symbol): boolean {
    const index = this.#indexOf(key);
    return index === undefined ? Reflect.has(target, key) : index < this.#elements.length;
  }

  ownKeys(): string[] {
    return [...Array.from({ length: this.#elements.length }, (_, index) => String(index)), "length"];
  }

  getOwnPropertyDescriptor(target: unknown[], key: string | symbol): PropertyDescriptor | undefined {
    if (key === "length") {
      return { value: this.#elements.length, writable: true, enumerable: false, configurable: false };
    }
    const index = this.#indexOf(key);
    if (index === undefined) return Reflect.getOwnPropertyDescriptor(target, key);
    if (index >= this.#elements.length) return undefined;
    return { value: parseFrozen(this.#elements.at(index)), writable: false, enumerable: true, configurable: true };
  }

  set(): never {
    throw new TypeError(IMMUTABLE_TEXT);
  }

  deleteProperty(): never {
    throw new TypeError(IMMUTABLE_TEXT);
  }

  defineProperty(): never {
    throw new TypeError(IMMUTABLE_TEXT);
  }

  setPrototypeOf(): never {
    throw new TypeError(IMMUTABLE_TEXT);
  }

  preventExtensions(): never {
    throw new TypeError(IMMUTABLE_TEXT);
  }

  #indexOf(key: string | symbol): number | undefined {
    return typeof key === "string" && /^(0|[1-9]\d*)$/.test(key) ? Number(key) : undefined;
  }
}

function parseFrozen(json: string): unknown {
  return deepFreeze(JSON.parse(json));
}

function deepFreeze(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
