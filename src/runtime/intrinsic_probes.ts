/** Whether the built-in objects of a thread do what squall's own code relies on, after a script has changed some. */

/** Names that make a difference wherever an object is looked at, if all objects have them. */
const TELLING_NAMES: readonly string[] = ["then", "get", "set", "value", "writable", "configurable", "0", "1"];

/** Each tells whether one family of functions works; one that throws tells the same as `false`. */
export const INTRINSIC_PROBES: readonly (() => boolean)[] = [
  objects,
  functions,
  lists,
  listCallbacks,
  iteration,
  collections,
  numbers,
  texts,
  json,
  bytes,
  promises,
];

function objects(): boolean {
  const object: Record<string, unknown> = {};
  for (let index = 0; index < TELLING_NAMES.length; index++) {
    if (TELLING_NAMES[index]! in object || TELLING_NAMES[index]! in []) return false;
  }
  Object.defineProperty(object, "a", { value: 1, enumerable: true });
  Object.assign(object, { b: 2 });
  const entry = Object.entries(object)[1]!;
  const copy = Object.fromEntries([["c", 3]]);
  return Object.keys(object).length === 2 && entry[0] === "b" && entry[1] === 2 && copy.c === 3 &&
    Object.hasOwn(object, "a") && Object.values(object)[0] === 1 && Object.create(object).b === 2 &&
    object.hasOwnProperty !== undefined && Reflect.ownKeys(object).length === 2 && Reflect.get(object, "b") === 2;
}

function functions(): boolean {
  function sum(this: { base: number }, a: number, b: number): number {
    return this.base + a + b;
  }
  return sum.call({ base: 1 }, 2, 3) === 6 && sum.apply({ base: 1 }, [2, 3]) === 6 &&
    sum.bind({ base: 1 }, 2)(3) === 6 && Reflect.apply(sum, { base: 1 }, [2, 3]) === 6;
}

function lists(): boolean {
  const list = [2, 3];
  const length = list.push(4);
  list.unshift(1);
  const removed = list.splice(1, 1);
  return length === 3 && removed[0] === 2 && list.length === 3 && list.pop() === 4 && list.shift() === 1 &&
    list.slice(0)[0] === 3 && list.concat([5])[1] === 5 && list.includes(3) && list.indexOf(3) === 0 &&
    [1, 2].join("-") === "1-2" && [1, 2].at(-1) === 2 && [1, 2].fill(0)[1] === 0 && [2, 1].reverse()[0] === 1 &&
    Array.isArray(list) && Array.from([7])[0] === 7 && [[1]].flat()[0] === 1;
}

function listCallbacks(): boolean {
  const list = [3, 1, 2];
  let sum = 0;
  list.forEach((item) => sum += item);
  return sum === 6 && list.map((item) => item * 2)[1] === 2 && list.filter((item) => item > 1).length === 2 &&
    list.find((item) => item < 2) === 1 && list.findIndex((item) => item < 2) === 1 &&
    list.some((item) => item === 2) && list.every((item) => item > 0) &&
    list.reduce((total, item) => total + item, 0) === 6 && list.flatMap((item) => [item, item]).length === 6 &&
    list.sort((a, b) => a - b)[0] === 1 && list[2] === 3;
}

function iteration(): boolean {
  const [first, ...rest] = [1, 2, 3];
  let seen = 0;
  for (const [index, item] of [5, 6].entries()) seen += index * 10 + item;
  const map = new Map([["a", 1]]);
  for (const [key, value] of map) seen += key === "a" ? value : 100;
  for (const item of new Set([1])) seen += item;
  return first === 1 && rest.length === 2 && rest[1] === 3 && seen === 23 && [...map.keys()][0] === "a" &&
    [...map.values()][0] === 1 && [..."ab"][1] === "b";
}

function collections(): boolean {
  const key = {};
  const map = new Map<unknown, number>();
  map.set(key, 1).set("b", 2);
  const set = new Set([1]);
  set.add(2);
  const weak = new WeakMap([[key, 3]]);
  return map.get(key) === 1 && map.has("b") && map.size === 2 && map.delete("b") && !map.has("b") && set.has(2) &&
    set.size === 2 && set.delete(2) && !set.has(2) && weak.get(key) === 3 && weak.has(key);
}

function numbers(): boolean {
  return Math.floor(1.5) === 1 && Math.ceil(1.5) === 2 && Math.max(1, 2) === 2 && Math.min(1, 2) === 1 &&
    Math.log2(8) === 3 && Math.round(1.6) === 2 && Math.abs(-1) === 1 && Math.trunc(-1.5) === -1 &&
    Math.clz32(1) === 31 && Number.isInteger(3) && !Number.isInteger(3.5) && Number.isSafeInteger(3) &&
    Number.isFinite(1) && (255).toString(16) === "ff" && (1.25).toFixed(1) === "1.3";
}

function texts(): boolean {
  return "a,b".split(",")[1] === "b" && "abc".slice(1) === "bc" && "abc".indexOf("c") === 2 &&
    "Ab".toLowerCase() === "ab" &&
    "aa".replace("a", "b") === "ba" && "aa".replaceAll("a", "b") === "bb" && " a ".trim() === "a" &&
    "abc".startsWith("ab") && "abc".endsWith("bc") && "abc".includes("b") && "a".padEnd(2) === "a " &&
    "a".charCodeAt(0) === 97 && String.fromCharCode(97) === "a" && "a".repeat(2) === "aa" && "ab".at(-1) === "b" &&
    /b/.test("abc") && /(b)/.exec("abc")![1] === "b" && "abc".search(/c/) === 2;
}

function json(): boolean {
  return JSON.stringify({ a: [1, "b", null] }) === '{"a":[1,"b",null]}' && JSON.parse('{"a":[1]}').a[0] === 1;
}

function bytes(): boolean {
  const list = new Uint8Array(4);
  list.set([1, 2, 3], 1);
  const view = new DataView(list.buffer);
  const floats = new Float64Array(2).fill(1.5);
  return list.length === 4 && list.byteLength === 4 && list[3] === 3 && list.subarray(1)[0] === 1 &&
    list.slice(2)[0] === 2 && list.byteOffset === 0 && list.buffer.byteLength === 4 &&
    list.buffer.slice(1).byteLength === 3 && view.getUint16(1) === 258 && floats[1] === 1.5 &&
    new TextEncoder().encode("é")[0] === 195 && new TextDecoder().decode(list.subarray(1, 2)) === "\u0001";
}

/** Whether their reactions come is only seen later. */
function promises(): boolean {
  const { promise, resolve } = Promise.withResolvers<number>();
  resolve(1);
  return promise instanceof Promise && promise.constructor === Promise && Promise.resolve(promise) === promise &&
    promise.then(() => {}) instanceof Promise && promise.finally(() => {}) instanceof Promise;
}
