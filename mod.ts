/**
 * squall runs k6 WebSocket scripts on Deno.
 *
 * ```ts
 * import { run } from "@squall/squall";
 *
 * const result = await run(new URL("./missing.js", import.meta.url), { log: () => {} });
 * console.log(result.passed, result.error);
 * ```
 *
 * @module
 */

export { ExitCode, type ExitCodeValue, SquallError, type SquallErrorOptions } from "./src/base/mod.ts";
export {
  type CheckData,
  type GroupData,
  type LogLevel,
  type LogRecord,
  type MetricData,
  type MetricKind,
  type MetricValueKind,
  run,
  type RunOptions,
  type SummaryData,
  type SummaryTimeUnit,
  type TestResult,
} from "./src/engine/mod.ts";
