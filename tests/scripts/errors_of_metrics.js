// What the classes of k6/metrics refuse, in the init code and later.
import { Counter, Gauge, Rate, Trend } from "k6/metrics";
export const options = { iterations: 1 };
const tell = (name, act) => {
  try {
    const value = act();
    console.log(`${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`);
  } catch (error) {
    console.log(`${name} threw ${error}`);
  }
};
const metrics = [];
if (__VU === 1) {
  tell("a short name", () => new Counter("x"));
  tell("a bad name", () => new Counter("has space"));
  tell("no name", () => new Counter());
  tell("another kind", () => (metrics.push(new Counter("twice")), new Trend("twice")));
  tell("the same again", () => new Counter("twice") !== undefined);
  tell("a built-in", () => new Rate("checks") !== undefined);
  tell("a built-in of another kind", () => new Trend("checks"));
  tell("add in init", () => metrics[0].add(1));
  tell("called as a function", () => Counter("called"));
}
const gauge = new Gauge("gauge");
export default function () {
  tell("late", () => new Counter("late"));
  tell("name", () => gauge.name);
  tell("no value", () => gauge.add());
  tell("a text", () => gauge.add("12"));
  tell("no number", () => gauge.add("twelve"));
  tell("bad tags", () => gauge.add(1, "tags"));
}
