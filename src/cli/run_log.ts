/** The log of a run: `--log-output`, `--log-format`, `--verbose`, `--console-output`. */

import type { LogLevel, LogRecord } from "../engine/mod.ts";
import { AppendedFile } from "./log/appended_file.ts";
import { type LogFormat, logFormat } from "./log/log_format.ts";
import { isLogged, type LogOutput, openLogOutput } from "./log/log_output.ts";
import type { RunSettings } from "./run_settings.ts";

/** What {@linkcode openRunLog} needs. */
export interface RunLogOptions {
  readonly settings: Pick<RunSettings, "logOutput" | "logFormat" | "verbose" | "noColor">;
  /** Where `console` of scripts goes; `undefined` sends it to the log. */
  readonly consoleOutput: string | undefined;
  /** Whether the streams are terminals. */
  readonly terminal: { readonly stdout: boolean; readonly stderr: boolean };
  writeStream(stream: "stdout" | "stderr", text: string): void;
}

/**
 * Opens the log of a run.
 *
 * @param options Where to write what.
 * @returns Takes all records of the run.
 * @throws {SquallError} When a file cannot be opened, or a target does not exist.
 */
export function openRunLog({ settings, consoleOutput, terminal, writeStream }: RunLogOptions): LogOutput {
  const level = settings.verbose ? "debug" : "info";
  const target = settings.logOutput;
  const isTerminal = (target === "stdout" || target === "stderr") && terminal[target] && !settings.noColor;
  const format = logFormat(settings.logFormat, isTerminal ? { start: Date.now() } : undefined);
  const log = openLogOutput({ target, format, level, writeStream });
  if (consoleOutput === undefined) return log;
  const file = new AppendedFile(consoleOutput, 0o644, (text) => writeStream("stderr", text));
  return withConsoleFile(log, file, { format: logFormat(settings.logFormat), level });
}

/** Sends what scripts print to a file, and everything else to the log. */
function withConsoleFile(
  log: LogOutput,
  file: AppendedFile,
  { format, level }: { format: LogFormat; level: LogLevel },
): LogOutput {
  return {
    write(record: LogRecord): void {
      if (record.fields?.source !== "console") return log.write(record);
      const { fields: _, ...line } = record;
      if (isLogged(record, level)) file.write(format(line));
    },
    close(): void {
      file.close();
      log.close();
    },
  };
}
