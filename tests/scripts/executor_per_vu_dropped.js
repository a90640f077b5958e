// What a user has not begun when the time is over is dropped; what runs may end.
import { sleep } from "k6";
import { Counter } from "k6/metrics";
const runs = new Counter("runs");
export const options = {
  scenarios: { slow: { executor: "per-vu-iterations", vus: 2, iterations: 5, maxDuration: "1s", gracefulStop: "5s" } },
};
export default function () {
  sleep(0.55);
  runs.add(1);
}
