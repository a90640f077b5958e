/** The page about k6 tells of everything that k6 has and of everything that squall has, and nothing else. */

import { readVariables } from "./k6_page/own_names.ts";
import { K6_PAGE, makeK6Page } from "./k6_page/k6_page.ts";
import { EXPORT_REMARKS, MEMBER_REMARKS } from "./k6_page/module_remarks.ts";
import { pageRows, rowsAsList, rowsAsTable } from "./k6_page/page_rows.ts";
import { UNBUILT_FLAGS } from "../../src/cli/unbuilt_flags.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { listFiles } from "./repository.ts";

const page = await makeK6Page();

/** The sections by their titles, with what the formatter does undone: cells are padded, lines are wrapped. */
function sections(text: string): Map<string, string> {
  return new Map(
    text.split(/^#+ (?=.*$)/m).map((section) => {
      const [title = "", ...lines] = section.split("\n");
      return [title, lines.join(" ").replaceAll(/\s+/g, " ").replaceAll(/-{3,}/g, "---")];
    }),
  );
}

Deno.test("every remark is about something that exists and calls it what it is; what is not built says why", () => {
  assertEquals(page.problems, [], "see tests/checks/k6_page/");
});

Deno.test("docs/k6.md is what the tables of the code and the remarks make", async () => {
  const [written, made] = [sections(await Deno.readTextFile(K6_PAGE)), sections(page.text)];
  const titles = [...new Set([...written.keys(), ...made.keys()])];
  assertEquals(titles.filter((title) => written.get(title) !== made.get(title)), [], "run `deno task readme`");
});

Deno.test("every flag that is refused by name is on the page", () => {
  assertEquals(UNBUILT_FLAGS.filter(({ name }) => !page.text.includes(`\`--${name}\``)), []);
});

Deno.test("every variable of the environment that the code reads is on the page", async () => {
  const names = await readVariables(await listFiles("src", /\.ts$/));
  assert(names.includes("K6_VUS") && names.includes("K6_CSV_FILENAME"));
  assertEquals(names.filter((name) => !page.text.includes(`\`${name}\``)), []);
});

Deno.test("remarks about exports and members belong to a table of the page", () => {
  for (const key of [...Object.keys(EXPORT_REMARKS), ...Object.keys(MEMBER_REMARKS)]) {
    assert(page.text.includes(`\`${key.slice(key.lastIndexOf(" ") + 1)}\``), key);
  }
});

Deno.test("pageRows finds what is wrong with remarks", async (t) => {
  const k6 = [{ name: "a" }, { name: "x/b" }];
  const cases: [name: string, source: Omit<Parameters<typeof pageRows>[0], "k6">, problems: string[]][] = [
    ["all is well", { own: ["a", "b"], remarks: {} }, []],
    ["nothing is said", { own: ["a"], remarks: {} }, ["b is not built: say why"]],
    ["a reason is given", { own: ["a"], remarks: { b: ["refused", "why"] } }, []],
    ["a reason for all", { own: [], remarks: {}, refusal: ["refused", "why"] }, []],
    ["it is built now", { own: ["a", "b"], remarks: { b: ["refused", "why"] } }, [
      "b is built now: take back that it is refused (why)",
    ]],
    ["it is not there", { own: ["a"], remarks: { b: ["better", "how"] } }, ["b is not built, but called better"]],
    ["nobody has it", { own: ["a", "b"], remarks: { c: ["better", "how"] } }, ["c has a remark, but does not exist"]],
    ["without effect", { own: ["a", "b"], inert: ["a"], remarks: {} }, ["a is without effect, but called same"]],
    ["with effect", { own: ["a", "b"], remarks: { a: ["accepted", ""] } }, [
      "a is not without effect, but called accepted",
    ]],
  ];
  for (const [name, source, problems] of cases) {
    await t.step(name, () => assertEquals(pageRows({ k6, ...source }).problems, problems));
  }
});

Deno.test("rows of which the same is said are joined, unless there is another column", () => {
  const { rows } = pageRows({
    k6: [{ name: "a" }, { name: "x/b" }, { name: "c", isOld: true }, { name: "d" }],
    own: ["a", "b", "c", "d", "e"],
    remarks: { d: ["better", "how"] },
  });
  const joined = [
    "| `a`, `b` | same |  |",
    "| `c` | same, of k6 1 |  |",
    "| `d` | better | how |",
    "| `e` | beyond |  |",
  ];
  assertEquals(rowsAsTable(rows, "Name"), ["| Name | State | Remark |", "| --- | --- | --- |", ...joined].join("\n"));
  assertEquals(rowsAsList(rows).split("\n"), [
    "- same: `a`, `b`",
    "- same, of k6 1: `c`",
    "- better: `d` (how)",
    "- beyond: `e`",
  ]);
  const apart = rowsAsTable(rows.slice(0, 2), "Name", { head: "Twice", of: (name) => name + name });
  assertEquals(apart.split("\n").slice(2), ["| `a` | aa | same |  |", "| `b` | bb | same |  |"]);
});
