/** The process exit codes of a run, as k6 defines them, so that pipelines written for k6 read squall's verdict unchanged. */

/**
 * Exit codes of the `squall` command. The numbers are k6's.
 *
 * @example A failed threshold ends the process with 99
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ExitCode } from "@squall/squall";
 *
 * assertEquals(ExitCode.ThresholdsHaveFailed, 99);
 * ```
 */
export const ExitCode = {
  Ok: 0,
  ThresholdsHaveFailed: 99,
  SetupTimeout: 100,
  TeardownTimeout: 101,
  GenericTimeout: 102,
  ScriptStoppedFromRestApi: 103,
  InvalidConfig: 104,
  ExternalAbort: 105,
  CannotStartRestApi: 106,
  ScriptException: 107,
  ScriptAborted: 108,
  InternalError: 109,
  MarkedAsFailed: 110,
  Other: 255,
} as const;

/** One of the numbers of {@linkcode ExitCode}. */
export type ExitCodeValue = typeof ExitCode[keyof typeof ExitCode];
