/** Garbage that is collected while VUs are made. */

import { assert } from "@std/assert";
import { allowCollections, InitCollection } from "../../src/runtime/init_collection.ts";

const MEBIBYTE = 1024 * 1024;

function used(): number {
  // deno-lint-ignore no-process-global
  return process.getBuiltinModule("node:v8").getHeapStatistics().used_heap_size;
}

/** Takes so many bytes, in small pieces that grow old, and leaves them behind. */
function litter(bytes: number): void {
  const kept: unknown[] = [];
  for (let made = 0; made < bytes; made += 1024) kept.push(new Array(128).fill(made));
  assert(kept.length > 0);
}

Deno.test("a look collects what init code has left behind, once there is as much of it as of what lives", () => {
  allowCollections();
  const collection = new InitCollection();
  collection.look();
  const before = used();
  litter(before + 64 * MEBIBYTE);
  collection.look();
  assert(used() < before + 32 * MEBIBYTE);
});
