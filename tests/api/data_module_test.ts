/** The module `k6/data`, by scripts: `SharedArray`. */

import { assertEquals } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";
import { checkRows, type Row } from "../support/script_table.ts";

const PRELUDE = `import data, { SharedArray } from "k6/data";
  const array = new SharedArray("users", () => [{ name: "ann", tags: ["a"] }, 2, "three", null, undefined, [5]]);
  const empty = new SharedArray("empty", () => []);
  const numbers = new SharedArray("numbers", function () { return [3, 1, 2]; });`;
const IMMUTABLE = "TypeError: SharedArray is immutable";

/** Every attempt to change what was read fails; the texts are the engine's own. */
function unchanged(code: string): string {
  return `{ try { ${code} } catch (e) { return [e instanceof TypeError, JSON.stringify(array[0])] } }`;
}

const ROWS: Row[] = [
  {
    name: "elements by index",
    code: `[array[0], array[1], array[2], array[3], array[4], array[5]]`,
    gives: [{ name: "ann", tags: ["a"] }, 2, "three", null, null, [5]],
  },
  { name: "length", code: `[array.length, empty.length]`, gives: [6, 0] },
  {
    name: "beyond the end",
    code: `[array[6] === undefined, array[-1] === undefined, array.nothing === undefined]`,
    gives: [true, true, true],
  },
  { name: "each read makes a new copy", code: `array[0] !== array[0]`, gives: true },
  { name: "for of", code: `{ const seen = []; for (const n of numbers) seen.push(n); return seen }`, gives: [3, 1, 2] },
  {
    name: "for in",
    code: `{ const seen = []; for (const n in numbers) seen.push(n); return seen }`,
    gives: ["0", "1", "2"],
  },
  {
    name: "forEach",
    code: `{ const seen = []; numbers.forEach((n, i) => seen.push([n, i])); return seen }`,
    gives: [[3, 0], [1, 1], [2, 2]],
  },
  { name: "spread", code: `[...numbers]`, gives: [3, 1, 2] },
  {
    name: "map, filter, reduce",
    code: `[numbers.map((n) => n * 2), numbers.filter((n) => n > 1), numbers.reduce((a, b) => a + b)]`,
    gives: [[6, 2, 4], [3, 2], 6],
  },
  {
    name: "slice, concat, join, indexOf, includes",
    code: `[numbers.slice(1), numbers.concat([9]), numbers.join("-"), numbers.indexOf(1), numbers.includes(2)]`,
    gives: [[1, 2], [3, 1, 2, 9], "3-1-2", 1, true],
  },
  {
    name: "find, some, every",
    code: `[numbers.find((n) => n < 3), numbers.some((n) => n > 2), numbers.every((n) => n > 2)]`,
    gives: [1, true, false],
  },
  { name: "Array.isArray", code: `Array.isArray(array)`, gives: true },
  { name: "JSON", code: `JSON.stringify(numbers)`, gives: "[3,1,2]" },
  {
    name: "keys",
    code: `[Object.keys(numbers), Object.entries(numbers)]`,
    gives: [["0", "1", "2"], [["0", 3], ["1", 1], ["2", 2]]],
  },
  { name: "in", code: `[0 in numbers, 3 in numbers]`, gives: [true, false] },
  { name: "destructuring", code: `{ const [a, ...rest] = numbers; return [a, rest] }`, gives: [3, [1, 2]] },
  { name: "setting an element", code: `{ array[0] = 1; }`, throws: IMMUTABLE },
  { name: "setting one behind the end", code: `{ array[6] = 1; }`, throws: IMMUTABLE },
  { name: "setting the length", code: `{ array.length = 0; }`, throws: IMMUTABLE },
  { name: "push", code: `array.push(1)`, throws: IMMUTABLE },
  { name: "deleting", code: `{ delete array[0]; }`, throws: IMMUTABLE },
  { name: "sort", code: `numbers.sort()`, throws: IMMUTABLE },
  {
    name: "a member of an element cannot be set",
    code: unchanged(`array[0].name = "bob"`),
    gives: [true, '{"name":"ann","tags":["a"]}'],
  },
  { name: "nor added", code: unchanged(`array[0].more = 1`), gives: [true, '{"name":"ann","tags":["a"]}'] },
  {
    name: "nor changed deeply",
    code: unchanged(`array[0].tags.push("b")`),
    gives: [true, '{"name":"ann","tags":["a"]}'],
  },
  {
    name: "later none can be made",
    code: `new SharedArray("late", () => [])`,
    throws: "GoError: new SharedArray must be called in the init context",
  },
  { name: "the default export", code: `Object.keys(data)`, gives: ["SharedArray"] },
];

Deno.test("a SharedArray reads like an array and cannot be changed", async (t) => {
  await checkRows(t, ROWS, { prelude: PRELUDE });
});

const IN_INIT: Row[] = [
  {
    name: "no arguments",
    code: `new SharedArray()`,
    throws: "GoError: a function is expected as the second argument of SharedArray's constructor",
  },
  { name: "undefined is a name like others", code: `new SharedArray(undefined, () => [1]).length`, gives: 1 },
  {
    name: "an empty name",
    code: `new SharedArray("", () => [])`,
    throws: "GoError: empty name provided to SharedArray's constructor",
  },
  {
    name: "no function",
    code: `new SharedArray("a")`,
    throws: "GoError: a function is expected as the second argument of SharedArray's constructor",
  },
  {
    name: "an array in place of a function",
    code: `new SharedArray("b", [1])`,
    throws: "GoError: a function is expected as the second argument of SharedArray's constructor",
  },
  ...["5", '"text"', "{}", "undefined", "null"].map((code) => ({
    name: `a function that returns ${code}`,
    code: `new SharedArray("c", () => (${code}))`,
    throws: "GoError: only arrays can be made into SharedArray",
  })),
  {
    name: "an async function",
    code: `new SharedArray("d", async () => [])`,
    throws: "GoError: SharedArray constructor does not support async functions as second argument",
  },
  {
    name: "elements that go round in circles",
    code:
      `{ try { new SharedArray("g", () => { const a = []; a.push(a); return a }) } catch (e) { return [e.name, e.message.split("\\n")[0]] } }`,
    gives: ["TypeError", "Converting circular structure to JSON"],
  },
  {
    name: "a function that throws",
    code: `new SharedArray("e", () => { throw new RangeError("x") })`,
    throws: "RangeError: x",
  },
  { name: "a name that failed is free", code: `new SharedArray("e", () => [1]).length`, gives: 1 },
  {
    name: "the same name has the same data",
    code: `[new SharedArray("f", () => [1]), new SharedArray("f", () => [2, 3])].map((a) => [...a])`,
    gives: [[1], [1]],
  },
];

Deno.test("the constructor refuses what is no array", async (t) => {
  await checkRows(t, IN_INIT, { prelude: `import { SharedArray } from "k6/data";`, inInit: true });
});

Deno.test("the function runs once for all VUs", async () => {
  const { lines } = await runScript(
    `import { SharedArray } from "k6/data";
    const array = new SharedArray("once", () => { console.log("made"); return [1] });
    export default () => console.log(array[0]);`,
    { options: { vus: 3, iterations: 3 } },
  );
  assertEquals(lines, ["made", "1", "1", "1"]);
});
