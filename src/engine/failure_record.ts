/** Failures of a run as lines of its log. */

import { SquallError } from "../base/mod.ts";
import type { LogRecord } from "../runtime/mod.ts";
import { ScriptError } from "../script/mod.ts";
import { PlacedError } from "./placed_errors.ts";

/**
 * Makes the record of a failure.
 *
 * @param error What was thrown.
 * @param time Milliseconds since the Unix epoch.
 * @returns The record: a defect of squall shows its stack, a fault of the script its place.
 */
export function failureRecord(error: unknown, time: number): LogRecord {
  const hint = error instanceof SquallError ? error.hint : undefined;
  const frame = error instanceof ScriptError || error instanceof PlacedError ? error.frame : undefined;
  return {
    level: "error",
    message: describe(error),
    time,
    ...(hint === undefined ? {} : { fields: { hint } }),
    ...(frame === undefined ? {} : { detail: frame }),
  };
}

function describe(error: unknown): string {
  if (error instanceof SquallError) return error.message;
  return error instanceof Error ? error.stack ?? error.message : String(error);
}
