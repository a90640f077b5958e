// The newer form of the data for handleSummary and --summary-export.
// args: --new-machine-readable-summary
import { check } from "k6";
import { Counter, Gauge, Rate } from "k6/metrics";
const count = new Counter("my_count"), gauge = new Gauge("my_gauge"), rate = new Rate("my_rate");
export const options = { iterations: 3, thresholds: { my_count: ["count<100"] } };
export default function () {
  count.add(2);
  gauge.add(__ITER);
  rate.add(__ITER);
  check(1, { holds: () => true, "does not": () => false });
}
export function handleSummary({ version, config, results }) {
  const own = results.metrics.filter(({ name }) => name.startsWith("my_")).sort((a, b) => (a.name < b.name ? -1 : 1));
  const flat = [...results.checks.metrics].sort((a, b) => (a.name < b.name ? -1 : 1)).concat(own);
  console.log(version, config.execution, typeof config.duration, config.script.length > 100);
  for (const { name, type, contains, values } of flat) console.log(name, type, contains, JSON.stringify(Object.entries(values).sort()));
  for (const { name, passes, fails } of results.checks.results) console.log(name, passes, fails);
  return {};
}
