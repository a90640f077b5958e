/** The library's door to a run: one function, with what a program needs and nothing of the command line. */

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ExitCode, type ExitCodeValue } from "../base/mod.ts";
import { handleSummaryData, type SummaryData } from "../report/mod.ts";
import type { HostedFunctions, LogRecord } from "../runtime/mod.ts";
import { type OptionLayer, parseOptions } from "../scenario/mod.ts";
import { cacheDirectory, readableEnvironment } from "./cache_directory.ts";
import { logToConsole } from "./log_to_console.ts";
import { OPTION_CHECKS } from "./option_checks.ts";
import type { RunRequest, RunSettings } from "./run_request.ts";
import { TestRun } from "./test_run.ts";
import { VERSION } from "./version.ts";
import { DEFAULT_PATIENCE } from "./watch_threads.ts";

/** How to run a script; everything is optional. */
export interface RunOptions {
  /**
   * k6's options, as a script would export them: `{ vus: 10, duration: "30s" }`. They are stronger than the script's
   * own, as flags are on the command line.
   */
  readonly options?: Readonly<Record<string, unknown>>;
  /** The script's `__ENV`. Default: empty. */
  readonly env?: Readonly<Record<string, string>>;
  /** Threads that host the VUs. Default: as many as there are cores, fewer for few VUs. */
  readonly threads?: number;
  /** How WebSockets are carried. Default: `"wire"`. */
  readonly transport?: "wire" | "native";
  /** Largest message to accept, in bytes. Default: 100 MiB. */
  readonly maxMessageSize?: number;
  /** End connections whose text messages are not UTF-8. Default: `false`. */
  readonly strictUtf8?: boolean;
  /** Ends the run when it is aborted: running iterations are interrupted, `teardown` and the summary follow. */
  readonly signal?: AbortSignal;
  /** Gets what the run and its scripts log. Default: warnings, errors and `console` of scripts go to the console. */
  readonly log?: (record: LogRecord) => void;
}

/** What came of a run. */
export interface TestResult {
  /** `true` when the exit code is 0: nothing went wrong and all thresholds hold. */
  readonly passed: boolean;
  /** What the command would have exited with. */
  readonly exitCode: ExitCodeValue;
  /** Why the exit code is not 0. */
  readonly error: string | undefined;
  /** What was measured, in the form that `handleSummary` gets; `undefined` where the run never began. */
  readonly summary: SummaryData | undefined;
  /** What the command would have printed at the end. */
  readonly text: string;
}

const MEBIBYTE = 1024 * 1024;

/**
 * Runs a k6 script.
 *
 * @param script A path, or a `file:` or `https:` URL.
 * @param options How to run it.
 * @returns What came of it. A run that fails does not throw: look at `passed`.
 *
 * @example A load test next to the unit tests
 * ```ts
 * import { assert } from "@std/assert";
 * import { run } from "@squall/squall";
 *
 * const script = await Deno.makeTempFile({ suffix: ".js" });
 * await Deno.writeTextFile(script, `
 *   import { check } from "k6";
 *   export default function () { check(1 + 1, { "adds up": (sum) => sum === 2 }); }
 * `);
 * const result = await run(script, { options: { vus: 2, iterations: 10 } });
 * assert(result.passed);
 * assert(result.summary?.metrics.checks?.values.passes === 10);
 * await Deno.remove(script);
 * ```
 */
export function run(script: string | URL, options: RunOptions = {}): Promise<TestResult> {
  return runTest({ script: { url: toUrl(script) } }, options);
}

/**
 * Runs functions of this program in this thread, as {@linkcode run} runs a script.
 *
 * @param functions The functions and their options.
 * @param options How to run them; there is one thread.
 * @returns What came of it.
 */
export async function runFunctions(functions: HostedFunctions, options: RunOptions): Promise<TestResult> {
  const result = await runTest({ script: { url: new URL("squall:loadTest") }, functions }, { ...options, threads: 1 });
  // Sockets give their resources back in the turn after.
  await new Promise((resolve) => setTimeout(resolve, 0));
  return result;
}

/**
 * How a program has its connections carried.
 *
 * @param options What it says about it.
 * @returns The settings of a run that no command line has shaped.
 */
export function programSettings(options: RunOptions): RunSettings {
  return {
    env: options.env ?? {},
    threads: options.threads,
    transport: options.transport ?? "wire",
    strictUtf8: options.strictUtf8 ?? false,
    maxMessageSize: options.maxMessageSize ?? 100 * MEBIBYTE,
    noThresholds: false,
    summaryMode: "compact",
    machineReadableSummary: false,
    summaryExport: undefined,
    outputs: [],
    secretSources: [],
    remoteControl: false,
    linger: false,
    environment: {},
    permissions: { net: "all", denyNet: [], read: [], import: "all", sandbox: "standard" },
    share: [],
    memoryLimit: undefined,
    patience: DEFAULT_PATIENCE,
    proxy: {},
    userAgent: `squall/${VERSION}`,
    cacheDirectory: cacheDirectory(readableEnvironment()),
    pausing: "analysis",
  };
}

async function runTest(
  source: Pick<RunRequest, "script" | "functions">,
  options: RunOptions,
): Promise<TestResult> {
  const output: string[] = [];
  const decoder = new TextDecoder();
  const test = new TestRun({
    ...source,
    layers: [optionLayer(options.options)],
    settings: programSettings(options),
    host: {
      log: options.log ?? logToConsole,
      write: (_stream, content) => output.push(typeof content === "string" ? content : decoder.decode(content)),
      terminal: { stdout: false, stderr: false, colors: false },
    },
  });
  const stop = (): void => test.stop({ exitCode: ExitCode.ExternalAbort, message: "the test run was aborted" });
  options.signal?.addEventListener("abort", stop);
  if (options.signal?.aborted) stop();
  const { exitCode, error, summary } = await test.run();
  options.signal?.removeEventListener("abort", stop);
  return {
    passed: exitCode === ExitCode.Ok,
    exitCode,
    error,
    summary: summary && handleSummaryData(summary, { noColor: true, isStdOutTty: false, isStdErrTty: false }),
    text: output.join(""),
  };
}

function toUrl(script: string | URL): URL {
  if (script instanceof URL) return script;
  return /^(https|file):\/\//.test(script) ? new URL(script) : pathToFileURL(resolve(script));
}

/** Options given by a program have the rank of flags. */
function optionLayer(options: unknown): OptionLayer {
  return { ...parseOptions(options, { level: "script", checks: OPTION_CHECKS }), level: "cli" };
}
