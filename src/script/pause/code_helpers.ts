/** What rewritten code calls besides its ledger. It knows this table as `$$H`. */

import { AsyncCall } from "./async_call.ts";
import { looselyEqual, primitive } from "./coercion.ts";
import { elements, iterate } from "./iteration.ts";
import { callMethod } from "./method_call.ts";
import { newPromise } from "./promise_jobs.ts";
import { defineField, pick, rest } from "./property_access.ts";

/** What a module's top level yields for an `await`, unlike a pause, which it yields as it is. */
export class TopLevelAwait {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

const MIXED_MODULES_REGEXP = /^(module|exports)$/;

/**
 * The scope object, for a name that is declared nowhere in the program.
 *
 * @throws {ReferenceError} When the VU's scope has no such name either.
 */
function having(scope: object, name: string): object {
  if (name in scope) return scope;
  if (MIXED_MODULES_REGEXP.test(name)) {
    throw new ReferenceError(
      `you are trying to access identifier "${name}", this likely is due to mixing ECMAScript Modules (ESM) and ` +
        "CommonJS syntax. This isn't supported in the JavaScript standard, please use only one or the other",
    );
  }
  throw new ReferenceError(`${name} is not defined`);
}

/** The default import of a CommonJS module: transpiled modules carry their own. */
export function defaultOf(exports: unknown): unknown {
  if (typeof exports !== "object" && typeof exports !== "function" || exports === null) return exports;
  return Reflect.get(exports, "__esModule") ? Reflect.get(exports, "default") : exports;
}

/** Calls a method that has been read before. */
function invoke(method: (...args: unknown[]) => unknown, receiver: unknown, ...args: unknown[]): unknown {
  return Reflect.apply(method, receiver, args);
}

/** The value of a `new` expression that had to wait: what the constructor returned, if that is an object. */
function made(returned: unknown, object: unknown): unknown {
  return (typeof returned === "object" && returned !== null) || typeof returned === "function" ? returned : object;
}

/** Runs the static parts of a class that the language cannot wait for. */
function runStatics(target: Record<string, () => unknown>, name: string): unknown {
  const run = target[name]!;
  Reflect.deleteProperty(target, name);
  return run.call(target);
}

/** Gives an anonymous function or class the name that its default export has. */
function named(value: object): unknown {
  Object.defineProperty(value, "name", { value: "default", configurable: true });
  return value;
}

/** The table. */
export const CODE_HELPERS = {
  AsyncCall,
  TopLevelAwait,
  callMethod,
  defaultOf,
  defineField,
  elements,
  having,
  invoke,
  iterate,
  looselyEqual,
  made,
  named,
  newPromise,
  pick,
  primitive,
  rest,
  runStatics,
} as const;
