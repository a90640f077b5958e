/** Forms and links of pages, with a parser that knows one page. */

import type { RequestArguments } from "../../../src/api/http/prepared_request.ts";
import { type HtmlSelection, type ParseHtml, ScriptPage } from "../../../src/api/http/script_page.ts";
import { assertEquals, assertThrows } from "../../support/assert.ts";

/** An element with its attributes, and what a selector finds in it. */
class FakeSelection implements HtmlSelection {
  readonly attributes: Readonly<Record<string, string>> | undefined;
  readonly inside: Readonly<Record<string, FakeSelection>>;
  readonly values: Readonly<Record<string, unknown>>;

  constructor(
    attributes?: Readonly<Record<string, string>>,
    inside: Readonly<Record<string, FakeSelection>> = {},
    values: Readonly<Record<string, unknown>> = {},
  ) {
    this.attributes = attributes;
    this.inside = inside;
    this.values = values;
  }

  find(selector: string): FakeSelection {
    return this.inside[selector] ?? new FakeSelection();
  }

  size(): number {
    return this.attributes === undefined ? 0 : 1;
  }

  attr(name: string): string | undefined {
    return this.attributes?.[name];
  }

  val(): unknown {
    return this.attributes?.value;
  }

  serializeObject(): Record<string, unknown> {
    return { ...this.values };
  }
}

const BUTTON = new FakeSelection({ name: "s", value: "go" });
const PAGE = new FakeSelection({}, {
  form: new FakeSelection({ action: "../login?x=1", method: "post" }, { '[type="submit"]': BUTTON }, {
    u: "1",
    p: "2",
  }),
  "#search": new FakeSelection({ action: "/find?old=1#f" }, {}, { q: "a b" }),
  "#bare": new FakeSelection({}, { b: BUTTON }),
  "a[href]": new FakeSelection({ href: "next?page=2" }),
  "a": new FakeSelection({ title: "no link" }),
});
const URL_OF_PAGE = "http://a.test/x/y/page?z";

const sent: RequestArguments[] = [];
let parser: ParseHtml | undefined;
const page = new ScriptPage((given) => {
  sent.push(given);
  return "answered";
}, () => parser);
const response = { url: URL_OF_PAGE, html: () => page.html("<html>", URL_OF_PAGE, undefined) };

Deno.test("without a parser, what needs one is refused by name", () => {
  for (
    const call of [
      () => page.html("", "", undefined),
      () => page.submitForm(response, {}),
      () => page.clickLink(response, {}),
    ]
  ) {
    assertThrows(call, Error, "is there where a script calls it by that name");
  }
});

Deno.test("forms are sent as a browser sends them, links followed", async (t) => {
  parser = () => PAGE;
  assertEquals(page.html("<html>", "", undefined), PAGE);
  assertEquals(page.html("<html>", "", "a"), PAGE.find("a"));
  const cases: [name: string, call: () => unknown, request: RequestArguments][] = [
    [
      "the form, its button and other values",
      () => page.submitForm(response, { fields: { p: "3", n: "4" }, params: { tags: {} } }),
      {
        method: "POST",
        url: "http://a.test/x/login?x=1",
        body: { u: "1", p: "3", s: "go", n: "4" },
        params: { tags: {} },
      },
    ],
    [
      "a form of GET",
      () => page.submitForm(response, { formSelector: "#search" }),
      { method: "GET", url: "http://a.test/find?q=a+b", params: undefined },
    ],
    [
      "a form without attributes, another button",
      () => page.submitForm(response, { formSelector: "#bare", submitSelector: "b" }),
      { method: "GET", url: "http://a.test/x/y/page?s=go", params: undefined },
    ],
    ["a link", () => page.clickLink(response, undefined), {
      method: "GET",
      url: "http://a.test/x/y/next?page=2",
      params: undefined,
    }],
  ];
  for (const [name, call, request] of cases) {
    await t.step(name, () => {
      assertEquals([call(), sent.at(-1)], ["answered", request]);
    });
  }
});

Deno.test("what is not on the page is told in k6's words", () => {
  parser = () => PAGE;
  const texts = [
    () => page.submitForm(response, { formSelector: "nope" }),
    () => page.clickLink(response, { selector: "b" }),
    () => page.clickLink(response, { selector: "a" }),
  ].map((call) => assertThrows(call, Error).message);
  assertEquals(texts, [
    `no form found for selector 'nope' in response '${URL_OF_PAGE}'`,
    `no element found for selector 'b' in response '${URL_OF_PAGE}'`,
    `no valid href attribute value found on element 'a' in response '${URL_OF_PAGE}'`,
  ]);
});
