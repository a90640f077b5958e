import { SquallError } from "../../src/base/mod.ts";
import { packOptions, packSetupData, readSummaryFiles } from "../../src/runtime/returned_values.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";

Deno.test("what has no JSON is nothing, what cannot have any is an error of its kind", () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);
  assertEquals([packSetupData(undefined), packSetupData(() => 1), packOptions(undefined)], [
    undefined,
    undefined,
    undefined,
  ]);
  assertEquals([packSetupData(null), packSetupData({ a: [NaN] })], ["null", '{"a":[null]}']);
  const codeOf = (run: () => unknown) => {
    const { code, exitCode } = assertThrows(run, SquallError);
    return [code, exitCode];
  };
  assertEquals(codeOf(() => packSetupData(cycle)), ["SETUP_DATA", 255]);
  assertEquals(codeOf(() => packOptions(cycle)), ["INVALID_OPTIONS", 104]);
});

Deno.test("readSummaryFiles takes texts, buffers and views of them", () => {
  const bytes = Uint8Array.of(0, 104, 105);
  const files = readSummaryFiles({
    stdout: "out",
    a: bytes.buffer,
    b: bytes.subarray(1),
    c: new DataView(bytes.buffer, 2),
  });
  const sizes = [...files!].map((
    [path, content],
  ) => [path, typeof content === "string" ? content : content.byteLength]);
  assertEquals(sizes, [["stdout", "out"], ["a", 3], ["b", 2], ["c", 1]]);
});

Deno.test("readSummaryFiles refuses what k6 refuses, and names everything that is wrong", () => {
  for (const nothing of [undefined, null, false, 0, ""]) assertEquals(readSummaryFiles(nothing), undefined);
  for (const odd of ["text", 1, true, [], new Map()]) {
    assertEquals(
      assertThrows(() => readSummaryFiles(odd), SquallError).message,
      "handleSummary() should return a map with string keys",
    );
  }
  assertEquals(
    assertThrows(() => readSummaryFiles({ stdout: 1, b: "", c: undefined }), SquallError).message,
    "error handling summary object stdout: invalid type number, it needs to be a string or ArrayBuffer, " +
      "c: invalid type undefined, it needs to be a string or ArrayBuffer",
  );
});
