// The legacy summary of groups, scenarios, checks that fail, submetrics and thresholds.
// args: --summary-mode legacy
import { options, other, setup, teardown } from "./scripts_parts/summary_of_all.js";
export { default } from "./scripts_parts/summary_of_all.js";
export { options, other, setup, teardown };
