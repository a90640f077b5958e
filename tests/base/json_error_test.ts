import { jsonErrorOffset } from "../../src/base/mod.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";

Deno.test("jsonErrorOffset finds the first character that cannot be", () => {
  // The caret stands before it.
  const cases = [
    "n^ot json",
    '{"a": tru^}',
    '{"a": 1,^}',
    '{"a" ^1}',
    "^",
    '{"a":^',
    "[1,2^",
    '{"a": 1} ^x',
    "{^a:1}",
    '{"a": "x^\ny"}',
    '{\n  "vus": 3,\n  "x": ^yes\n}',
    "^// c\n{}",
    "[1,^]",
    '"abc^',
    "[1.^]",
    "[-^x]",
    '["\\^x"]',
  ];
  for (const marked of cases) {
    const text = marked.replace("^", "");
    const error = assertThrows(() => JSON.parse(text));
    assertEquals([text, jsonErrorOffset(text, error)], [text, marked.indexOf("^")]);
  }
});
