/** Digest answers against the examples of RFC 7616 section 3.9. */

import { digestAuthorization } from "../../../src/api/http/digest_auth.ts";
import { assertEquals } from "../../support/assert.ts";

Deno.test("digests are those of the RFC", async (t) => {
  const credentials = { user: "Mufasa", password: "Circle of Life" };
  const request = { method: "GET", target: "/dir/index.html", body: undefined };
  const challenge = (algorithm: string) =>
    `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, ` +
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
  const cases: [algorithm: string, response: string][] = [
    ["MD5", "8ca523f5e9506fed4657c9700eebdbec"],
    ["SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"],
  ];
  for (const [algorithm, response] of cases) {
    await t.step(algorithm, () => {
      const header = digestAuthorization(
        [challenge(algorithm)],
        credentials,
        request,
        "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
      );
      assertEquals(/response="([^"]*)"/.exec(header!)![1], response);
    });
  }
});

Deno.test("what cannot be answered is not", () => {
  const credentials = { user: "u", password: "p" };
  const request = { method: "GET", target: "/", body: undefined };
  assertEquals(digestAuthorization(['Basic realm="x"'], credentials, request), undefined);
  assertEquals(digestAuthorization(['Digest realm="x", nonce="n", algorithm=FOO'], credentials, request), undefined);
});
