/** Paths into JSON, and what is said of texts that are none. */

import { jsonErrorText } from "../../../src/api/http/json_error.ts";
import { followPath } from "../../../src/api/http/json_path.ts";
import { assertEquals } from "../../support/assert.ts";

const DOCUMENT = {
  name: { first: "Tom", last: "Anderson" },
  age: 37,
  children: ["Sara", "Alex", "Jack"],
  "fav.movie": "Deer Hunter",
  friends: [
    { first: "Dale", last: "Murphy", age: 44, nets: ["ig", "fb", "tw"] },
    { first: "Roger", last: "Craig", age: 68, nets: ["fb", "tw"] },
    { first: "Jane", last: "Murphy", age: 47, nets: ["ig", "tw"], nick: null },
  ],
};

Deno.test("paths find what k6 finds", async (t) => {
  const cases: Readonly<Record<string, unknown>> = {
    "name.last": "Anderson",
    "age": 37,
    "children": ["Sara", "Alex", "Jack"],
    "children.#": 3,
    "children.1": "Alex",
    "children.9": undefined,
    "children.x": undefined,
    "child*.2": "Jack",
    "c?ildren.0": "Sara",
    "fav\\.movie": "Deer Hunter",
    "nothing": undefined,
    "age.x": undefined,
    "": undefined,
    "friends.#.first": ["Dale", "Roger", "Jane"],
    "friends.#.nick": [null],
    "friends.1.last": "Craig",
    'friends.#(last=="Murphy").first': "Dale",
    'friends.#(last=="Murphy")#.first': ["Dale", "Jane"],
    "friends.#(age>45)#.last": ["Craig", "Murphy"],
    "friends.#(age>=44)#|#": 3,
    'friends.#(first%"D*").last': "Murphy",
    'friends.#(first!%"D*")#.first': ["Roger", "Jane"],
    'friends.#(nets.#(=="fb"))#.first': ["Dale", "Roger"],
    "friends.#(nick)#.first": ["Jane"],
    "friends.#(nick==~null)#.first": ["Dale", "Roger", "Jane"],
    "friends.#(age<40).first": undefined,
    'children.#(!="Sara")#': ["Alex", "Jack"],
    "friends|0|age": 44,
    "children|@reverse": ["Jack", "Alex", "Sara"],
    "children.@reverse.0": "Jack",
    "name.@keys": ["first", "last"],
    "name.@values": ["Tom", "Anderson"],
    "friends.#.nets|0": ["ig", "fb", "tw"],
    "friends.#.nets.0": ["ig", "fb", "ig"],
    'friends.#(age>"45")#.last': ["Craig", "Murphy"],
    "friends.#(last=Murphy)#.first": ["Dale", "Jane"],
    'friends.#[last=="Murphy"].first': "Dale",
    "friends.#.nets|@flatten": ["ig", "fb", "tw", "fb", "tw", "ig", "tw"],
    "name.@nope": undefined,
    "{age,name.first}": { age: 37, first: "Tom" },
    '{"a":age,"b":children.0}': { a: 37, b: "Sara" },
    "[age,name.first,nothing]": [37, "Tom"],
    "@this.age": 37,
    "__proto__": undefined,
    "constructor.name": undefined,
  };
  for (const [path, value] of Object.entries(cases)) {
    await t.step(path, () => assertEquals(followPath(DOCUMENT, path), value));
  }
});

Deno.test("texts that are no JSON have k6's complaint, with line and column", async (t) => {
  const cases: [text: string, complaint: string][] = [
    ["{bad", "line 1, character 2 , error: invalid character 'b' looking for beginning of object key string"],
    ["", "line 1, character 0 , error: unexpected end of JSON input"],
    ['{"a":1,\n x}', "line 2, character 2 , error: invalid character 'x' looking for beginning of object key string"],
    ["[1,]", "line 1, character 4 , error: invalid character ']' looking for beginning of value"],
    ['{"a":1} x', "line 1, character 9 , error: invalid character 'x' after top-level value"],
    ["nope", "line 1, character 2 , error: invalid character 'o' in literal null (expecting 'u')"],
    ["{} {}", "line 1, character 4 , error: invalid character '{' after top-level value"],
    ["[1 2]", "line 1, character 4 , error: invalid character '2' after array element"],
    ['{"a" 1}', "line 1, character 6 , error: invalid character '1' after object key"],
    ['{"a":1 "b"}', "line 1, character 8 , error: invalid character '\\\"' after object key:value pair"],
    ["<html>", "line 1, character 1 , error: invalid character '<' looking for beginning of value"],
    ['"abc', "line 1, character 4 , error: unexpected end of JSON input"],
    ["[[", "line 1, character 2 , error: unexpected end of JSON input"],
    ["[".repeat(200_000), "line 1, character 0 , error: exceeded max depth"],
  ];
  for (const [text, complaint] of cases) {
    await t.step(text.slice(0, 20), () => {
      assertEquals(jsonErrorText(text), `cannot parse json due to an error at ${complaint}`);
    });
  }
});
