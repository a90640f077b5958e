/**
 * The members that elements have besides those of all. `members.jsonl` has an element, the value of every attribute that
 * the members may look at (`null`: there is none), and what each member gives.
 */

import { assertEquals } from "../../support/assert.ts";
import { runScript } from "../../support/run_script.ts";

interface ElementCase {
  readonly value: string | null;
  readonly element: string;
  readonly members: Readonly<Record<string, string>>;
}

const cases = (await Deno.readTextFile(new URL("members.jsonl", import.meta.url)))
  .trim().split("\n").map((line): ElementCase => JSON.parse(line));

const ATTRIBUTES = "accept accept-charset accesskey action allowfullscreen alt async autocapitalize autocomplete " +
  "autofocus autoplay challenge charset checked cite cols colspan content controls crossorigin data datetime default " +
  "defer dirname disabled download enctype for form formaction formenctype formmethod formnovalidate formtarget headers " +
  "height high href hreflang http-equiv ismap keysystem keytype kind label list loop low max maxlength media mediagroup " +
  "method min multiple muted name nomodule novalidate optimum pattern placeholder preload readonly referrerpolicy rel " +
  "required reversed rows rowspan scope selected size sizes sortable sorted span src srclang srcset start step tabindex " +
  "target text type typemustmatch usemap value width wrap abbr";

function pageOf({ value, element }: ElementCase): string {
  const attributes = value === null ? "" : ATTRIBUTES.split(" ").map((name) => ` ${name}="${value}"`).join("");
  if (["td", "th"].includes(element)) return `<table><tr><${element}${attributes}></table>`;
  if (["tr", "tbody", "col"].includes(element)) return `<table><${element}${attributes}></table>`;
  return `<${element}${attributes}></${element}>`;
}

const SCRIPT = `
  import { parseHTML } from "k6/html";
  const cases = ${JSON.stringify(cases.map((each) => [pageOf(each), each.element, Object.keys(each.members)]))};
  function written(value) {
    if (value === undefined) return "undefined";
    return Array.isArray(value) ? "[" + value.map(written).join(",") + "]" : JSON.stringify(value);
  }
  export default function () {
    for (const [page, name, members] of cases) {
      const element = parseHTML(page).find(name).get(0);
      console.log(JSON.stringify(Object.fromEntries(members.map((member) => [member, written(element[member]())]))));
    }
  }`;

Deno.test("members reflect their attributes, with the fallbacks of k6", async (t) => {
  const { lines, errors } = await runScript(SCRIPT);
  assertEquals(errors, []);
  for (const [index, { value, element, members }] of cases.entries()) {
    await t.step(`${element}, ${value === null ? "nothing" : `"${value}"`}`, () => {
      assertEquals(JSON.parse(lines[index]!), members);
    });
  }
});
