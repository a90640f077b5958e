/**
 * squall runs k6 WebSocket scripts on Deno: {@linkcode run} runs a script, {@linkcode loadTest} a load test that is
 * written in the program itself, and {@linkcode WebSocket}, {@linkcode connect}, {@linkcode CookieJar} and
 * {@linkcode Metrics} are k6's classes for any program.
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
export {
  connect,
  type ConnectionOptions,
  type ConnectParams,
  CookieJar,
  type LoadTest,
  loadTest,
  type LoadTestSettings,
  type LoadTestVu,
  Metrics,
  type MetricsOptions,
  type MetricSpec,
  type MetricSpecs,
  type OutsideParams,
  type VuFunction,
  type VuMetrics,
  WebSocket,
  type WebSocketConstructor,
  type WebSocketParams,
} from "./src/library/mod.ts";
