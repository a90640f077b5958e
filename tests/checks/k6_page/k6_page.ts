/**
 * The page about everything that k6 has, and what of it squall has: `docs/k6.md`.
 *
 * Run it with `deno task readme` after a change to a flag, an option, a module, a metric, an output or their remarks.
 * A test holds the page to the tables of the code.
 */

import { adviceInsteadOf, MODULES } from "../../../src/api/mod.ts";
import type { Flag } from "../../../src/cli/flag.ts";
import { RUN_FLAGS, VERBS } from "../../../src/cli/flags.ts";
import { UNBUILT_FLAGS } from "../../../src/cli/unbuilt_flags.ts";
import { BUILT_IN_METRICS } from "../../../src/metrics/built_in_metrics.ts";
import { OUTPUT_NAMES } from "../../../src/output/mod.ts";
import { ROUTES } from "../../../src/rest/routes.ts";
import { SCOPE_NAMES } from "../../../src/runtime/mod.ts";
import { EXECUTOR_NAMES } from "../../../src/scenario/executor_kinds.ts";
import { OPTIONS } from "../../../src/scenario/option_table.ts";
import { Place } from "../../../src/scenario/mod.ts";
import { REPOSITORY } from "../repository.ts";
import { DIFFERENCES } from "./differences.ts";
import * as k6 from "./k6_names.ts";
import { K6_MODULES } from "./k6_modules.ts";
import * as moduleRemarks from "./module_remarks.ts";
import { type Objects, readObjects } from "./own_names.ts";
import { type Column, type PageRow, pageRows, rowsAsList, rowsAsTable, type TableSource } from "./page_rows.ts";
import * as remarks from "./remarks.ts";

/** Where the page is. */
export const K6_PAGE = new URL("docs/k6.md", REPOSITORY);

/** The page, and what is wrong with its remarks. */
export interface K6Page {
  readonly text: string;
  readonly problems: readonly string[];
}

/** Makes the page. */
export async function makeK6Page(): Promise<K6Page> {
  const problems: string[] = [];
  const sections = [...SECTIONS.map((section) => sectionText(section, problems)), await moduleSections(problems)];
  const differences = DIFFERENCES.map(({ name, text }) => `- **${name}**: ${text}`);
  const text = [HEAD, ...sections, `${DIFFERENCES_HEAD}\n\n${differences.join("\n")}`].join("\n\n");
  return { text: `${text}\n`, problems };
}

const HEAD = `# k6 and squall

Everything that k6 2.2 has, and the state that it is in here; what k6 1 had and k6 2 has dropped, too. This page is
written by \`deno task readme\` from the tables of the code; remarks are in \`tests/checks/k6_page/\`.

- **same**: as in k6.
- **better**: as in k6, and more.
- **differs**: otherwise, on purpose.
- **accepted**: read and checked, but without effect.
- **refused**: not there, and refused by name where a script or a command line asks for it.
- **beyond**: k6 does not have it.`;

const DIFFERENCES_HEAD = `## Differences

On purpose, and only where a script cannot depend on it or k6 is plainly broken. \`deno task parity\` runs scripts under
k6 and here and knows these by name.`;

interface Section extends TableSource {
  readonly title: string;
  /** What the first column is. */
  readonly head: string;
  readonly intro?: string;
  /** How names are written. */
  readonly write?: (name: string) => string;
  readonly column?: Column;
}

const options = Object.entries(OPTIONS);
const flags = VERBS.run.flags;
const otherFlags = otherVerbsFlags();

const SECTIONS: readonly Section[] = [
  {
    title: "Commands",
    head: "Command",
    k6: k6.K6_VERBS,
    own: Object.keys(VERBS),
    remarks: remarks.VERB_REMARKS,
  },
  {
    title: "Flags of `run`",
    head: "Flag",
    intro: "Letters and variables of the environment are k6's; the README tells defaults.",
    k6: k6.K6_FLAGS,
    own: flags.map(({ name }) => name),
    remarks: { ...remarks.FLAG_REMARKS, ...docsOf(flags.map(({ name, doc }) => [name, doc]), k6.K6_FLAGS) },
    column: {
      head: "Variable",
      of: (name) => code([...flags, ...UNBUILT_FLAGS].find((flag) => `--${flag.name}` === name)?.env),
    },
    write: (name) => `--${name}`,
  },
  {
    title: "Flags of other commands",
    head: "Flag",
    intro: "Those that `run` does not have.",
    k6: k6.K6_OTHER_FLAGS,
    own: otherFlags.map(({ name }) => name),
    remarks: {
      ...remarks.OTHER_FLAG_REMARKS,
      ...docsOf(otherFlags.map(({ name, doc }) => [name, doc]), k6.K6_OTHER_FLAGS),
    },
    write: (name) => `--${name}`,
  },
  {
    title: "Options",
    head: "Option",
    k6: k6.K6_OPTIONS,
    own: options.map(([name]) => name),
    column: { head: "Variable", of: (name) => code(options.find(([option]) => option === name)?.[1].env) },
    inert: options.filter(([, { inert }]) => inert).map(([name]) => name),
    remarks: remarks.OPTION_REMARKS,
  },
  {
    title: "The configuration file",
    head: "Key besides options",
    k6: k6.K6_CONFIG_KEYS,
    remarks: remarks.CONFIG_REMARKS,
  },
  {
    title: "Variables of the environment",
    head: "Variable",
    intro: "Besides those of flags and options, which are k6's.",
    k6: k6.K6_VARIABLES,
    remarks: remarks.VARIABLE_REMARKS,
  },
  {
    title: "Executors",
    head: "Executor",
    k6: k6.K6_EXECUTORS,
    own: EXECUTOR_NAMES,
    remarks: remarks.EXECUTOR_REMARKS,
  },
  {
    title: "Metrics",
    head: "Metric",
    k6: k6.K6_METRICS,
    own: BUILT_IN_METRICS.map(({ name }) => name),
    remarks: remarks.METRIC_REMARKS,
  },
  {
    title: "Outputs",
    head: "`--out`",
    k6: k6.K6_OUTPUTS,
    own: OUTPUT_NAMES,
    remarks: remarks.OUTPUT_REMARKS,
  },
  {
    title: "The summary",
    head: "`--summary-mode`",
    intro: "For the same numbers the text is k6's, character for character, in every mode. So are the data of " +
      "`handleSummary` and of `--summary-export`, in both forms.",
    k6: k6.K6_SUMMARY_MODES,
    own: k6.K6_SUMMARY_MODES.map(({ name }) => name).filter(isSummaryMode),
    remarks: remarks.SUMMARY_REMARKS,
  },
  {
    title: "The REST API",
    head: "Endpoint",
    k6: k6.K6_ENDPOINTS,
    own: ROUTES.flatMap(({ path, answers }) => Object.keys(answers).map((method) => endpointName(method, path))),
    remarks: remarks.ENDPOINT_REMARKS,
  },
  {
    title: "Globals",
    head: "Global",
    k6: k6.K6_GLOBALS,
    own: [...SCOPE_NAMES, "global", "require"],
    remarks: remarks.GLOBAL_REMARKS,
  },
];

/** The flags of all verbs but `run` that `run` does not have, each once. */
function otherVerbsFlags(): readonly Flag[] {
  const known = new Set(flags.map(({ name }) => name));
  const others = Object.values(VERBS).flatMap((verb) => verb.flags).filter(({ name }) => !known.has(name));
  return [...new Map(others.map((flag) => [flag.name, flag])).values()];
}

/** Any method is written as GET; what stands behind a last slash is an id. */
function endpointName(method: string, path: string): string {
  return `${method === "*" ? "GET" : method} ${path}${path !== "/" && path.endsWith("/") ? "{id}" : ""}`;
}

function isSummaryMode(name: string): boolean {
  const problems: never[] = [];
  RUN_FLAGS.summaryMode.kind.fromText(name, new Place("", { problems, warnings: [] }));
  return problems.length === 0;
}

/** What flags of squall's own are for. */
function docsOf(entries: readonly (readonly [string, string])[], known: readonly k6.K6Name[]): remarks.Remarks {
  const names = new Set(known.map(({ name }) => name.replace(/^.\//, "")));
  return Object.fromEntries(entries.filter(([name]) => !names.has(name)).map(([name, doc]) => [name, ["beyond", doc]]));
}

function code(text: string | undefined): string {
  return text === undefined ? "" : `\`${text}\``;
}

function sectionText(section: Section, problems: string[]): string {
  const { title, head, intro, column, write = (name) => name, ...source } = section;
  const { rows, problems: own } = pageRows(source);
  problems.push(...own.map((problem) => `${title}: ${problem}`));
  const written = rows.map((row) => ({ ...row, name: write(row.name) }));
  return [`## ${title}`, ...(intro === undefined ? [] : [intro]), rowsAsTable(written, head, column)].join("\n\n");
}

/** What the loader says of the modules that there are not. */
function adviceRemarks(): remarks.Remarks {
  return Object.fromEntries(
    Object.keys(K6_MODULES).flatMap((name) => {
      const advice = MODULES.has(name) ? undefined : adviceInsteadOf(name);
      return advice === undefined ? [] : [[name, ["refused", advice]] as const];
    }),
  );
}

async function moduleSections(problems: string[]): Promise<string> {
  const { rows, problems: own } = pageRows({
    k6: Object.entries(K6_MODULES).map(([name, { isOld }]) => ({ name, ...(isOld && { isOld }) })),
    own: [...MODULES.keys()],
    remarks: { ...adviceRemarks(), ...moduleRemarks.MODULE_REMARKS },
  });
  problems.push(...own.map((problem) => `Modules: ${problem}`));
  const objects = await readObjects();
  const sections = rows.map((row) => moduleSection(row, objects[row.name] ?? {}, problems));
  return ["## Modules", rowsAsTable(rows, "Module"), ...sections].filter((section) => section !== "").join("\n\n");
}

/** What a module exports, and what its objects have. */
function moduleSection({ name, state }: PageRow, own: Objects, problems: string[]): string {
  const { exports = [], objects = {} } = K6_MODULES[name] ?? {};
  if (exports.length === 0 && !MODULES.has(name)) return "";
  const isRefused = state === "refused";
  const tables = [
    tableOf({ names: exports, own: MODULES.get(name)?.exports, title: name, head: "Exports" }, isRefused, problems),
    ...Object.entries(objects).map(([object, members]) =>
      tableOf(
        { names: members, own: own[object], title: `${name} ${object}`, head: `\`${object}\`` },
        isRefused,
        problems,
      )
    ),
  ];
  return [`### \`${name}\``, ...tables].join("\n\n");
}

function tableOf(
  table: { names: readonly string[]; own: readonly string[] | undefined; title: string; head: string },
  isRefused: boolean,
  problems: string[],
): string {
  const { names, own = [], title, head } = table;
  const { EXPORT_REMARKS, MEMBER_REMARKS } = moduleRemarks;
  const all = Object.entries(title.includes(" ") ? MEMBER_REMARKS : EXPORT_REMARKS);
  const mine = all.filter(([key]) => key.slice(0, key.lastIndexOf(" ")) === title);
  const { rows, problems: found } = pageRows({
    k6: names.map((name) => ({ name })),
    own,
    remarks: Object.fromEntries(mine.map(([key, remark]) => [key.slice(title.length + 1), remark])),
    ...(isRefused ? { refusal: ["refused", "with its module"] as const } : {}),
  });
  problems.push(...found.map((problem) => `${title}: ${problem}`));
  const quiet = isRefused ? rows.map((row) => ({ ...row, text: "" })) : rows;
  return [`${head}:`, rowsAsList(quiet)].join("\n\n");
}

if (import.meta.main) {
  const { text, problems } = await makeK6Page();
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) Deno.exit(1);
  await Deno.writeTextFile(K6_PAGE, text);
}
