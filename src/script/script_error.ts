/** Why a script cannot be loaded: the message, the place, and the lines around it. */

import { ExitCode, type ExitCodeValue, SquallError } from "../base/mod.ts";

/** A place in a source file. */
export interface SourcePosition {
  /** The URL of the file. */
  readonly url: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 code units. */
  readonly column: number;
}

/** What a {@linkcode ScriptError} carries besides code and message. */
export interface ScriptErrorDetails {
  /** The file that the error is about; its own place if one is known. */
  readonly url: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** The source around the place, with a caret. */
  readonly frame?: string | undefined;
  readonly cause?: unknown;
  readonly hint?: string | undefined;
  /** Default: that of a script that throws. */
  readonly exitCode?: ExitCodeValue;
}

/** A script, or something that it imports, cannot be loaded. The message starts with `url:line:column: `. */
export class ScriptError extends SquallError {
  override name = "ScriptError";
  /** The file that the error is about. */
  readonly url: string;
  /** Counted from 1; `undefined` if the error is about the file as a whole. */
  readonly line: number | undefined;
  /** Counted from 1, in UTF-16 code units; `undefined` if the error is about the file as a whole. */
  readonly column: number | undefined;
  /** A few lines of the source with a caret under the place, to be printed below the message. */
  readonly frame: string | undefined;

  /**
   * Makes a load error.
   *
   * @param code Stable, machine-readable name of the condition.
   * @param message What is wrong, without the place.
   * @param details The place and the source around it.
   */
  constructor(code: string, message: string, details: ScriptErrorDetails) {
    const place = details.line === undefined ? details.url : `${details.url}:${details.line}:${details.column}`;
    super(code, `${place}: ${message}`, {
      exitCode: details.exitCode ?? ExitCode.ScriptException,
      ...(details.hint === undefined ? {} : { hint: details.hint }),
      ...(details.cause === undefined ? {} : { cause: details.cause }),
    });
    this.url = details.url;
    this.line = details.line;
    this.column = details.column;
    this.frame = details.frame;
  }
}
