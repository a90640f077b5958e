/** Lines come out whole, wherever the blocks end that are decoded at once. */

import { CsvLines } from "../../../src/api/csv/csv_lines.ts";
import { CsvReader, readCsvOptions } from "../../../src/api/csv/csv_reader.ts";
import { assert, assertEquals } from "../../support/assert.ts";

const BLOCK = 64 * 1024;

function shared(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

function linesOf(text: string): string[] {
  const lines = new CsvLines(shared(text), 0);
  const all: string[] = [];
  for (let line = lines.next(); line !== undefined; line = lines.next()) all.push(line);
  assertEquals(lines.count, all.length);
  return all;
}

Deno.test("a line that ends around the end of a block is whole", () => {
  for (let length = BLOCK - 3; length <= BLOCK + 3; length++) {
    const first = "x".repeat(length - 3) + "ü";
    assertEquals(linesOf(`${first}\nsecond\r\nthird`), [`${first}\n`, "second\n", "third"], `${length} bytes`);
  }
});

Deno.test("a line may be longer than a block", () => {
  const long = "é".repeat(BLOCK);
  assertEquals(linesOf(`a\n${long}\nb\n`), ["a\n", `${long}\n`, "b\n"]);
  assertEquals(linesOf(long), [long]);
});

Deno.test("only a file that has nothing has no lines", () => {
  assertEquals(linesOf(""), []);
  assertEquals(linesOf("\n"), ["\n"]);
  assertEquals(linesOf("\r\n\r"), ["\n", ""]);
});

Deno.test("a large file is read in blocks: what one record takes does not grow with the file", () => {
  const record = '1234567890,abcdefghij,"quoted, text"\n';
  const count = Math.ceil(20 * 1024 * 1024 / record.length);
  const bytes = shared(record.repeat(count));
  const reader = new CsvReader(bytes, 0, readCsvOptions({}));
  let rows = 0;
  let decoded = 0;
  const { decode } = TextDecoder.prototype;
  TextDecoder.prototype.decode = function (input, options) {
    decoded = Math.max(decoded, (input as Uint8Array).length);
    return decode.call(this, input, options);
  };
  try {
    while (reader.next() !== undefined) rows++;
  } finally {
    TextDecoder.prototype.decode = decode;
  }
  assertEquals(rows, count);
  assert(decoded <= BLOCK, `${decoded} bytes were decoded at once`);
});
