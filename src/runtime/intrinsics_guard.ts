/**
 * Notices when a script changes the built-in objects that squall's own code in the thread shares with it. A change that
 * keeps them working, as a polyfill makes, is the script's affair; one that breaks them ends the thread in good order.
 */

import { INTRINSIC_PROBES } from "./intrinsic_probes.ts";

const { defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;

const { is } = Object;
const { setImmediate } = globalThis;

const TYPED_ARRAY = getPrototypeOf(Uint8Array) as { readonly prototype: object };

/** What squall's code in threads uses, by the names that messages call it. */
const HOLDERS: Readonly<Record<string, object>> = {
  Object,
  "Object.prototype": Object.prototype,
  "Function.prototype": Function.prototype,
  Array,
  "Array.prototype": Array.prototype,
  "Array Iterator": getPrototypeOf([][Symbol.iterator]())!,
  "Map.prototype": Map.prototype,
  "Map Iterator": getPrototypeOf(new Map()[Symbol.iterator]())!,
  "Set.prototype": Set.prototype,
  "Set Iterator": getPrototypeOf(new Set()[Symbol.iterator]())!,
  "WeakMap.prototype": WeakMap.prototype,
  Promise,
  "Promise.prototype": Promise.prototype,
  JSON,
  Math,
  Number,
  "Number.prototype": Number.prototype,
  "BigInt.prototype": BigInt.prototype,
  String,
  "String.prototype": String.prototype,
  "RegExp.prototype": RegExp.prototype,
  Reflect,
  "Error.prototype": Error.prototype,
  ArrayBuffer,
  "ArrayBuffer.prototype": ArrayBuffer.prototype,
  "TypedArray.prototype": TYPED_ARRAY.prototype,
  "Uint8Array.prototype": Uint8Array.prototype,
  "DataView.prototype": DataView.prototype,
  Atomics,
  "TextEncoder.prototype": TextEncoder.prototype,
  "TextDecoder.prototype": TextDecoder.prototype,
  "URL.prototype": URL.prototype,
};

/** Whose new properties every object has, too. */
const ROOTS: readonly object[] = [Object.prototype, Array.prototype];
const ROOT_NAMES: readonly string[] = ["Object.prototype", "Array.prototype"];

/** A property as it was before the script came. */
interface KnownProperty {
  readonly name: string;
  readonly holder: object;
  readonly key: PropertyKey;
  readonly descriptor: PropertyDescriptor;
}

/** See the top of this file. Nothing in here relies on what a script can change. */
export class IntrinsicsGuard {
  readonly #known: KnownProperty[] = [];
  readonly #rootSizes = ROOTS.map((root) => ownKeys(root).length);
  readonly #isRootKey: ((key: string | symbol) => boolean)[];
  /** A promise reaction was asked for and has not come. */
  #isAwaited = false;
  /** It has not come although the turn in which it was asked for is over. */
  #isLate = false;

  constructor() {
    for (const [holderName, holder] of Object.entries(HOLDERS)) {
      for (const key of ownKeys(holder)) {
        const descriptor = Object.assign(Object.create(null), getOwnPropertyDescriptor(holder, key));
        this.#known.push({ name: `${holderName}.${String(key)}`, holder, key, descriptor });
      }
    }
    this.#isRootKey = ROOTS.map((root) => {
      const keys = new Set(ownKeys(root));
      return keys.has.bind(keys);
    });
  }

  /**
   * Looks for changes.
   *
   * @returns What has been changed such that it does not work any more, in words; `undefined` where all is well.
   */
  findDamage(): string | undefined {
    const changed = this.#firstChange();
    if (changed === undefined) {
      this.#isAwaited = this.#isLate = false;
      return undefined;
    }
    return this.#isLate || !this.#works() ? changed : undefined;
  }

  /** Puts everything back as it was before the script came. */
  restore(): void {
    const known = this.#known;
    for (let index = 0; index < known.length; index++) {
      const { holder, key, descriptor } = known[index]!;
      defineProperty(holder, key, descriptor);
    }
    for (let root = 0; root < ROOTS.length; root++) {
      const keys = ownKeys(ROOTS[root]!);
      for (let index = 0; index < keys.length; index++) {
        if (!this.#isRootKey[root]!(keys[index]!)) deleteProperty(ROOTS[root]!, keys[index]!);
      }
    }
  }

  /** The name of a property that is not what it was; of a root that has a new one, if there is no other. */
  #firstChange(): string | undefined {
    try {
      return this.#firstChangedProperty() ?? this.#firstGrownRoot();
    } catch {
      // A descriptor inherits from the root of all objects: a getter there that throws is a change.
      return "Object.prototype";
    }
  }

  #firstChangedProperty(): string | undefined {
    const known = this.#known;
    for (let index = 0; index < known.length; index++) {
      const { name, holder, key, descriptor } = known[index]!;
      const now = getOwnPropertyDescriptor(holder, key);
      if (now === undefined) return name;
      const field = "value" in descriptor ? "value" : "get";
      const isSame = is(now[field], descriptor[field]);
      if (!isSame) return name;
    }
    return undefined;
  }

  #firstGrownRoot(): string | undefined {
    for (let root = 0; root < ROOTS.length; root++) {
      if (ownKeys(ROOTS[root]!).length !== this.#rootSizes[root]!) return ROOT_NAMES[root];
    }
    return undefined;
  }

  /** Whether what squall needs still does what it should. */
  #works(): boolean {
    try {
      for (let index = 0; index < INTRINSIC_PROBES.length; index++) {
        if (!INTRINSIC_PROBES[index]!()) return false;
      }
      if (!this.#isAwaited) this.#awaitReaction();
      return true;
    } catch {
      // Whatever it throws: it does not work.
      return false;
    }
  }

  /** Whether promises still work is not known before the end of the turn, however often somebody looks until then. */
  #awaitReaction(): void {
    this.#isAwaited = true;
    Promise.resolve(1).then(() => this.#isAwaited = this.#isLate = false);
    setImmediate(() => this.#isLate = this.#isAwaited);
  }
}
