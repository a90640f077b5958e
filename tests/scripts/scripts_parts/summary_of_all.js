// Groups, scenarios, checks that fail, submetrics and thresholds: what summaries in all layouts are made of.
import { check, group } from "k6";
import { Counter, Gauge, Rate, Trend } from "k6/metrics";
const count = new Counter("my_count"), gauge = new Gauge("my_gauge"), rate = new Rate("my_rate"), trend = new Trend("my_trend"), none = new Trend("unsampled");
export const options = {
  scenarios: {
    default: { executor: "per-vu-iterations", vus: 1, iterations: 2 },
    beta: { executor: "per-vu-iterations", vus: 1, iterations: 1, exec: "other" },
    alpha: { executor: "shared-iterations", vus: 1, iterations: 1, exec: "other" },
  },
  thresholds: {
    my_count: ["count>1", "count>100"],
    "my_trend{room:a}": ["avg<100"],
    "my_trend{room:b}": ["max<1"],
    my_rate: ["rate>0.2"],
    unsampled: ["p(95)<5"],
    checks: ["rate>0.1"],
  },
  summaryTrendStats: ["min", "max", "p(90)", "count"],
};
export function setup() {
  check(1, { "in setup": () => true });
  group("warm up", () => check(1, { warm: () => false }));
  return { token: "t" };
}
export default function () {
  count.add(2);
  gauge.add(__ITER);
  rate.add(__ITER);
  trend.add(7, { room: "a" });
  check(1, { "hält": () => true, "漢字": () => __ITER === 0 });
  group("outer", () => {
    check(1, { inside: () => true });
    group("inner", () => check(1, { deep: () => false }));
  });
  group("empty", () => {});
}
export function other() {
  count.add(1);
  group("outer", () => check(1, { inside: () => false }));
}
export function teardown() {
  group("cool down", () => check(1, { cool: () => true }));
}
