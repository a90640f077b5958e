// Thresholds of all kinds of metrics and of submetrics, which all hold.
import { check } from "k6";
import { Counter, Gauge, Rate, Trend } from "k6/metrics";
const count = new Counter("count"), gauge = new Gauge("gauge"), rate = new Rate("rate"), trend = new Trend("trend", true);
export const options = {
  iterations: 4,
  thresholds: {
    count: ["count==8", "count < 9", "rate>0"],
    gauge: ["value===3"],
    rate: ["rate>=0.5"],
    trend: ["avg==25", "min>=10", "max<=40", "med<26", "p(90)<=40"],
    "trend{room:b}": ["max<50"],
    "trend{room:nobody}": ["max==0"],
    checks: [{ threshold: "rate>0.9", abortOnFail: true }],
    iterations: ["count==4"],
  },
};
export default function () {
  count.add(2);
  gauge.add(3);
  rate.add(__ITER % 2 === 0);
  trend.add((__ITER + 1) * 10, { room: "b" });
  check(1, { one: (n) => n === 1 });
}
