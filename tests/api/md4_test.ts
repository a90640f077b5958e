import { Md4 } from "../../src/api/md4.ts";
import { assertEquals } from "../support/assert.ts";

const encoder = new TextEncoder();

/** Section A.5 of RFC 1320. */
const DIGESTS: readonly (readonly [input: string, digest: string])[] = [
  ["", "31d6cfe0d16ae931b73c59d7e0c089c0"],
  ["a", "bde52cb31de33e46245e05fbdbd6fb24"],
  ["abc", "a448017aaf21d8525fc10ae87aa6729d"],
  ["message digest", "d9130a8164549fe818874806e1c7014b"],
  ["abcdefghijklmnopqrstuvwxyz", "d79e1c308aa5bbcdeea8ed63df412da9"],
  ["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "043f8582f241db351ce627e153e7f0e4"],
  ["1234567890".repeat(8), "e33b4ddc9c38f2199c3e7b164fcc0536"],
];

function hexOf(bytes: Uint8Array): string {
  return bytes.toHex();
}

/** So many times "x", as OpenSSL has it: lengths around the end of a block. */
const LENGTHS: readonly (readonly [length: number, digest: string])[] = [
  [55, "92f32bb82c95ad10e8f87ae58ab06807"],
  [56, "374d5f08103b7092c83b4626ebceffab"],
  [63, "2870452596e98fffd48332289b3472b9"],
  [64, "b1abf956a5ae6f3221e5fe85e300fbb0"],
  [65, "afc1a3308fc176a53238a09aeddec2e6"],
  [119, "b55ae15e41e55643b0c3daad5e05c905"],
  [120, "d8f9adfc41ec43552619606c70cfd287"],
  [128, "7c087dd92a6743e09f3763a6d99c9d26"],
];

Deno.test("MD4 gives the digests of RFC 1320", () => {
  for (const [input, digest] of DIGESTS) assertEquals(hexOf(new Md4().update(encoder.encode(input)).digest()), digest);
});

Deno.test("MD4 takes its input in any pieces, and can be read in between", () => {
  for (const [length, digest] of LENGTHS) {
    const hash = new Md4();
    for (let i = 0; i < length; i++) {
      hash.update(encoder.encode("x"));
      hash.copy().digest();
    }
    assertEquals(hexOf(hash.digest()), digest, `${length} bytes`);
    assertEquals(hexOf(new Md4().update(encoder.encode("x".repeat(length))).digest()), digest, `${length} bytes`);
  }
});
