/** The README tells of everything that a user can name, and of nothing else. */

import { VERBS } from "../../src/cli/flags.ts";
import { assert, assertEquals, assertThrows } from "../support/assert.ts";
import { withTables } from "./readme_tables.ts";
import { listFiles, REPOSITORY } from "./repository.ts";

const readme = await Deno.readTextFile(new URL("README.md", REPOSITORY));

/** The names that a door exports, read from its text: `export { a, type B } from …`. */
function exportedNames(source: string): string[] {
  return [...source.matchAll(/export (?:type )?\{([^}]*)\}/g)]
    .flatMap(([, names]) => names!.split(","))
    .map((name) => name.trim().replace(/^type /, "").replace(/^.* as /, ""))
    .filter((name) => name !== "");
}

/** Names that stand in the README as code. */
function missing(names: readonly string[]): string[] {
  return names.filter((name) => !new RegExp(`\`[^\`]*(?<![\\w.])${name}(?!\\w)[^\`]*\``).test(readme));
}

/** What the formatter does to Markdown undone: cells are padded, rules are as long as they, lines are wrapped. */
function unpadded(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/-{3,}/g, "---");
}

Deno.test("the tables of flags, options, modules, metrics and exit codes are those of the code", () => {
  assertEquals(unpadded(withTables(readme)), unpadded(readme), "run `deno task readme`");
});

Deno.test("a README without a place for a table is an error", () => {
  assertThrows(() => withTables("# squall\n"), Error, "There is no place for the table of flags");
});

Deno.test("every name that the package exports is in the README", async () => {
  const names = exportedNames(await Deno.readTextFile(new URL("mod.ts", REPOSITORY)));
  assert(names.includes("run") && names.includes("SquallError"));
  assertEquals(missing(names), []);
});

Deno.test("every example is in the README, and every one that it links to exists", async () => {
  const examples = await listFiles("examples", /./);
  assertEquals(examples.filter((example) => !readme.includes(`(${example})`)), []);
  const linked = [...readme.matchAll(/\]\(((?!https?:|#)[^)]+)\)/g)].map(([, path]) => path!.replace(/#.*$/, ""));
  assert(linked.length > examples.length);
  for (const path of linked) assert((await Deno.stat(new URL(path, REPOSITORY))).isFile, path);
});

Deno.test("every command of the program and every task is in the README or in CONTRIBUTING", async () => {
  const contributing = await Deno.readTextFile(new URL("CONTRIBUTING.md", REPOSITORY));
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", REPOSITORY)));
  const commands = Object.keys(VERBS).map((verb) => `cli.ts ${verb}`);
  assertEquals(commands.filter((command) => !readme.includes(command)), []);
  const told = readme + contributing;
  assertEquals(Object.keys(tasks).filter((task) => !told.includes(`deno task ${task}`)), []);
});
