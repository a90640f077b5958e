import { Buffer } from "node:buffer";
import { Utf8Decoder } from "../../../src/transport/wire/utf8_decoder.ts";
import { assertEquals } from "../../support/assert.ts";

const R = "\uFFFD";

/** Bytes in hexadecimal, and the text that Go makes of them: one U+FFFD for each byte that is not part of UTF-8. */
const CASES: [name: string, hex: string, text: string][] = [
  ["nothing", "", ""],
  ["ASCII", "68656c6c6f", "hello"],
  ["two bytes", "c3a9", "é"],
  ["three bytes", "e282ac", "€"],
  ["four bytes", "f09f8e89", "🎉"],
  ["a byte order mark, which stays", "efbbbf61", "\uFEFFa"],
  ["U+FFFD itself", "61efbfbd62", `a${R}b`],
  ["U+FFFD next to a bad byte", "efbfbdff", R + R],
  ["a lone continuation byte", "618062", `a${R}b`],
  ["a byte that is never part of UTF-8", "61ff62", `a${R}b`],
  ["two bytes cut off", "61c3", `a${R}`],
  ["three bytes cut off after two", "61e282", `a${R}${R}`],
  ["four bytes cut off after three", "61f09f8e", `a${R}${R}${R}`],
  ["a cut off sequence before a letter", "e28261", `${R}${R}a`],
  ["an overlong slash", "c0af", R + R],
  ["an overlong three byte form", "e0809f", R + R + R],
  ["an overlong four byte form", "f0808080", R + R + R + R],
  ["a surrogate", "eda080", R + R + R],
  ["the last code point", "f48fbfbf", "\u{10FFFF}"],
  ["beyond the last code point", "f4908080", R + R + R + R],
  ["good and bad in turn", "c3a9ffc3a9fec3a9", `é${R}é${R}é`],
];

Deno.test("Utf8Decoder replaces every bad byte by itself, short or long, by slice or by TextDecoder", async (t) => {
  for (const [name, hex, text] of CASES) {
    await t.step(name, () => {
      const bad = Buffer.from(hex, "hex");
      for (const padding of ["", "x".repeat(300), "ü".repeat(200)]) {
        const bytes = Buffer.concat([Buffer.from("<"), Buffer.from(padding), bad, Buffer.from(">")]);
        for (const slicesAreFast of [true, false]) {
          const decoded = new Utf8Decoder(slicesAreFast).decode(bytes, 1, bytes.length - 1);
          assertEquals(decoded, padding + text);
        }
      }
    });
  }
});

Deno.test("a megabyte of good and bad bytes in turn comes out right", () => {
  const size = 2 ** 20;
  const text = new Utf8Decoder(true).decode(Buffer.alloc(size, "61ff", "hex"), 0, size);
  assertEquals([text.length, text.replaceAll(`a${R}`, "")], [size, ""]);
});
