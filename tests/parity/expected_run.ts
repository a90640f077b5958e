/**
 * What is expected of the scripts in `tests/scripts/`: a text for each, in `tests/scripts/expected/`. They are written
 * anew by `deno run -A tests/parity/expected_run.ts [part of a path …]`; look at what has changed, and ask k6 with
 * `deno task parity`.
 */

import { DemoServer } from "../../src/cli/demo/mod.ts";
import { REPOSITORY } from "../checks/repository.ts";
import { describeSeries, loggedLines, printedLines, summaryLines } from "./compare_runs.ts";
import { type ObservedRun, observeRun, type ServerUrls } from "./observed_run.ts";
import { listScripts, type ScriptFile } from "./script_file.ts";

/** Processes that run at once: more of them and starts are late. */
const RUNS_AT_ONCE = 3;

/** The scripts that something is expected of; examples have a test of their own. */
export async function listExpectedScripts(): Promise<ScriptFile[]> {
  return (await listScripts()).filter(({ path }) => path.startsWith("tests/scripts/"));
}

/** Runs scripts, some at once. */
export async function describeRuns(scripts: readonly ScriptFile[], server: ServerUrls): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const left = [...scripts];
  async function work(): Promise<void> {
    for (let script = left.shift(); script !== undefined; script = left.shift()) {
      texts.set(script.path, describeRun(await observeRun(script, server)));
    }
  }
  await Promise.all(Array.from({ length: RUNS_AT_ONCE }, work));
  return texts;
}

/** All that does not depend on time. */
function describeRun(run: ObservedRun): string {
  const parts: [title: string, lines: readonly string[]][] = [
    [`exit code ${run.exitCode}`, []],
    ["samples", Array.from(describeSeries(run), ([name, values]) => `${name}: ${values}`).sort()],
    ["printed", printedLines(run.log)],
    ["logged", loggedLines(run.log)],
    ["standard output", summaryLines(run.stdout).map((line) => line.trim())],
    ["standard error", run.stderr.split("\n").filter((line) => line !== "")],
  ];
  return parts.filter(([title, lines]) => lines.length > 0 || title.startsWith("exit")).map(([title, lines]) =>
    [title, ...lines.flatMap((line) => line.split("\n")).map((line) => `  ${line}`)].join("\n")
  ).join("\n") + "\n";
}

/** The file with what is expected of a script. */
export function expectedFile({ path }: ScriptFile): URL {
  return new URL(path.replace("scripts/", "scripts/expected/").replace(/\.[jt]s$/, ".txt"), REPOSITORY);
}

if (import.meta.main) {
  const scripts = (await listExpectedScripts()).filter(({ path }) =>
    Deno.args.length === 0 || Deno.args.some((part) => path.includes(part))
  );
  await using server = await DemoServer.start({ port: 0 });
  const texts = await describeRuns(scripts, server);
  for (const script of scripts) await Deno.writeTextFile(expectedFile(script), texts.get(script.path)!);
}
