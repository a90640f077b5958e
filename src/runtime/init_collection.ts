/**
 * Collects garbage while VUs are made. Their init code may leave several times as much behind as it keeps, all at once,
 * and the collector, left alone, lets the heap grow to a multiple of what lives; nothing is measured yet that a pause
 * could spoil. Where the runtime does not let us, memory is what it would be without.
 */

import process from "node:process";

// Got hold of before a script can run: what the runtime loads later would leave its names on the closed global object.
const v8 = process.getBuiltinModule("node:v8");
const vm = process.getBuiltinModule("node:vm");

/** How much more than after the last collection there may be: a part of that, and bytes. */
const GROWTH = 1.0;
const SLACK = 32 * 1024 * 1024;

/** Lets threads that are started from now on collect garbage when they want to. To be called in the main thread. */
export function allowCollections(): void {
  v8.setFlagsFromString("--expose-gc");
}

/** What V8 gives to contexts that are made once it has been told to; `undefined` where it was not. */
function findCollector(): (() => void) | undefined {
  const gc: unknown = vm.runInNewContext("globalThis.gc");
  return typeof gc === "function" ? () => gc() : undefined;
}

/** See the top of this file. */
export class InitCollection {
  #collect: (() => void) | undefined;
  #live = this.#used();

  /** Collects if enough has come together. */
  look(): void {
    if (this.#used() < this.#live * (1 + GROWTH) + SLACK) return;
    this.#collect ??= findCollector() ?? doNothing;
    this.#collect();
    this.#live = this.#used();
  }

  #used(): number {
    return v8.getHeapStatistics().used_heap_size;
  }
}

function doNothing(): void {}
