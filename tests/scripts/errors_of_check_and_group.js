// What check, group, fail and sleep refuse.
import { check, fail, group, randomSeed, sleep } from "k6";
export const options = { iterations: 1 };
const tell = (name, act) => {
  try {
    const value = act();
    console.log(`${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`);
  } catch (error) {
    console.log(`${name} threw ${error}`);
  }
};
export default function () {
  tell("check without sets", () => check(1));
  tell("check of null", () => check(1, null));
  tell("check with a text", () => check(1, "text"));
  tell("check with colons", () => check(1, { "a::b": true }));
  tell("check with nothing", () => check(1, {}));
  tell("check with bad tags", () => check(1, { a: true }, { tag: {} }));
  tell("group without function", () => group("x"));
  tell("group with colons", () => group("a::b", () => {}));
  tell("group without name", () => group("", () => 5));
  tell("group that returns", () => group("g", () => ({ a: 1 })));
  tell("fail", () => fail());
  tell("fail with", () => fail("a reason"));
  tell("fail with an object", () => fail({ a: 1 }));
  tell("sleep", () => sleep());
  tell("sleep of a text", () => sleep("0"));
  tell("sleep negative", () => sleep(-1));
  tell("seed", () => randomSeed(5));
}
