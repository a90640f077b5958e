/**
 * What a run amounts to: the summary as data, as text, as the argument of `handleSummary` and as `--summary-export`.
 *
 * @module
 */

export { buildSummary, type SummaryInput } from "./build_summary.ts";
export { type FormatOptions, formatSummary } from "./format_summary.ts";
export {
  type MachineMetric,
  type MachineSummary,
  machineSummary,
  type MachineSummaryContext,
} from "./machine_summary.ts";
export { formatValue as formatMeasured, type SummaryTimeUnit } from "./number_format.ts";
export {
  type CheckSummary,
  type GroupNode,
  metricName,
  type MetricSummary,
  type SectionSummary,
  type Summary,
  type SummaryMode,
  type ThresholdSummary,
} from "./summary.ts";
export {
  type CheckData,
  type GroupData,
  handleSummaryData,
  type MetricData,
  type SummaryData,
  type TerminalState,
} from "./summary_data.ts";
export { exportSummary } from "./summary_export.ts";
export { summaryViews } from "./summary_views.ts";
