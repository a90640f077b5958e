/** What runs, when and how much of it: options, scenarios, segments, plans, executors. Knows no workers, sockets or terminals. @module */

export { recordOf, refine, TEXT_LIST, TEXT_MAP } from "./composed_kinds.ts";
export { Conductor, type ConductorOptions } from "./conductor.ts";
export {
  type ConsolidatedOptions,
  consolidateOptions,
  optionsToJson,
  withShownDefaults,
} from "./consolidate_options.ts";
export {
  describeScenario,
  type ProgressState,
  scenarioProgress,
  type ScenarioProgressLine,
  type ScenarioStatus,
} from "./describe_scenario.ts";
export {
  type ControlChange,
  type Executor,
  type ExecutorHost,
  type ExecutorState,
  LATE_MS,
  type ScenarioVu,
} from "./executor.ts";
export type { ScenarioCounts, ScenarioProgress, ThreadWork, VuDemand, Work } from "./executor_kind.ts";
export { rampOf } from "./executor_kinds.ts";
export { addSources, mergeOptions } from "./merge_options.ts";
export { findMissingFunctions } from "./missing_functions.ts";
export { type OptionDefinition, OPTIONS } from "./option_table.ts";
export type {
  DnsOptions,
  OptionName,
  OptionValues,
  TestOptions,
  TlsCertificate,
  TlsVersion,
  TlsVersionRange,
} from "./option_values.ts";
export {
  checkOption,
  type OptionChecks,
  type OptionFinding,
  type OptionLayer,
  parseEnvironment,
  parseOptions,
  type ParseOptionsOptions,
} from "./parse_options.ts";
export {
  formatProblems,
  formatValue,
  type Notes,
  type OptionLevel,
  Place,
  type Problem,
  problemsError,
} from "./problem.ts";
export { formatFixedDuration, padCount } from "./progress_columns.ts";
export type {
  ArrivalVus,
  ConstantArrivalRateScenario,
  ConstantVusScenario,
  ExecutorName,
  ExternallyControlledScenario,
  PerVuIterationsScenario,
  RampingArrivalRateScenario,
  RampingVusScenario,
  Scenario,
  ScenarioBase,
  ScenarioValues,
  SharedIterationsScenario,
  Stage,
  StageValues,
} from "./scenario.ts";
export { type Division, Share, type ShareData } from "./share.ts";
export { planTest, type ScenarioPlan, type TestPlan, type ThreadPlan, type ThreadScenario } from "./test_plan.ts";
export { BOOLEAN, INTEGER, oneOf, readArguments, RECORD, TEXT, toScriptValue, type ValueKind } from "./value_kind.ts";
