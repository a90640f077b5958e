// From none to ten starts per second within 2.1 seconds: ten starts.
import { Counter } from "k6/metrics";
const runs = new Counter("runs");
export const options = {
  scenarios: {
    rising: {
      executor: "ramping-arrival-rate",
      startRate: 0,
      timeUnit: "1s",
      stages: [{ duration: "2100ms", target: 10 }],
      preAllocatedVUs: 3,
    },
  },
};
export default function () {
  runs.add(1);
}
