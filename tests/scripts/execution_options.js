// k6/execution: the options as they are in the end.
// args: --tag shift=night --summary-trend-stats avg,max
import exec from "k6/execution";
export const options = { vus: 2, iterations: 4, thresholds: { iterations: ["count==4"] }, userAgent: "mine", tags: { gone: "1" } };
export default function () {
  const { scenarios, tags, thresholds, userAgent, summaryTrendStats, systemTags, noSetup, vus, setupTimeout } = exec.test.options;
  console.log(JSON.stringify({ scenarios, tags, thresholds, userAgent, summaryTrendStats, noSetup, vus, setupTimeout }));
  console.log(systemTags.length > 0);
  try {
    exec.test.options.vus = 5;
    console.log("changed");
  } catch (error) {
    console.log(error instanceof TypeError);
  }
}
