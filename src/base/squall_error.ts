/** The one error class that reaches operators: a message, a stable code for machines, and the exit code it ends the process with. */

import { ExitCode, type ExitCodeValue } from "./exit_code.ts";

/** What a {@linkcode SquallError} carries besides its message. */
export interface SquallErrorOptions extends ErrorOptions {
  /** The process exit code that this error leads to. Default: {@linkcode ExitCode}`.Other`. */
  exitCode?: ExitCodeValue;
  /** What to do about it, in one sentence. Printed after the message. */
  hint?: string;
}

/**
 * An error that an operator reads: what failed and the value that made it fail, in one line.
 *
 * @example A stable code survives rewording of the message
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ExitCode, SquallError } from "@squall/squall";
 *
 * const error = new SquallError("FILE_NOT_FOUND", "Cannot read the script: /tmp/x.js");
 * assertEquals(error.code, "FILE_NOT_FOUND");
 * assertEquals(error.exitCode, ExitCode.Other);
 * ```
 */
export class SquallError extends Error {
  /** Always `SquallError`. */
  override name = "SquallError";
  /** Stable, machine-readable name of the condition, in CONSTANT_CASE. */
  readonly code: string;
  /** The process exit code that this error leads to. */
  readonly exitCode: ExitCodeValue;
  /** What to do about it, if there is something to do. */
  readonly hint: string | undefined;

  /**
   * Makes an error for operators.
   *
   * @param code Stable, machine-readable name of the condition.
   * @param message What failed, a colon, and the value that made it fail.
   * @param options Exit code, hint and cause.
   */
  constructor(code: string, message: string, options: SquallErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.exitCode = options.exitCode ?? ExitCode.Other;
    this.hint = options.hint;
  }
}

/**
 * The message of anything that was thrown.
 *
 * @param thrown What a `catch` caught.
 * @returns `Error.message`, or the value as text where something else was thrown.
 */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
