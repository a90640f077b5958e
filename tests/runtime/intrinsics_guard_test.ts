/** What the guard of the built-in objects takes for damage, and what is the script's affair. */

import { IntrinsicsGuard } from "../../src/runtime/intrinsics_guard.ts";
import { assertEquals } from "../support/assert.ts";

const { setImmediate } = globalThis;

/** Looks now, once more in the same turn, and in the next one. */
function look(change: () => void): Promise<(string | undefined)[]> {
  const guard = new IntrinsicsGuard();
  const { promise, resolve } = Promise.withResolvers<(string | undefined)[]>();
  change();
  const first = guard.findDamage();
  const again = guard.findDamage();
  // What has been changed may be what this test itself needs: it goes on when all is as it was.
  setImmediate(() => {
    const later = guard.findDamage();
    guard.restore();
    resolve([first, again, later]);
  });
  return promise;
}

Deno.test("a change that keeps things working is no damage, however often somebody looks", async () => {
  const { flat } = Array.prototype;
  const polyfill = function (this: unknown[], ...args: [number]) {
    return Reflect.apply(flat, this, args);
  };
  const seen = await look(() =>
    Object.defineProperty(Array.prototype, "flat", { value: polyfill, configurable: true })
  );
  assertEquals(seen, [undefined, undefined, undefined]);
});

Deno.test("what does not work is damage at the first look", async () => {
  const seen = await look(() => Object.defineProperty(Array.prototype, "push", { value: () => 0, configurable: true }));
  assertEquals(seen, ["Array.prototype.push", "Array.prototype.push", "Array.prototype.push"]);
});

Deno.test("promises that never settle are damage when the turn is over", async () => {
  const { then } = Promise.prototype;
  const never = function (this: Promise<unknown>) {
    return Reflect.apply(then, new Promise(() => {}), []);
  };
  const seen = await look(() => Object.defineProperty(Promise.prototype, "then", { value: never, configurable: true }));
  assertEquals(seen, [undefined, undefined, "Promise.prototype.then"]);
});
