/** The flags as a table for the documentation, made from the table of flags. */

import { type Flag, FLAG_GROUPS, flagSyntax } from "./flag.ts";
import { VERBS } from "./flags.ts";
import { UNBUILT_FLAGS } from "./unbuilt_flags.ts";

/**
 * Writes the flags of `squall run` in Markdown.
 *
 * @returns One table for each group of flags, under a bold heading, and the flags of k6 that are not built.
 */
export function flagsMarkdown(): string {
  const tables = FLAG_GROUPS.flatMap((group) => {
    const flags = VERBS.run.flags.filter((flag) => flag.group === group);
    return flags.length === 0 ? [] : [[`**${group}**`, "", ...formatTable(flags)].join("\n")];
  });
  const unbuilt = UNBUILT_FLAGS.map(({ name }) => code(`--${name}`)).join(", ");
  return `${tables.join("\n\n")}\n\nFlags of k6 that are not built in squall yet: ${unbuilt}.\n`;
}

function formatTable(flags: readonly Flag[]): string[] {
  const rows = flags.map((flag) => [code(flagSyntax(flag)), flag.doc, describeDefault(flag), code(flag.env)]);
  return [["Flag", "Meaning", "Default", "Environment"], ["---", "---", "---", "---"], ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`);
}

/** Values are code, sentences are not. */
function describeDefault({ fallback }: Flag): string {
  return fallback?.includes(" ") ? fallback : code(fallback);
}

function code(text: string | undefined): string {
  return text === undefined ? "" : `\`${text}\``;
}
