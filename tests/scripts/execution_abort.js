// k6/execution: test.abort ends the run at once; teardown and summary follow.
import exec from "k6/execution";
import { sleep } from "k6";
export const options = { vus: 1, duration: "30s" };
export default function () {
  if (__ITER === 2) {
    try {
      exec.test.abort("enough");
    } catch (error) {
      console.log("caught");
    }
    console.log("not reached");
  }
}
export function teardown() {
  console.log("torn down");
}
