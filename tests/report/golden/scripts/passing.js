import { check, group } from "k6";
import { Trend } from "k6/metrics";

const tiny = new Trend("t1", true);

export const options = { iterations: 3, thresholds: { checks: ["rate>0.9", "rate<=1"] } };

export default function () {
  tiny.add([0.0005, 0.25, 61_234][__ITER]);
  check(1, { always: () => true, "always too": () => 1 });
  group("g", () => check(1, { always: () => true }));
}

export function handleSummary(data) {
  console.log(JSON.stringify({ data, thresholds: options.thresholds }));
}
