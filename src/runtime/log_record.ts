/** One line of the run's log, on its way from a thread to whoever prints it. */

import type { LogLevel } from "../api/mod.ts";

/** See the top of this file. */
export interface LogRecord {
  /** How grave it is. */
  readonly level: LogLevel;
  /** The text, one line or several. */
  readonly message: string;
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  /** What stands behind the message: `source`, `scenario`, … */
  readonly fields?: Readonly<Record<string, string>>;
  /** Lines to be read below the message, such as the part of a script that is wrong. */
  readonly detail?: string;
  /** Of lines with the same key, only the first of a run is printed. */
  readonly onceKey?: string;
}
