// Jumps to three users, holds, jumps to none; whoever runs may end.
import { sleep } from "k6";
import { Counter } from "k6/metrics";
const runs = new Counter("runs");
export const options = {
  scenarios: {
    ramp: {
      executor: "ramping-vus",
      startVUs: 0,
      stages: [{ duration: "0s", target: 3 }, { duration: "1s", target: 3 }, { duration: "0s", target: 0 }],
      gracefulRampDown: "5s",
      gracefulStop: "5s",
    },
  },
};
export default function () {
  runs.add(1);
  sleep(0.55);
}
