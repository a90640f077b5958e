// An iteration that outlives its grace is interrupted and counts nowhere.
import { sleep } from "k6";
import { Counter } from "k6/metrics";
const begun = new Counter("begun");
const ended = new Counter("ended");
export const options = { scenarios: { cut: { executor: "constant-vus", vus: 2, duration: "1s", gracefulStop: "0s" } } };
export default function () {
  begun.add(1);
  sleep(20);
  ended.add(1);
}
