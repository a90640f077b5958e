// One user is busy from the first start on: the other starts are dropped.
// args: --threads 1
import { sleep } from "k6";
export const options = {
  scenarios: {
    busy: { executor: "constant-arrival-rate", rate: 4, timeUnit: "1s", duration: "1100ms", preAllocatedVUs: 1, gracefulStop: "5s" },
  },
};
export default function () {
  sleep(1.5);
}
