import { createHmac } from "node:crypto";
import { checkRows, type Row } from "../support/script_table.ts";

const PRELUDE = `import crypto, { createHash, createHMAC, hexEncode, hmac, randomBytes, sha256 } from "k6/crypto";
const bytes = (buffer) => [...new Uint8Array(buffer)];`;

const WRONG_TYPE = "expected string, []byte or ArrayBuffer";
const SHA256_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/** Published digests of "abc". */
const DIGESTS: Readonly<Record<string, string>> = {
  md4: "a448017aaf21d8525fc10ae87aa6729d",
  md5: "900150983cd24fb0d6963f7d28e17f72",
  sha1: "a9993e364706816aba3e25717850c26c9cd0d89d",
  sha256: SHA256_ABC,
  sha384: "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
  sha512: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a" +
    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
  sha512_224: "4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa",
  sha512_256: "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23",
  ripemd160: "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc",
};

Deno.test("k6/crypto digests text and bytes, and writes the digest in every encoding", async (t) => {
  const rows: Row[] = [
    ...Object.entries(DIGESTS).map(([name, gives]) => ({ name, code: `crypto.${name}("abc", "hex")`, gives })),
    { name: "base64", code: `sha256("abc", "base64")`, gives: "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=" },
    { name: "base64url", code: `sha256("abc", "base64url")`, gives: "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0=" },
    {
      name: "base64rawurl",
      code: `sha256("abc", "base64rawurl")`,
      gives: "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0",
    },
    { name: "binary", code: `bytes(crypto.md5("abc", "binary")).slice(0, 3)`, gives: [144, 1, 80] },
    { name: "a buffer", code: `sha256(new Uint8Array([97, 98, 99]).buffer, "hex")`, gives: SHA256_ABC },
    { name: "a view", code: `sha256(new Uint8Array([0, 97, 98, 99]).subarray(1), "hex")`, gives: SHA256_ABC },
    { name: "no encoding", code: `sha256("abc")`, throws: "GoError: invalid output encoding: " },
    { name: "an unknown encoding", code: `sha256("abc", "nope")`, throws: "GoError: invalid output encoding: nope" },
    {
      name: "a number",
      code: `sha256(5, "hex")`,
      throws: `GoError: sha256 failed: invalid type int64, ${WRONG_TYPE}`,
    },
    {
      name: "nothing",
      code: `sha256(undefined, "hex")`,
      throws: `GoError: sha256 failed: invalid type <nil>, ${WRONG_TYPE}`,
    },
    { name: "a keyed md4", code: `crypto.hmac("md4", "k", "x", "base64")`, gives: "Q7FckNeA1RIp94gWfH+n1Q==" },
    { name: "hexEncode", code: `hexEncode(new Uint8Array([255, 1]))`, gives: "ff01" },
    { name: "hexEncode of a number", code: `hexEncode(5)`, throws: `GoError: invalid type int64, ${WRONG_TYPE}` },
    { name: "randomBytes", code: `randomBytes(3).byteLength`, gives: 3 },
    { name: "randomBytes twice", code: `hexEncode(randomBytes(16)) !== hexEncode(randomBytes(16))`, gives: true },
    { name: "randomBytes of none", code: `randomBytes(0)`, throws: "GoError: invalid size" },
    { name: "randomBytes of nothing", code: `randomBytes()`, throws: "GoError: invalid size" },
  ];
  await checkRows(t, rows, { prelude: PRELUDE });
});

Deno.test("createHash and createHMAC are fed in pieces and can be read at any time", async (t) => {
  const sha256Of = "crypto.sha256";
  await checkRows(t, [
    {
      name: "createHash",
      code: `{ const { update, digest } = createHash("sha256"); update("a"); const first = digest("hex"); update("bc");
        return [first === ${sha256Of}("a", "hex"), digest("hex")]; }`,
      gives: [true, SHA256_ABC],
    },
    {
      name: "createHMAC",
      code:
        `{ const h = createHMAC("sha1", "k"); h.update("a"); h.digest("hex"); h.update("b"); return h.digest("hex"); }`,
      gives: createHmac("sha1", "k").update("ab").digest("hex"),
    },
    { name: "no such hash", code: `createHash("nope")`, throws: "GoError: invalid algorithm: nope" },
    { name: "no such HMAC", code: `createHMAC("nope", "k")`, throws: "GoError: invalid algorithm: nope" },
    { name: "no such hmac", code: `hmac("nope", "k", "x", "hex")`, throws: "GoError: invalid algorithm: nope" },
  ], { prelude: PRELUDE });
});

Deno.test("hmac is RFC 2104 for every algorithm, with keys shorter and longer than a block", async (t) => {
  const rows = Object.keys(DIGESTS)
    // Runtimes do not agree on the two short forms of SHA-512, and do not have MD4: below is what k6 gives.
    .filter((name) => !name.includes("_") && name !== "md4")
    .flatMap((name) =>
      ["key", "k".repeat(200)].map((key) => ({
        name: `${name}, a key of ${key.length}`,
        code: `hmac("${name}", "${key}", "data", "hex")`,
        gives: createHmac(name, key).update("data").digest("hex"),
      }))
    );
  await checkRows(t, [
    ...rows,
    {
      name: "sha512_256",
      code: `hmac("sha512_256", "key", "data", "hex")`,
      gives: "e1d10dee05c387bc0407b77dead2b0626e46d9993ab3a6157cabc805c84f0e09",
    },
    {
      name: "md4, a key of 200",
      code: `hmac("md4", "k".repeat(200), "data", "hex")`,
      gives: "4b53971af3b30feda195eaebbdbc5ff8",
    },
    {
      name: "sha512_224, a key of 200",
      code: `hmac("sha512_224", "k".repeat(200), "data", "hex")`,
      gives: "86046513c33cad2cec8b47c77add4e78116723a6ce1add912140fcb5",
    },
  ], { prelude: PRELUDE });
});

Deno.test("k6/crypto works in the init context", async (t) => {
  await checkRows(t, [{ name: "sha256", code: `sha256("abc", "hex")`, gives: SHA256_ABC }], {
    prelude: PRELUDE,
    inInit: true,
  });
});
