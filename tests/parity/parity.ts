/**
 * Runs scripts under a real k6 and here, and prints what differs: `deno task parity [part of a path …]`. k6 is `K6_BIN`,
 * or the `k6` of the path; without one there is nothing to compare with, which is said and no failure.
 *
 * Differences that are deliberate are known by the names that `docs/k6.md` gives them, and are no failure either.
 */

import { DemoServer } from "../../src/cli/demo/mod.ts";
import { compareRuns, type RunDifference } from "./compare_runs.ts";
import { deliberate } from "./deliberate.ts";
import { observeRun } from "./observed_run.ts";
import { listScripts, type ScriptFile } from "./script_file.ts";

/** Scripts whose numbers depend on time or on chance. */
const UNEVEN: readonly string[] = [
  "examples/arrival_rate.js",
  "examples/setup_teardown_summary.js",
  "examples/websockets_chat.js",
  "examples/ws_basics.js",
];

/** What k6 says of a module that it would have to fetch, where there is no network. */
const UNREACHABLE = "couldn't be retrieved from the resolved url";

/** The command of k6, and what it calls itself; `undefined` where there is none. */
export async function findK6(): Promise<{ command: string; version: string } | undefined> {
  const command = Deno.env.get("K6_BIN") ?? "k6";
  try {
    const { stdout } = await new Deno.Command(command, { args: ["version"] }).output();
    return { command, version: new TextDecoder().decode(stdout).split("\n", 1)[0]!.trim() };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** `undefined` where k6 cannot run the script for want of a network. */
async function compareScript(
  script: ScriptFile,
  server: DemoServer,
  k6: string,
): Promise<RunDifference[] | undefined> {
  const theirs = await observeRun(script, server, k6);
  if (theirs.log.some(({ message }) => message.includes(UNREACHABLE))) return undefined;
  return compareRuns(theirs, await observeRun(script, server), { isUneven: UNEVEN.includes(script.path) });
}

/** One line for the script, and one for each difference. Returns the number of those that nobody knows. */
function report({ path }: ScriptFile, differences: readonly RunDifference[] | undefined): number {
  if (differences === undefined) {
    console.log(`skipped  ${path}: k6 cannot fetch a module that it imports`);
    return 0;
  }
  const known = new Set<string>();
  const unknown: RunDifference[] = [];
  for (const difference of differences) {
    const name = deliberate(path, difference);
    if (name === undefined) unknown.push(difference);
    else known.add(name);
  }
  const names = known.size === 0 ? "" : ` (on purpose: ${[...known].sort().join(", ")})`;
  console.log(`${unknown.length === 0 ? "same" : "DIFFERS"}  ${path}${names}`);
  for (const { kind, subject, k6, here } of unknown) {
    console.log(`         ${kind}: ${subject}\n           k6: ${k6}\n           here: ${here}`);
  }
  return unknown.length;
}

if (import.meta.main) {
  const k6 = await findK6();
  if (k6 === undefined) {
    console.log("There is no k6 to compare with: put it into the PATH, or name it with K6_BIN");
    Deno.exit(0);
  }
  const wanted = Deno.args;
  const scripts = (await listScripts()).filter(({ path }) =>
    wanted.length === 0 || wanted.some((part) => path.includes(part))
  );
  console.log(`${k6.version}, ${scripts.length} scripts\n`);
  await using server = await DemoServer.start({ port: 0 });
  let failed = 0;
  for (const script of scripts) {
    if (report(script, await compareScript(script, server, k6.command)) > 0) failed++;
  }
  console.log(`\n${scripts.length - failed} of ${scripts.length} scripts are the same`);
  Deno.exitCode = failed === 0 ? 0 : 1;
}
