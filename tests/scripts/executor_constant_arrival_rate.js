// Six starts in 1.1 seconds, the first at once.
import { Counter } from "k6/metrics";
const runs = new Counter("runs");
export const options = {
  scenarios: { rate: { executor: "constant-arrival-rate", rate: 5, timeUnit: "1s", duration: "1100ms", preAllocatedVUs: 3 } },
};
export default function () {
  runs.add(1);
}
