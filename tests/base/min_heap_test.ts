import { MinHeap } from "../../src/base/mod.ts";
import { assertEquals } from "../support/assert.ts";

Deno.test("a MinHeap gives back the smallest number first, whatever the order it was filled in", () => {
  const heap = new MinHeap();
  const taken: (number | undefined)[] = [];
  for (const number of [5, 3, 9, 3, -1, 7, 0, 8]) heap.push(number);
  assertEquals(heap.size, 8);
  for (let count = 0; count < 3; count++) taken.push(heap.pop());
  for (const number of [2, 100, 1]) heap.push(number);
  while (heap.size > 0) taken.push(heap.pop());
  assertEquals(taken, [-1, 0, 3, 1, 2, 3, 5, 7, 8, 9, 100]);
  assertEquals(heap.pop(), undefined);
});
