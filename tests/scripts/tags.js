// Tags of the test, of a scenario, of a call; and those that a call may not have.
// args: --tag shift=night
import { check } from "k6";
import { Counter } from "k6/metrics";
const runs = new Counter("runs");
export const options = { tags: { gone: "yes" }, scenarios: { tagged: { executor: "per-vu-iterations", tags: { shift: "day", level: "scenario" } } } };
export default function () {
  runs.add(1);
  runs.add(1, { level: "call", scenario: "mine", group: "mine", check: "mine" });
  runs.add(1, { flag: true, number: 1.5 });
  check(1, { one: () => true }, { level: "check", check: "other" });
  for (const wrong of [{ a: {} }, { a: null }, { a: [] }]) {
    try {
      console.log(runs.add(1, wrong));
    } catch (error) {
      console.log(String(error));
    }
  }
}
