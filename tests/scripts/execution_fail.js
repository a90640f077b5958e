// k6/execution: test.fail goes on and marks the run.
import exec from "k6/execution";
export const options = { iterations: 2 };
export default function () {
  exec.test.fail("something is wrong");
  console.log("goes on");
}
