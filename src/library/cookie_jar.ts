/** The class `CookieJar` outside a runner. */

import type { CookieJar as Jar, CookieJarConstructor } from "../k6/mod.ts";
import { createOutsideVu, outsideModule } from "./outside_vu.ts";

/** A jar of cookies: see {@linkcode CookieJarConstructor}. */
export type CookieJar = Jar;

/**
 * Makes an empty jar, which keeps cookies by the rules of RFC 6265: give it to connections as the param `jar`. Its URLs
 * are `http:` or `https:`, also for `ws:` and `wss:`, as in k6.
 *
 * @example A cookie for a handshake
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { CookieJar } from "@squall/squall";
 *
 * const jar = new CookieJar();
 * jar.set("http://127.0.0.1/", "session", "s3cret", { path: "/chat" });
 * assertEquals(jar.cookiesForURL("http://127.0.0.1/chat/room"), { session: ["s3cret"] });
 * assertEquals(jar.cookiesForURL("http://127.0.0.1/"), {});
 * ```
 */
export const CookieJar: CookieJarConstructor = createConstructor();

function createConstructor(): CookieJarConstructor {
  const { CookieJar: K6CookieJar } = outsideModule(createOutsideVu(), "k6/http") as Record<
    string,
    CookieJarConstructor
  >;
  function CookieJar(): Jar {
    return new K6CookieJar!();
  }
  // All jars have one prototype, whoever has made them.
  CookieJar.prototype = Object.getPrototypeOf(new K6CookieJar!());
  return CookieJar as unknown as CookieJarConstructor;
}
