/** How a failure that ends a run, or part of one, stands in the log. */

import { SquallError } from "../base/mod.ts";
import type { LogRecord } from "../runtime/mod.ts";
import { ScriptError } from "../script/mod.ts";
import { PlacedError } from "./placed_errors.ts";

/**
 * The line for a failure.
 *
 * @param error What was thrown. A defect of squall shows its stack.
 * @param time When, in milliseconds since the epoch.
 */
export function failureRecord(error: unknown, time: number): LogRecord {
  const hint = error instanceof SquallError ? error.hint : undefined;
  const frame = error instanceof ScriptError || error instanceof PlacedError ? error.frame : undefined;
  return {
    level: "error",
    message: describeFailure(error),
    time,
    ...(hint !== undefined && { fields: { hint } }),
    ...(frame && { detail: frame }),
  };
}

function describeFailure(error: unknown): string {
  if (error instanceof SquallError) return error.message;
  return error instanceof Error ? error.stack ?? error.message : String(error);
}
