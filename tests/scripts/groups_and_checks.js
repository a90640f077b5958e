// Nested groups, checks that hold and do not, tags of a check, what a group returns.
import { check, group } from "k6";
export const options = { iterations: 2 };
export default function () {
  const held = check(5, { "is five": (n) => n === 5, "is six": (n) => n === 6, truthy: "yes", falsy: 0 }, { room: "a" });
  const sum = group("outer", () => {
    check(1, { "in outer": () => true });
    return group("inner ü", () => {
      check(__ITER, { "only the first": (n) => n === 0 });
      return 3;
    });
  });
  console.log(`${held} ${sum}`);
}
