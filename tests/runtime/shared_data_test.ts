import { SharedData } from "../../src/runtime/shared_data.ts";
import { assertEquals } from "../support/assert.ts";

Deno.test("SharedData makes each array once and gives it to other threads", () => {
  const made: string[] = [];
  const create = (name: string, elements: string[]) => () => {
    made.push(name);
    return elements;
  };
  const one = new SharedData();
  one.get("users", create("users", ['{"name":"Zoë"}', "", "5"]));
  one.get("none", create("none", []));
  const two = new SharedData(structuredClone(one.export()));
  for (const data of [one, two]) {
    const users = data.get("users", create("again", []));
    assertEquals([0, 1, 2].map((index) => users.at(index)), ['{"name":"Zoë"}', "", "5"]);
    assertEquals([users.length, data.get("none", create("again", [])).length], [3, 0]);
  }
  assertEquals(made, ["users", "none"]);
});
