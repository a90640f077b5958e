// A summary with a unit of its own for times.
// args: --summary-time-unit us --summary-trend-stats avg,p(99.9),med
import { Counter, Trend } from "k6/metrics";
const time = new Trend("my_time", true), spent = new Counter("spent", true), plain = new Trend("plain");
export const options = { iterations: 1, thresholds: { my_time: ["p(99)<5"] } };
export default function () {
  for (const value of [1.2345, 0.001, 12]) time.add(value);
  spent.add(1234);
  plain.add(1.23456789);
}
