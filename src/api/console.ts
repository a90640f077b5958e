/** The global `console` of scripts: five methods that write to the run's log. */

import { formatConsoleArguments } from "./console_text.ts";
import type { LogLevel, VirtualUser } from "./virtual_user.ts";

const METHODS: Readonly<Record<string, LogLevel>> = {
  debug: "debug",
  error: "error",
  info: "info",
  log: "info",
  warn: "warning",
};

/**
 * Makes the `console` of one VU.
 *
 * @param vu The VU.
 * @returns The object.
 */
export function createConsole(vu: VirtualUser): Record<string, unknown> {
  const methods = Object.entries(METHODS).map(([name, level]) => {
    function write(...values: unknown[]): void {
      vu.pausing.enter();
      vu.log(level, formatConsoleArguments(values), "console");
    }
    return [name, write];
  });
  return Object.fromEntries(methods);
}
