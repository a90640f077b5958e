/** Selections and elements: what callbacks may do, what is refused, and what pages with an address know of it. */

import { htmlParser, loadHtmlLibrary } from "../../../src/api/html/html_pages.ts";
import { createOutsideVu } from "../../../src/library/outside_vu.ts";
import { assertEquals } from "../../support/assert.ts";
import { runScript } from "../../support/run_script.ts";
import { checkRows, type Row } from "../../support/script_table.ts";

const PRELUDE = `import { parseHTML } from "k6/html";
import { sleep } from "k6";
const nap = (value) => { sleep(0.001); return value; };
const list = () => parseHTML("<i>a</i><i>b</i><i>c</i>").find("i");
const isB = (i, item) => nap(item.text() === "b");
function said(run) { const words = []; run(words); return words.join(" "); }`;

const PAUSING: readonly Row[] = [
  {
    name: "each",
    code: `said((w) => list().each((i, e) => { w.push("<" + i); nap(); w.push(e.textContent() + ">"); }))`,
    gives: "<0 a> <1 b> <2 c>",
  },
  {
    name: "each, by another name",
    code: `said((w) => { const f = (i) => { nap(); w.push(i); }; list()["each"](f); })`,
    gives: "0 1 2",
  },
  { name: "map", code: `list().map((i, item) => nap(item.text() + i))`, gives: ["a0", "b1", "c2"] },
  { name: "filter", code: `list().filter(isB).text()`, gives: "b" },
  { name: "not", code: `list().not(isB).text()`, gives: "ac" },
  { name: "is", code: `[list().is(isB), list().is(() => nap(false))]`, gives: [true, false] },
  { name: "only some of the calls", code: `list().map((i) => i === 1 ? nap(i) : i)`, gives: [0, 1, 2] },
  {
    name: "one within another",
    code: `list().map((i) => list().map((j) => nap(i * j)).join(""))`,
    gives: ["000", "012", "024"],
  },
  {
    name: "through a function of the script",
    code: `said((w) => { const walk = (s, f) => s.each(f); walk(list(), (i) => { nap(); w.push(i); }); })`,
    gives: "0 1 2",
  },
  {
    name: "an exception after a pause",
    code: `list().each((i) => { nap(); throw new Error("boom " + i); })`,
    throws: "Error: boom 0",
  },
  { name: "none at all", code: `list().each((i) => { if (i === 1) throw new Error("boom"); })`, throws: "Error: boom" },
];

Deno.test("callbacks of selections may pause the VU", async (t) => {
  await checkRows(t, PAUSING, { prelude: PRELUDE });
});

Deno.test("callbacks that pause are waited for as well where every call is made to wait", async (t) => {
  await checkRows(t, PAUSING, { prelude: PRELUDE, settings: { pausing: "every-call" } });
});

const NO_SELECTOR = "GoError: invalid argument, cannot use a";

const REFUSED: readonly Row[] = [
  { name: "find without a selector", code: `list().find()`, throws: `${NO_SELECTOR} '<nil>' as a selector` },
  { name: "filter without a selector", code: `list().filter()`, throws: `${NO_SELECTOR} '<nil>' as a selector` },
  { name: "a number", code: `list().find(5)`, throws: `${NO_SELECTOR} 'int64' as a selector` },
  { name: "an object", code: `list().not({})`, throws: `${NO_SELECTOR} 'map[string]interface {}' as a selector` },
  {
    name: "each without a function",
    code: `list().each(5)`,
    throws: "GoError: the argument to each() must be a function",
  },
  { name: "map without a function", code: `list().map()`, throws: "GoError: the argument to map() must be a function" },
  { name: "a selector that is none matches nothing", code: `list().find("[[[").size()`, gives: 0 },
  {
    name: "pages of numbers and of nothing",
    code: `[parseHTML(5).text(), parseHTML().text(), parseHTML(null).text()]`,
    gives: ["5", "", ""],
  },
  {
    name: "slices beyond the end",
    code: `[list().slice(0, 9).size(), list().slice(-9).size(), list().slice(2, 1).size()]`,
    gives: [3, 3, 0],
  },
  {
    name: "elements as selectors",
    code: `(() => { const l = list(); return [l.filter(l.get(1)).text(), l.add(l.get(0)).size()]; })()`,
    gives: ["b", 3],
  },
];

Deno.test("what is no selector is refused as in k6", async (t) => {
  await checkRows(t, REFUSED, { prelude: PRELUDE });
});

Deno.test("a pause in a place that cannot wait is noticed", async () => {
  const { errors } = await runScript(`${PRELUDE}
    export default function () { parseHTML({ toString: () => { sleep(0.001); return "<p>"; } }); }`);
  assertEquals(errors.length, 1);
  assertEquals(errors[0]!.startsWith("PauseError: cannot pause here: sleep()"), true, errors[0]);
});

const HOSTILE: readonly Row[] = [
  {
    name: "nested deeper than calls can be",
    code: `(() => {
      const page = parseHTML("<div>".repeat(20000) + "x");
      return [page.text(), page.find("div").size(), page.html().length, page.find("div").last().parents().size()];
    })()`,
    gives: ["x", 20000, 220040, 20001],
  },
  {
    name: "names that objects have by themselves",
    code: `(() => {
      const p = parseHTML("<p __proto__=1 constructor=2 data-__proto__='{}'></p>").find("p");
      return [p.attr("toString"), p.attr("__proto__"), Object.keys(p.get(0).attributes()), Object.keys(p.data())];
    })()`,
    gives: [null, "1", ["__proto__", "constructor", "data-__proto__"], ["__proto__"]],
  },
  { name: "selectors from the page", code: `parseHTML("<p>").find("p:matches((").size()`, gives: 0 },
  {
    name: "texts that no page ends",
    code: `parseHTML("<!--" + "<".repeat(9) + "&#xffffffff;<p ").find("p").size()`,
    gives: 0,
  },
];

Deno.test("pages of hostile servers are pages", async (t) => {
  await checkRows(t, HOSTILE, { prelude: PRELUDE });
});

Deno.test("a page knows its address", async () => {
  await loadHtmlLibrary();
  const text = `<base href="x"><a href="../b?q=1#f">x</a><form action="/go"></form><img src="//other.example/i.png">`;
  const page = htmlParser()!(createOutsideVu(), text, "https://user@example.com:8443/a/c/");
  // deno-lint-ignore no-explicit-any
  const first = (selector: string): any => page.find(selector).get(0);
  assertEquals(page.find("a").url, "https://user@example.com:8443/a/c/");
  assertEquals(first("a").href(), "https://user@example.com:8443/a/b?q=1#f");
  assertEquals([first("a").host(), first("a").pathname(), first("a").search()], ["example.com:8443", "/a/b", "?q=1"]);
  assertEquals(first("form").action(), "https://user@example.com:8443/go");
  assertEquals(first("img").src(), "https://other.example/i.png");
});
