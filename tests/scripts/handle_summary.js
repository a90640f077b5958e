// The script writes the summary itself.
import { check, group } from "k6";
import { Counter, Trend } from "k6/metrics";
const count = new Counter("my_count"), trend = new Trend("my_trend");
export const options = { iterations: 2, thresholds: { my_count: ["count==4", "count>9"], "my_trend{a:b}": ["max<1"] }, summaryTrendStats: ["med", "p(99)", "count"] };
export function setup() {
  return { from: "setup" };
}
export default function () {
  count.add(2);
  trend.add(__ITER, { a: "b" });
  group("outer", () => check(__ITER, { "is zero": (n) => n === 0 }));
}
export function handleSummary({ metrics, root_group, options, setup_data, state }) {
  const { my_count, my_trend, checks } = metrics;
  const data = { my_count, my_trend, part: metrics["my_trend{a:b}"], checks, root_group, options, setup_data, keys: Object.keys(state).sort() };
  return { stdout: JSON.stringify(data, (key, value) => key === "rate" && value > 1 ? undefined : value instanceof Object && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value, 1) + "\n" };
}
