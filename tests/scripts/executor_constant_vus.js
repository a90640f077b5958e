// Two users for one second, each with two iterations of 0.55 s: the second may end.
import { sleep } from "k6";
export const options = { scenarios: { constant: { executor: "constant-vus", vus: 2, duration: "1s", gracefulStop: "5s" } } };
export default function () {
  sleep(0.55);
}
