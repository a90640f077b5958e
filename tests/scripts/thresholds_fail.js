// Two of three thresholds do not hold: the run is complete, and its exit code says so.
import { Counter, Trend } from "k6/metrics";
const count = new Counter("count"), trend = new Trend("trend");
export const options = { iterations: 3, thresholds: { count: ["count>1", "count>3"], "trend{room:a}": ["max<5"] } };
export default function () {
  count.add(1);
  trend.add(9, { room: "a" });
}
export function teardown() {
  console.log("torn down");
}
