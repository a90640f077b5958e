/**
 * The tables of the README that are made from the tables of the code.
 *
 * Run it with `deno task readme` after a change to a flag, an option, a module, a metric or an exit code: it writes the
 * tables anew. A test holds the README to them.
 */

import { MODULES } from "../../src/api/catalogue.ts";
import { exitStatuses } from "../../src/cli/help.ts";
import { type Flag, FLAG_GROUPS, flagSyntax } from "../../src/cli/flag.ts";
import { VERBS } from "../../src/cli/flags.ts";
import { UNBUILT_FLAGS } from "../../src/cli/unbuilt_flags.ts";
import { BUILT_IN_METRICS } from "../../src/metrics/built_in_metrics.ts";
import { OPTIONS } from "../../src/scenario/option_table.ts";
import { REPOSITORY } from "./repository.ts";

const README = new URL("README.md", REPOSITORY);

/** The tables by the names that their places in the README have. */
export const TABLES: Readonly<Record<string, () => string>> = {
  flags: flagTables,
  options: optionTable,
  modules: moduleTable,
  metrics: metricTable,
  "exit codes": exitCodeTable,
};

/**
 * Puts the tables into a text, each between `<!-- begin NAME -->` and `<!-- end NAME -->`.
 *
 * @param readme The text.
 * @returns The text with the tables as they are now.
 * @throws {Error} When a place is missing.
 */
export function withTables(readme: string): string {
  let text = readme;
  for (const [name, make] of Object.entries(TABLES)) {
    const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    if (from < 0 || to < from) throw new Error(`There is no place for the table of ${name}`);
    text = `${text.slice(0, from + begin.length)}\n\n${make()}\n\n${text.slice(to)}`;
  }
  return text;
}

function flagTables(): string {
  const tables = FLAG_GROUPS.flatMap((group) => {
    const flags = VERBS.run.flags.filter((flag) => flag.group === group);
    return flags.length === 0 ? [] : [`**${group}**\n\n${flagTable(flags)}`];
  });
  const unbuilt = UNBUILT_FLAGS.map(({ name }) => code(`--${name}`)).join(", ");
  return `${tables.join("\n\n")}\n\nFlags of k6 that squall knows and refuses by name: ${unbuilt}.`;
}

function flagTable(flags: readonly Flag[]): string {
  const rows = flags.map((flag) => [code(flagSyntax(flag)), flag.doc, describeDefault(flag), code(flag.env)]);
  return table(["Flag", "Meaning", "Default", "Environment"], rows);
}

function optionTable(): string {
  const rows = Object.entries(OPTIONS)
    .filter(([, { scope, inert }]) => scope !== "cli" && inert !== true)
    .map(([name, { doc, env }]) => [code(name), doc, code(env)]);
  const inert = Object.entries(OPTIONS).filter(([, option]) => option.inert).map(([name]) => code(name)).join(", ");
  return `${table(["Option", "Meaning", "Environment"], rows)}\n\nRead and checked, but without effect: ${inert}.`;
}

function moduleTable(): string {
  const rows = [...MODULES.values()].map(({ specifier, exports }) => [code(specifier), exports.map(code).join(", ")]);
  return table(["Module", "Exports"], rows);
}

function metricTable(): string {
  const rows = BUILT_IN_METRICS
    .filter(({ name }) => !name.startsWith("http_"))
    .map(({ name, kind, contains }) => [code(name), kind, contains === "default" ? "" : contains]);
  return table(["Metric", "Kind", "Values"], rows);
}

function exitCodeTable(): string {
  return table(["Code", "Meaning"], exitStatuses().map(([code, meaning]) => [String(code), meaning]));
}

/** Rows as Markdown; the formatter pads them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}

/** Values are code, sentences are not. */
function describeDefault({ fallback }: Flag): string {
  return fallback?.includes(" ") ? fallback : code(fallback);
}

function code(text: string | undefined): string {
  return text === undefined ? "" : `\`${text}\``;
}

if (import.meta.main) await Deno.writeTextFile(README, withTables(await Deno.readTextFile(README)));
