/** Runs a script through the whole house, in this process, and keeps what it says: for tests of what scripts see. */

import {
  DEFAULT_PATIENCE,
  type LogRecord,
  OPTION_CHECKS,
  parseOptions,
  type RunResult,
  type RunSettings,
  TestRun,
} from "../../src/engine/mod.ts";
import { handleSummaryData, type SummaryData } from "../../src/report/mod.ts";

/** How to run a script in a test. */
export interface ScriptRunOptions {
  /** k6's options, with the rank of flags. Default: one VU, one iteration. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Where the script seems to be; nothing needs to be there. Default: `/test/script.js`. */
  readonly url?: URL;
  readonly settings?: Partial<RunSettings>;
  /** Gets the run before it begins, to stop it. */
  readonly started?: (run: TestRun) => void;
  /** Is told of every record as it comes. */
  readonly onLog?: (record: LogRecord, run: TestRun) => void;
}

/** What came of a script. */
export interface ScriptRun extends Omit<RunResult, "summary"> {
  /** In the form that `handleSummary` gets. */
  readonly summary: SummaryData | undefined;
  /** What the script printed with `console`, in order. */
  readonly lines: readonly string[];
  /** Everything that was logged, what the script printed included. */
  readonly records: readonly LogRecord[];
  /** Messages of the records at level `error`. */
  readonly errors: readonly string[];
  /** Messages of the records at level `warning`. */
  readonly warnings: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
}

const SETTINGS: RunSettings = {
  env: {},
  threads: 1,
  transport: "wire",
  strictUtf8: false,
  maxMessageSize: 16 * 1024 * 1024,
  noThresholds: false,
  summaryMode: "compact",
  machineReadableSummary: false,
  summaryExport: undefined,
  outputs: [],
  secretSources: [],
  remoteControl: false,
  linger: false,
  environment: {},
  permissions: { net: "all", denyNet: [], read: [], import: [], sandbox: "standard" },
  share: [],
  memoryLimit: undefined,
  patience: DEFAULT_PATIENCE,
  proxy: {},
  userAgent: "squall/test",
  cacheDirectory: "/nonexistent",
  pausing: "analysis",
};

const TERMINAL = { noColor: true, isStdOutTty: false, isStdErrTty: false };

/**
 * Runs a script.
 *
 * @param source Its text.
 * @param options How to run it.
 * @returns What it printed and what came of it.
 */
export async function runScript(source: string, options: ScriptRunOptions = {}): Promise<ScriptRun> {
  const records: LogRecord[] = [];
  const output = { stdout: "", stderr: "" };
  const decoder = new TextDecoder();
  const run = new TestRun({
    script: { url: options.url ?? new URL("file:///test/script.js"), source },
    layers: [{ ...parseOptions(options.options, { level: "script", checks: OPTION_CHECKS }), level: "cli" }],
    settings: { ...SETTINGS, env: options.env ?? {}, ...options.settings },
    host: {
      log: (record) => {
        records.push(record);
        options.onLog?.(record, run);
      },
      write: (stream, content) => {
        output[stream] += typeof content === "string" ? content : decoder.decode(content);
      },
      terminal: { stdout: false, stderr: false, colors: false },
    },
  });
  options.started?.(run);
  const result = await run.run();
  const messages = (level: string): string[] =>
    records.filter((each) => each.level === level).map((each) => each.message);
  return {
    ...result,
    ...output,
    summary: result.summary && handleSummaryData(result.summary, TERMINAL),
    records,
    lines: records.filter(({ fields }) => fields?.source === "console").map(({ message }) => message),
    errors: messages("error"),
    warnings: messages("warning"),
  };
}
