/**
 * Closes the realm of a thread before the first line of a script runs in it. Scripts have a global object of their own,
 * but code made from strings, and functions in sloppy mode, reach the thread's: from now on there is nothing behind it
 * that leads to the runtime, to other threads or to the main thread. What squall itself needs of these it has taken
 * before, as its modules were loaded.
 */

import { replaceStandardGlobal, STANDARD_GLOBALS } from "../script/mod.ts";
import { guardStringCode } from "./string_code.ts";

/** Besides the language: what squall and the runtime look up when they need it, and what reaches nothing else. */
const HARMLESS: readonly string[] = [
  "Atomics",
  "DOMException",
  "Intl",
  "ReadableStream",
  "SharedArrayBuffer",
  "TextDecoder",
  "TextEncoder",
  "URL",
  "URLSearchParams",
  "atob",
  "btoa",
  "crypto",
  "globalThis",
  "queueMicrotask",
  "structuredClone",
];

/** What the runtime tells the thread of. */
export interface RealmListener {
  /** A promise was rejected and nobody handles it. */
  rejected(event: PromiseRejectionEvent): void;
  /** An error has left all code; the thread is about to end. */
  crashed(event: ErrorEvent): void;
}

/**
 * Takes everything from the real global object that a script could do harm with. Nothing can be put back.
 *
 * @param listener Is told of what the runtime would otherwise dispatch as events of the global object.
 */
export function closeRealm(listener: RealmListener): void {
  const dispatchEvent = eventGate(listener);
  const guarded = guardStringCode();
  const kept = new Set([...STANDARD_GLOBALS, ...HARMLESS]);
  for (const [name, value] of Object.entries(guarded)) {
    Reflect.defineProperty(globalThis, name, { value, writable: true, configurable: true });
    replaceStandardGlobal(name, value);
  }
  for (const key of Reflect.ownKeys(globalThis)) {
    if (typeof key === "string" && kept.has(key)) seal(key);
    else Reflect.deleteProperty(globalThis, key);
  }
  Reflect.setPrototypeOf(globalThis, Object.prototype);
  // The runtime looks this up by name.
  Reflect.defineProperty(globalThis, "dispatchEvent", { value: dispatchEvent });
}

/** Makes sure that the name stands for the same for all code of the thread, squall's own included. */
function seal(name: string): void {
  const value: unknown = Reflect.get(globalThis, name);
  Reflect.defineProperty(globalThis, name, { value, writable: false, enumerable: false, configurable: false });
}

/** What the runtime calls with its events. A script that calls it has none of them, and no way to make one. */
function eventGate({ rejected, crashed }: RealmListener): (event: unknown) => boolean {
  const { getPrototypeOf } = Reflect;
  const rejection: unknown = PromiseRejectionEvent.prototype;
  const crash: unknown = ErrorEvent.prototype;
  return (event) => {
    if (typeof event !== "object" || event === null) return true;
    const kind: unknown = getPrototypeOf(event);
    if (kind === rejection) rejected(event as PromiseRejectionEvent);
    if (kind === crash) crashed(event as ErrorEvent);
    return true;
  };
}
