// Nobody controls it: two users for its whole duration.
import { sleep } from "k6";
import { Counter } from "k6/metrics";
const runs = new Counter("runs");
export const options = {
  scenarios: { control: { executor: "externally-controlled", vus: 2, maxVUs: 3, duration: "1s" } },
};
export default function () {
  runs.add(1);
  sleep(0.55);
}
