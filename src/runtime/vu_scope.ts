/** The global object of one VU: k6's globals, and nothing of the runtime that squall runs on. */

import { createConsole, createCrypto, createOpen, GoError, type ScriptFiles, type VirtualUser } from "../api/mod.ts";
import { createScope, createSharedScope } from "../script/mod.ts";

// Taken here, because scripts share the thread.
const { isFrozen } = Object;

/** Globals of the platform that are as useful in a script as in a browser, and cannot reach beyond it. */
const PLATFORM: Readonly<Record<string, unknown>> = {
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  atob,
  btoa,
  performance,
  structuredClone,
};

/** What a VU gives to its scope. */
export interface ScopeOwner extends VirtualUser {
  readonly id: number;
  /** The environment of the script. */
  readonly env: Readonly<Record<string, string>>;
  readonly files: ScriptFiles;
}

/**
 * Globals that belong to the VU and are made when its script first asks for them: most scripts ask for few, and there
 * may be ten thousand VUs.
 */
const LAZY: Readonly<Record<string, (owner: ScopeOwner) => unknown>> = {
  Math: (vu) => Object.create(Math, { random: { value: () => vu.random(), writable: true, configurable: true } }),
  // What is frozen is the same for all VUs.
  __ENV: (vu) => isFrozen(vu.env) ? vu.env : { ...vu.env },
  clearInterval: (vu) => vu.timers.clearInterval,
  clearTimeout: (vu) => vu.timers.clearTimeout,
  console: createConsole,
  crypto: createCrypto,
  open: (vu) => createOpen(vu, vu.files),
  setInterval: (vu) => vu.timers.setInterval,
  setTimeout: (vu) => vu.timers.setTimeout,
};

/** Names that every VU has of its own: the loader routes them to the VU's scope. `Math` only where it is seeded. */
export const SCOPE_NAMES: readonly string[] = [
  ...Object.keys(PLATFORM),
  ...Object.keys(LAZY).filter((name) => name !== "Math"),
  "GoError",
  "__ITER",
  "__VU",
];

/** Gives an object that was not made by its constructor a field that nobody else can read. */
class Adopted {
  constructor(object: object) {
    return object;
  }
}

class Owned extends Adopted {
  readonly #owner: ScopeOwner;

  constructor(scope: object, owner: ScopeOwner) {
    super(scope);
    this.#owner = owner;
  }

  static ownerOf(scope: Owned): ScopeOwner {
    return scope.#owner;
  }
}

/** The part that all scopes of a thread share. */
const SHARED = createSharedScope({
  ...Object.fromEntries(Object.entries({ ...PLATFORM, GoError }).map(([name, value]) => [name, plain(value)])),
  ...Object.fromEntries(Object.entries(LAZY).map(([name, make]) => [name, lazy(name, make)])),
});

function plain(value: unknown): PropertyDescriptor {
  return { value, writable: true, enumerable: true, configurable: true };
}

function lazy(name: string, make: (owner: ScopeOwner) => unknown): PropertyDescriptor {
  return {
    get(this: Owned): unknown {
      const value = make(Owned.ownerOf(this));
      Object.defineProperty(this, name, plain(value));
      return value;
    },
    set(this: Owned, value: unknown): void {
      Object.defineProperty(this, name, plain(value));
    },
    configurable: true,
  };
}

/**
 * Makes the global object of a VU's script.
 *
 * @param owner The VU.
 * @returns What the script sees as `globalThis`; `__ITER` and `__ENV` may be set later.
 */
export function createVuScope(owner: ScopeOwner): Record<string, unknown> {
  const scope = createScope({ __VU: owner.id }, SHARED);
  new Owned(scope, owner);
  return scope;
}
