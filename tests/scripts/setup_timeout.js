// A setup that takes too long ends the run.
import { sleep } from "k6";
export const options = { setupTimeout: "1s" };
export function setup() {
  sleep(30);
}
export default function () {
  console.log("iterated");
}
