import { SquallError } from "../../src/base/mod.ts";
import type { IteratingVu } from "../../src/runtime/iterating_vu.ts";
import { VuPool } from "../../src/runtime/vu_pool.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";

/** The pool never looks into a VU. */
const vus = ["one", "two", "three"].map((name) => ({ name }) as unknown as IteratingVu);

Deno.test("VuPool lends the VU that has been free for longest", () => {
  const pool = new VuPool();
  for (const vu of vus) pool.add(vu);
  const [one, two] = pool.acquire(2);
  pool.release(two!);
  pool.release(one!);
  assertEquals(pool.acquire(3), [vus[2]!, vus[1]!, vus[0]!]);
  assertEquals(pool.all, vus);
});

Deno.test("VuPool refuses to lend what it has not", () => {
  const pool = new VuPool();
  pool.add(vus[0]!);
  assertEquals(assertThrows(() => pool.acquire(2), SquallError).message, "Cannot lend 2 VUs: only 1 are free");
  assertEquals(pool.acquire(0), []);
});
