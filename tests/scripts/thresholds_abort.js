// A threshold ends the run long before its time.
import { sleep } from "k6";
import { Rate } from "k6/metrics";
const good = new Rate("good");
export const options = { vus: 1, duration: "30s", thresholds: { good: [{ threshold: "rate>0.5", abortOnFail: true }] } };
export default function () {
  good.add(false);
  sleep(30);
}
export function teardown() {
  console.log("torn down");
}
