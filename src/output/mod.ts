/**
 * Where every single sample of a run can go: files of JSON and CSV. Knows no executors and no scripts.
 *
 * @module
 */

export type { Output, OutputHost, OutputMetric, OutputSubmetric, OutputThreshold } from "./output.ts";
export { describeOutput, OUTPUT_NAMES, type StartedOutput, startOutputs } from "./start_outputs.ts";
