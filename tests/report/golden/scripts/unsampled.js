import { group } from "k6";
import { Counter, Gauge, Rate, Trend } from "k6/metrics";

new Counter("cc");
new Gauge("gg", true);
new Rate("rr");
new Trend("tt", true);

export const options = {
  thresholds: {
    "cc{a:1}": ["count<5"],
    "gg{a:1}": ["value<3"],
    "rr{a:1}": ["rate>0.9"],
    "tt{a:1}": ["p(95)>1"],
    "tt{a:2}": [],
    checks: ["rate>0.9"],
    "checks{group:::g}": ["rate>0.9"],
    "group_duration{group:::g}": ["avg<1000"],
  },
};

export default function () {
  group("g", () => {});
}

export function handleSummary(data) {
  console.log(JSON.stringify({ data, thresholds: options.thresholds }));
}
