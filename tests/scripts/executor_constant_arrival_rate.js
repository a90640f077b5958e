// Five starts in a second, the first at once.
import { Counter } from "k6/metrics";
const runs = new Counter("runs");
export const options = {
  scenarios: { rate: { executor: "constant-arrival-rate", rate: 5, timeUnit: "1s", duration: "1s", preAllocatedVUs: 3 } },
};
export default function () {
  runs.add(1);
}
