// One third of ten iterations and of three users.
// args: --execution-segment 1/3:2/3 --execution-segment-sequence 0,1/3,2/3,1
import { Counter } from "k6/metrics";
const runs = new Counter("runs");
export const options = {
  scenarios: {
    each: { executor: "per-vu-iterations", vus: 7, iterations: 2 },
    shared: { executor: "shared-iterations", vus: 3, iterations: 10 },
  },
};
export default function () {
  runs.add(1);
}
