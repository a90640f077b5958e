/** One test run on this machine: from a script and its options to a verdict. @module */

export type { CheckData, GroupData, MetricData, SummaryData, SummaryTimeUnit } from "../report/mod.ts";
export { formatMeasured } from "../report/mod.ts";
export type { MetricKind, ValueKind as MetricValueKind } from "../metrics/mod.ts";
export type { LogLevel, LogRecord } from "../runtime/mod.ts";
export { packScript } from "./archive/pack_script.ts";
export { looksLikeArchive, readArchive } from "./archive/read_archive.ts";
export { inspectOptions, inspectRequirements } from "./inspect_options.ts";
export { listDependencies, type ScriptDependencies } from "./list_dependencies.ts";
export { cacheDirectory } from "./cache_directory.ts";
export type { ControlledLoad } from "./load_control.ts";
export type { EndReason } from "./run_end.ts";
export { logToConsole } from "./log_to_console.ts";
export { OPTION_CHECKS } from "./option_checks.ts";
export type {
  Grant,
  GuestPermissions,
  RunHost,
  RunRequest,
  RunResult,
  RunSettings,
  ScriptSource,
} from "./run_request.ts";
export type { LiveHealth } from "./generator_health.ts";
export type { LivePulse, LiveTraffic, LiveTrend } from "./pulse.ts";
export type { RunPhase, RunStatus, ScenarioState } from "./run_status.ts";
export type { RunSnapshot } from "./run_snapshot.ts";
export { programSettings, run, runFunctions, type RunOptions, type TestResult } from "./run_script.ts";
export { TestRun } from "./test_run.ts";
export { DEFAULT_PATIENCE, type Patience } from "./watch_threads.ts";
export { countOpenFiles } from "./process_load.ts";
export { VERSION } from "./version.ts";
export { networkSettings, tlsParameters, vuOptions } from "./vu_options.ts";

// What the command needs to read options and to describe plans: it sees the rooms below through this door only.
export {
  BOOLEAN,
  checkOption,
  type ControlChange,
  describeScenario,
  formatFixedDuration,
  formatValue,
  INTEGER,
  type Notes,
  oneOf,
  type OptionChecks,
  type OptionLayer,
  type OptionName,
  OPTIONS,
  type OptionValues,
  padCount,
  parseEnvironment,
  parseOptions,
  Place,
  type Problem,
  type ProgressState,
  readArguments,
  RECORD,
  recordOf,
  refine,
  scenarioProgress,
  type TestPlan,
  TEXT,
  TEXT_LIST,
  TEXT_MAP,
  toScriptValue,
  type ValueKind,
} from "../scenario/mod.ts";
