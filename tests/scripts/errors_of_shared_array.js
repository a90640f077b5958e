// What SharedArray refuses.
import { SharedArray } from "k6/data";
export const options = { iterations: 1 };
const tell = (name, act) => {
  try {
    const value = act();
    console.log(`${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`);
  } catch (error) {
    console.log(`${name} threw ${error}`);
  }
};
if (__VU === 1) {
  tell("no array", () => new SharedArray("object", () => ({})));
  tell("no name", () => new SharedArray("", () => []));
  tell("no function", () => new SharedArray("no function"));
  tell("async", () => new SharedArray("async", async () => []));
  tell("that throws", () => new SharedArray("throws", () => { throw new Error("boo"); }));
}
const list = new SharedArray("list", () => [1, "a", { b: [2] }, null]);
export default function () {
  "use strict";
  tell("late", () => new SharedArray("late", () => []));
  tell("length", () => list.length);
  tell("members", () => [list[0], list[1], list[2].b[0], list[3], list[4], list["x"]].map(String).join());
  tell("push", () => list.push(1));
  tell("set", () => (list[0] = 2));
  tell("delete", () => delete list[0]);
  tell("map", () => list.map((x) => typeof x).join());
  tell("filter", () => list.filter((x) => x !== null).length);
  tell("find", () => list.find((x) => x === "a"));
  tell("spread", () => [...list].length);
  tell("JSON", () => JSON.stringify(list));
  tell("keys", () => Object.keys(list).join());
  tell("in", () => 2 in list && !(9 in list));
  tell("is an array", () => Array.isArray(list));
  let sum = 0;
  for (const value of list) sum += typeof value === "number" ? value : 0;
  console.log(sum);
}
