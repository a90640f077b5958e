// Data that is made once and shared: read by index, iterated, searched, never changed.
import { check } from "k6";
import { SharedArray } from "k6/data";
const users = new SharedArray("users", () => [{ name: "ann" }, { name: "bob" }, { name: "cid" }]);
const same = new SharedArray("users", () => {
  throw new Error("never called");
});
export const options = { scenarios: { all: { executor: "per-vu-iterations", vus: 3, iterations: 1 } } };
export default function () {
  const user = users[__VU % users.length];
  check(user, { "has a name": ({ name }) => name.length === 3, "is frozen": (u) => Object.isFrozen(u) });
  check(same, {
    "is the same": (s) => s.length === 3 && s[2].name === "cid",
    "can be iterated": (s) => [...s].map(({ name }) => name).join() === "ann,bob,cid",
    "cannot be changed": (s) => {
      try {
        s[0] = 1;
        return false;
      } catch (error) {
        return error instanceof TypeError;
      }
    },
  });
}
