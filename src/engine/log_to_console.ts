/** The log of a run in a program that imports squall: its console is where people look. */

import type { LogRecord } from "../runtime/mod.ts";

/**
 * Shows warnings, errors, and what scripts print.
 *
 * @param record A line of the log.
 */
export function logToConsole({ level, message, fields }: LogRecord): void {
  const { error, warn, log } = console;
  if (level === "error") error(message);
  else if (level === "warning") warn(message);
  else if (fields?.source === "console") log(message);
}
