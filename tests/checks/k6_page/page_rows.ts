/** From names and remarks to the rows of the page: what state each thing of k6 is in, here. */

import type { K6Name } from "./k6_names.ts";
import type { Remark, Remarks, State } from "./remarks.ts";

/** One thing. */
export interface PageRow {
  /** Without a letter, where flags have one. */
  readonly name: string;
  readonly state: State;
  readonly text: string;
  /** Whether k6 2 has dropped it. */
  readonly isOld: boolean;
}

/** What the rows of one table are made from. */
export interface TableSource {
  /** What k6 has. */
  readonly k6: readonly K6Name[];
  /** What squall has; absent where nobody can tell, and the remarks do. */
  readonly own?: readonly string[];
  readonly remarks: Remarks;
  /** What has no effect. */
  readonly inert?: readonly string[];
  /** Said of what is not built, unless it has a remark of its own. */
  readonly refusal?: Remark;
}

/** What is wrong with the remarks, one sentence each. */
export interface PageRows {
  readonly rows: readonly PageRow[];
  readonly problems: readonly string[];
}

/**
 * Makes the rows of a table: what k6 has, in its order, then what only squall has.
 *
 * @param source Names and remarks.
 */
export function pageRows({ k6, own, remarks, inert = [], refusal }: TableSource): PageRows {
  const problems: string[] = [];
  const names = k6.map(({ name, isOld = false }) => ({ name: name.replace(/^.\//, ""), isOld }));
  const rows = names.map(({ name, isOld }): PageRow => {
    const remark = Object.hasOwn(remarks, name) ? remarks[name] : undefined;
    const isBuilt = own === undefined ? remark?.[0] !== "refused" : own.includes(name);
    const [state, text] = remark ?? (isBuilt ? ["same", ""] : refusal ?? ["refused", ""]);
    if (!isBuilt && state === "refused" && text === "") problems.push(`${name} is not built: say why`);
    if (isBuilt && state === "refused") problems.push(`${name} is built now: take back that it is refused (${text})`);
    if (!isBuilt && state !== "refused") problems.push(`${name} is not built, but called ${state}`);
    if (inert.includes(name) !== (state === "accepted") && own !== undefined) {
      problems.push(`${name} is ${inert.includes(name) ? "" : "not "}without effect, but called ${state}`);
    }
    return { name, state, text, isOld };
  });
  const known = new Set(names.map(({ name }) => name));
  const beyond = (own ?? []).filter((name) => !known.has(name));
  for (const name of Object.keys(remarks)) {
    if (!known.has(name) && !beyond.includes(name)) problems.push(`${name} has a remark, but does not exist`);
  }
  return {
    rows: [
      ...rows,
      ...beyond.map((name): PageRow => ({ name, state: "beyond", text: remarks[name]?.[1] ?? "", isOld: false })),
    ],
    problems,
  };
}

/** Another column of a table. */
export interface Column {
  readonly head: string;
  /** Its cells, as Markdown. */
  readonly of: (name: string) => string;
}

/**
 * Rows as a table in Markdown; the formatter pads it. Neighbours of which the same is said share a row, unless there is
 * another column.
 *
 * @param rows The rows.
 * @param head What the first column is.
 * @param column The other column.
 */
export function rowsAsTable(rows: readonly PageRow[], head: string, column?: Column): string {
  const more = column === undefined ? "" : ` ${column.head} |`;
  const lines = joined(rows, column !== undefined).map(([names, state, text]) => {
    const cell = column === undefined ? "" : ` ${column.of(names[0]!)} |`;
    return `| ${codes(names)} |${cell} ${state} | ${text} |`;
  });
  return [`| ${head} |${more} State | Remark |`, `| --- |${more && " --- |"} --- | --- |`, ...lines].join("\n");
}

/** Rows as a list in Markdown, where neighbours of which the same is said are one point. */
export function rowsAsList(rows: readonly PageRow[]): string {
  return joined(rows, false).map(([names, state, text]) =>
    `- ${state}: ${codes(names)}${text === "" ? "" : ` (${text})`}`
  ).join("\n");
}

function joined(rows: readonly PageRow[], isApart: boolean): [names: string[], state: string, text: string][] {
  const lines: [names: string[], state: string, text: string][] = [];
  for (const { name, state, text, isOld } of rows) {
    const last = lines.at(-1);
    const words = isOld ? `${state}, of k6 1` : state;
    if (!isApart && last !== undefined && last[1] === words && last[2] === text) last[0].push(name);
    else lines.push([[name], words, text]);
  }
  return lines;
}

function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
