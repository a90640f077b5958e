import { TagSet } from "../../src/metrics/mod.ts";
import { assertEquals, assertNotStrictEquals, assertStrictEquals } from "../support/assert.ts";

Deno.test("TagSet is the same object for the same tags, in whatever order they were added", () => {
  const none = TagSet.empty();
  const orders = [
    none.with("b", "2").with("a", "1").with("c", "3"),
    none.with("a", "1").with("b", "2").with("c", "3"),
    none.with("c", "3").with("b", "2").with("a", "1"),
    none.with("c", "x").with("a", "1").with("c", "3").with("b", "2"),
  ];
  for (const tags of orders) assertStrictEquals(tags, orders[0]);
  assertEquals(orders[0]!.entries(), [["a", "1"], ["b", "2"], ["c", "3"]]);
});

Deno.test("TagSet.with replaces a value and leaves the set it was called on as it was", () => {
  const first = TagSet.empty().with("a", "1").with("z", "9");
  const second = first.with("a", "2");
  assertEquals(second.entries(), [["a", "2"], ["z", "9"]]);
  assertEquals(first.entries(), [["a", "1"], ["z", "9"]]);
  assertStrictEquals(second.with("a", "1"), first);
  assertStrictEquals(first.with("z", "9"), first);
});

Deno.test("TagSet.without leads back to the set before", () => {
  const none = TagSet.empty();
  const full = none.with("a", "1").with("b", "2").with("c", "3");
  assertStrictEquals(full.without("b"), none.with("a", "1").with("c", "3"));
  assertStrictEquals(full.without("a").without("b").without("c"), none);
  assertStrictEquals(full.without("nothing"), full);
});

Deno.test("TagSet.get finds what is there", () => {
  const tags = TagSet.empty().with("room", "a").with("empty", "").with("__proto__", "p");
  assertEquals(tags.get("room"), "a");
  assertEquals(tags.get("empty"), "");
  assertEquals(tags.get("__proto__"), "p");
  assertEquals(tags.get("roo"), undefined);
  assertEquals(tags.get(""), undefined);
  assertEquals(tags.size, 3);
});

Deno.test("TagSet tells sets apart whose texts would run together", () => {
  const none = TagSet.empty();
  assertNotStrictEquals(none.with("a", "1,b:2"), none.with("a", "1").with("b", "2"));
  assertNotStrictEquals(none.with("ab", "c"), none.with("a", "bc"));
  assertNotStrictEquals(none.with("a", ""), none);
});

Deno.test("TagSet holds what it should beyond the limit of what is kept, as other objects", () => {
  const none = TagSet.empty(3);
  const kept = none.with("b", "1");
  const beyond = () => none.with("b", "1").with("a", "2").with("c", "3");
  assertStrictEquals(none.with("b", "1"), kept);
  assertEquals(beyond().entries(), [["a", "2"], ["b", "1"], ["c", "3"]]);
  assertNotStrictEquals(beyond(), beyond());
  assertEquals([beyond().get("a"), beyond().without("b").entries()], ["2", [["a", "2"], ["c", "3"]]]);
});
