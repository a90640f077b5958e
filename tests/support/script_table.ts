/** Many small pieces of script code run in one script, each of them a row of a table with what should come of it. */

import { assertEquals } from "./assert.ts";
import { runScript, type ScriptRun, type ScriptRunOptions } from "./run_script.ts";

/** One row: a name, code, and either its value or the text of what it throws. */
export interface Row {
  readonly name: string;
  /** An expression, or the body of a function in braces. */
  readonly code: string;
  /** What it returns, as far as JSON can say it; `undefined` for nothing. */
  readonly gives?: unknown;
  /** `String(error)` of what it throws. */
  readonly throws?: string;
}

/** How the rows run. */
export interface TableOptions extends ScriptRunOptions {
  /** What stands above the rows: imports, and functions that rows call. */
  readonly prelude?: string;
  /** Runs the rows at the top level of the script. Default: in the default function. */
  readonly inInit?: boolean;
}

/**
 * Runs the rows and holds each to its word, as a step of a test.
 *
 * @param t The test.
 * @param rows The table.
 * @param options How to run them.
 * @returns What came of the script as a whole.
 */
export async function checkRows(t: Deno.TestContext, rows: readonly Row[], options: TableOptions = {}) {
  const run = await runScript(tableScript(rows, options), options);
  const outcomes = outcomesOf(run, rows.length);
  for (const [index, { name, gives, throws }] of rows.entries()) {
    const expected = throws !== undefined ? { throws } : gives === undefined ? {} : { gives };
    await t.step(name, () => assertEquals(outcomes[index], expected));
  }
  return run;
}

/** The script that runs the rows and prints what came of each. */
function tableScript(rows: readonly Row[], { prelude = "", inInit = false }: TableOptions): string {
  const functions = rows.map(({ code }) => `() => ${code.startsWith("{ ") ? code : `(${code})`}`);
  return `${prelude}
const rows = [\n${functions.join(",\n")}\n];
function print(index, outcome) { console.log("row " + JSON.stringify([index, outcome])); }
function runRows() {
  for (let i = 0; i < rows.length; i++) {
    try {
      print(i, { gives: rows[i]() });
    } catch (error) {
      print(i, { throws: String(error) });
    }
  }
}
${inInit ? "if (__VU === 1) runRows();\nexport default function () {}" : "export default function () { runRows(); }"}
`;
}

function outcomesOf({ lines, errors }: ScriptRun, count: number): unknown[] {
  assertEquals(errors, []);
  const outcomes = new Array(count);
  for (const line of lines) {
    if (!line.startsWith("row ")) continue;
    const [index, outcome] = JSON.parse(line.slice(4));
    outcomes[index] = outcome;
  }
  return outcomes;
}
