// Three users with two iterations each; every user counts its own.
import { Counter } from "k6/metrics";
const runs = new Counter("runs");
export const options = { scenarios: { each: { executor: "per-vu-iterations", vus: 3, iterations: 2, maxDuration: "10s" } } };
export default function () {
  runs.add(1, { vu_number: __VU, iteration: __ITER });
}
