import { goQuote } from "../../src/transport/go_quote.ts";
import { assertEquals } from "../support/assert.ts";

Deno.test("goQuote escapes what Go's %q escapes", async (t) => {
  const cases: [text: string, quoted: string][] = [
    ["plain text, 1 line", '"plain text, 1 line"'],
    ['a "quoted" \\ word', '"a \\"quoted\\" \\\\ word"'],
    ["\x07\b\f\n\r\t\v", '"\\a\\b\\f\\n\\r\\t\\v"'],
    ["\x00\x1f\x7f", '"\\x00\\x1f\\x7f"'],
    ["é€🎉", '"é€🎉"'],
    ["\u00a0\u2028\ufeff", '"\\u00a0\\u2028\\ufeff"'],
    ["\u{e0001}", '"\\U000e0001"'],
  ];
  for (const [text, quoted] of cases) await t.step(quoted, () => assertEquals(goQuote(text), quoted));
});
