/** Errors as plain data, on their way from a thread to the main thread. */

import { ExitCode, messageOf, SquallError } from "../base/mod.ts";
import type { ErrorData } from "./thread_protocol.ts";

/** Makes the data of whatever was thrown; a defect of squall brings its stack. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof SquallError) {
    const { code, message, exitCode, hint } = error;
    return { code, message, exitCode, hint };
  }
  const message = error instanceof Error ? error.stack ?? error.message : messageOf(error);
  return { code: "INTERNAL", message, exitCode: ExitCode.InternalError, hint: undefined };
}
