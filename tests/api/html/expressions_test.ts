/**
 * Expressions of k6/html over several pages. `expressions.jsonl` has a page of `pages.json`, code that is given it as `d`,
 * the value as JSON (or `!` and what it throws) and, where that is another on purpose, the value that k6 gives.
 */

import { assert, assertEquals } from "../../support/assert.ts";
import { runScript } from "../../support/run_script.ts";

interface Expression {
  readonly page: string;
  readonly code: string;
  readonly gives: string;
  readonly k6?: string;
}

const pages = await Deno.readTextFile(new URL("pages.json", import.meta.url));
const expressions = (await Deno.readTextFile(new URL("expressions.jsonl", import.meta.url)))
  .trim().split("\n").map((line): Expression => JSON.parse(line));

const SCRIPT = `
  import { parseHTML } from "k6/html";
  const parse = parseHTML;
  const pages = ${pages};
  const cases = [${expressions.map(({ page, code }) => `["${page}", (d) => (${code})]`).join(",\n")}];
  const written = (value) => value === undefined ? "undefined" : JSON.stringify(value);
  export default function () {
    for (const [page, run] of cases) {
      try {
        console.log(written(run(parseHTML(pages[page]))));
      } catch (error) {
        console.log("!" + error.message);
      }
    }
  }`;

/** What differs from k6: what browsers do, and where k6 loses something. */
const ON_PURPOSE =
  /serialize|textarea|nodeValue|\.data\(\)|index\(|previousSibling|ClassName|Node\(|images|contains|html\(\)/;

Deno.test("expressions over pages give what they give in k6, but for those that are better on purpose", async (t) => {
  const { lines, errors } = await runScript(SCRIPT);
  assertEquals(errors, []);
  assertEquals(lines.length, expressions.length);
  for (const [index, { page, code, gives }] of expressions.entries()) {
    await t.step(`${page}: ${code}`, () => assertEquals(lines[index], gives));
  }
});

Deno.test("what is better on purpose is little, and known", () => {
  const better = expressions.filter(({ k6 }) => k6 !== undefined);
  assert(expressions.length > 350 && better.length < 21);
  assertEquals(better.filter(({ code }) => !ON_PURPOSE.test(code)), []);
});
