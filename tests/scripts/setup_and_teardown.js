// What setup returns gets to every user as a copy of its own, and to teardown; their samples have groups.
import { check } from "k6";
import { Counter } from "k6/metrics";
const runs = new Counter("runs");
export const options = { scenarios: { all: { executor: "per-vu-iterations", vus: 2, iterations: 2 } } };
export function setup() {
  runs.add(1);
  check(1, { "in setup": () => true });
  return { list: [1, 2], when: new Date(0), nothing: undefined };
}
export default function (data) {
  data.list.push(__ITER);
  runs.add(data.list.length);
  check(data, { "dates are texts": ({ when }) => when === "1970-01-01T00:00:00.000Z", "no undefined": (d) => !("nothing" in d) });
}
export function teardown(data) {
  runs.add(1);
  console.log(JSON.stringify(data));
}
