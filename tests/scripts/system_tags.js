// Samples carry the system tags that are asked for.
// args: --system-tags group,check,vu,iter --tag team=red --tag shift=1
import { check, group } from "k6";
export const options = { iterations: 1, tags: { left: "out" } };
export default function () {
  group("inside", () => check(1, { one: () => true }));
}
