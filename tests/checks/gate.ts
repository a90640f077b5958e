/**
 * The gate: every check that a change must pass, fast ones first. All are run, also after a failure; the last line is
 * the verdict. A check counts as one, the tests count each for itself.
 *
 * Run it with `deno task ok`. Arguments are the command that runs the tests, where it is not to be `deno task test`.
 * The binary is made and tested where `DENORT_BIN` names a runtime for it.
 */

import { fileURLToPath } from "node:url";
import config from "../../deno.json" with { type: "json" };
import { REPOSITORY } from "./repository.ts";

/** The verdict of one check, or of many tests. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** The modules of the package: what `deno.json` exports, the command aside. */
const PACKAGE_MODULES: readonly string[] = Object.values<string>(config.exports).filter((path) => path !== "./cli.ts");

const CHECKS: readonly (readonly string[])[] = [
  ["fmt", "--check"],
  ["lint"],
  ["task", "check"],
  ["doc", "--lint", ...PACKAGE_MODULES],
  ["publish", "--dry-run", "--allow-dirty", "--quiet"],
  ["task", "demo"],
  ...(Deno.env.has("DENORT_BIN") ? [["task", "compile"]] : []),
];

/** What `task compile` makes; the tests in `tests/binary/` look for it in the environment. */
const BINARY = fileURLToPath(new URL("dist/squall", REPOSITORY));

/** A gate that hangs is closed. Milliseconds for each check and for the tests. */
const TIME_LIMIT = 1_200_000;

/**
 * Reads the counts of a JUnit report.
 *
 * @param report The XML text.
 * @returns The tests and steps that ran. Those that were skipped count neither way.
 */
export function tallyOf(report: string): Tally {
  const total = attribute(/<testsuites [^>]*>/.exec(report)?.[0] ?? "", "tests");
  let failed = 0;
  let skipped = 0;
  for (const [suite] of report.matchAll(/<testsuite [^>]*>/g)) {
    failed += attribute(suite, "failures") + attribute(suite, "errors");
    skipped += attribute(suite, "disabled");
  }
  return { passed: total - failed - skipped, failed };
}

function attribute(tag: string, name: string): number {
  return Number(new RegExp(` ${name}="(\\d+)"`).exec(tag)?.[1] ?? 0);
}

/** Runs a command with our own terminal; `true` when it succeeds in time. */
async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  const timeout = AbortSignal.timeout(TIME_LIMIT);
  const { success } = await new Deno.Command(command, { args: [...args], signal: timeout }).spawn().status;
  if (timeout.aborted) console.error(`ended after ${TIME_LIMIT / 1000} s without a result`);
  return success;
}

async function runCheck(args: readonly string[]): Promise<Tally> {
  console.log(`\n$ deno ${args.join(" ")}`);
  return await succeeds(Deno.execPath(), args) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Runs the tests. A run that fails without a failed test, as where a file has a type error, counts as one failure. */
async function runTests(command: readonly string[]): Promise<Tally> {
  console.log(`\n$ ${command.join(" ")}`);
  const [program, ...args] = command;
  const report = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const success = await succeeds(program ?? Deno.execPath(), [...args, `--junit-path=${report}`]);
    const { passed, failed } = tallyOf(await Deno.readTextFile(report));
    return { passed, failed: success ? failed : Math.max(failed, 1) };
  } finally {
    await Deno.remove(report);
  }
}

if (import.meta.main) {
  const tallies: Tally[] = [];
  for (const args of CHECKS) tallies.push(await runCheck(args));
  if (Deno.env.has("DENORT_BIN")) Deno.env.set("SQUALL_BIN", BINARY);
  tallies.push(await runTests(Deno.args.length > 0 ? Deno.args : [Deno.execPath(), "task", "test"]));
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  Deno.exit(failed === 0 ? 0 : 1);
}
