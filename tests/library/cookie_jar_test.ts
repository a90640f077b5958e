/** The class `CookieJar` outside a runner. */

import { CookieJar } from "../../mod.ts";
import { assert, assertEquals, assertThrows } from "../support/assert.ts";

Deno.test("a jar keeps, shows and forgets cookies by URL", () => {
  const jar = new CookieJar();
  assert(jar instanceof CookieJar);
  jar.set("http://127.0.0.1/", "a", "1");
  jar.set("http://127.0.0.1/", "b", "2", { path: "/deep" });
  jar.set("http://other.example/", "c", "3", { secure: true });
  assertEquals(jar.cookiesForURL("http://127.0.0.1/deep/x"), { b: ["2"], a: ["1"] });
  jar.delete("http://127.0.0.1/", "a");
  assertEquals(jar.cookiesForURL("http://127.0.0.1/deep/"), { b: ["2"] });
  jar.clear("http://127.0.0.1/deep/");
  assertEquals(jar.cookiesForURL("http://127.0.0.1/deep/"), {});
  assertEquals(jar.cookiesForURL("http://other.example/"), {});
});

Deno.test("jars are separate, and bad URLs are refused", () => {
  const [one, other] = [new CookieJar(), new CookieJar()];
  one.set("http://127.0.0.1/", "a", "1");
  assertEquals(other.cookiesForURL("http://127.0.0.1/"), {});
  assertThrows(() => one.cookiesForURL("http://[::1"), Error, "missing ']' in host");
});
