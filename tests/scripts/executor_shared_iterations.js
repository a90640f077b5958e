// Seven iterations shared by three users.
import { Counter } from "k6/metrics";
const runs = new Counter("runs");
export const options = { scenarios: { shared: { executor: "shared-iterations", vus: 3, iterations: 7, maxDuration: "10s" } } };
export default function () {
  runs.add(1);
}
