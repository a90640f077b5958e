import { SystemClock } from "../../src/base/mod.ts";
import { assertEquals } from "../support/assert.ts";

Deno.test("SystemClock.wake calls back once, not before it has returned", async () => {
  const clock = new SystemClock();
  const { promise, resolve } = Promise.withResolvers<string>();
  let state = "waking";
  clock.wake(() => resolve(state), 0);
  state = "awake";
  assertEquals(await promise, "awake");
});

Deno.test("SystemClock.cancel forgets a wake-up, and ignores one that has fired", async () => {
  const clock = new SystemClock();
  let fired = 0;
  clock.cancel(clock.wake(() => fired++, 0));
  const { promise, resolve } = Promise.withResolvers<void>();
  const last = clock.wake(resolve, 1);
  await promise;
  clock.cancel(last);
  assertEquals(fired, 0);
});

Deno.test("SystemClock.now and SystemClock.epoch are one time with two origins", () => {
  const clock = new SystemClock();
  const before = clock.now();
  const between = clock.epoch() - performance.timeOrigin;
  const after = clock.now();
  assertEquals(before <= between + 1e-3 && between <= after + 1e-3, true);
});
