import { RingBuffer } from "../../src/base/mod.ts";
import { assertEquals } from "../support/assert.ts";

/** Takes everything out. */
function drain<T>(buffer: RingBuffer<T>): T[] {
  const elements: T[] = [];
  while (buffer.size > 0) elements.push(buffer.shift()!);
  return elements;
}

Deno.test("RingBuffer gives elements back in the order they came", () => {
  const buffer = new RingBuffer<number>();
  for (let i = 0; i < 5; i++) buffer.push(i);
  assertEquals(buffer.size, 5);
  assertEquals(drain(buffer), [0, 1, 2, 3, 4]);
});

Deno.test("RingBuffer.shift of an empty buffer is undefined and leaves it empty", () => {
  const buffer = new RingBuffer<string>();
  assertEquals([buffer.shift(), buffer.size], [undefined, 0]);
  buffer.push("a");
  assertEquals([buffer.shift(), buffer.shift(), buffer.size], ["a", undefined, 0]);
});

Deno.test("RingBuffer keeps the order when it grows while its content wraps around", async (t) => {
  for (const capacity of [0, 1, 2, 3, 8, 100]) {
    await t.step(`capacity ${capacity}`, () => {
      const buffer = new RingBuffer<number>(capacity);
      let pushed = 0;
      let shifted = 0;
      // Two in, one out: the content wraps around at every size that the buffer takes.
      for (let round = 0; round < 500; round++) {
        buffer.push(pushed++);
        buffer.push(pushed++);
        assertEquals(buffer.shift(), shifted++);
      }
      assertEquals(buffer.size, 500);
      assertEquals(drain(buffer), Array.from({ length: 500 }, (_, index) => shifted + index));
    });
  }
});

Deno.test("RingBuffer holds elements that are undefined", () => {
  const buffer = new RingBuffer<undefined>();
  buffer.push(undefined);
  assertEquals(buffer.size, 1);
  buffer.shift();
  assertEquals(buffer.size, 0);
});

Deno.test("RingBuffer.clear forgets everything and can be used again", () => {
  const buffer = new RingBuffer<number>();
  for (let i = 0; i < 100; i++) buffer.push(i);
  buffer.shift();
  buffer.clear();
  assertEquals([buffer.size, buffer.shift()], [0, undefined]);
  for (let i = 0; i < 20; i++) buffer.push(i);
  assertEquals(drain(buffer), Array.from({ length: 20 }, (_, index) => index));
});
