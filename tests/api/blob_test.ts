/** The `Blob` of `k6/websockets`, as scripts see it. */

import { assertEquals } from "../support/assert.ts";
import { evaluateAll, runWebSocketScript } from "../support/websocket_script.ts";

const PARTS = "GoError: failed to process [blobParts]: ";

/** Name, expression, its value. `bytes` are 1 to 8. */
const CASES: readonly (readonly [string, string, string])[] = [
  ["no parts", "new Blob().size", "0"],
  ["undefined parts", "new Blob(undefined).size", "0"],
  ["null parts", "new Blob(null).size", "0"],
  ["an empty array", "new Blob([]).size", "0"],
  ["ASCII", "new Blob(['abc']).size", "3"],
  ["more than ASCII", "new Blob(['é😀']).size", "6"],
  ["a lone surrogate", String.raw`new Blob(['\ud800']).size`, "3"],
  ["an ArrayBuffer", "new Blob([bytes.buffer]).size", "8"],
  ["a view of a part", "new Blob([bytes.subarray(1, 3)]).size", "2"],
  ["16 bit numbers", "new Blob([Uint16Array.of(258)]).size", "2"],
  ["bigints", "new Blob([BigInt64Array.of(1n)]).size", "8"],
  ["a DataView, only what it views", "new Blob([new DataView(bytes.buffer, 1, 2)]).size", "2"],
  ["a blob", "new Blob([new Blob(['xy']), 'z']).size", "3"],
  ["a set", "new Blob(new Set(['a', 'bc'])).size", "3"],
  ["a generator", "new Blob((function* () { yield 'q'; yield bytes; })()).size", "9"],
  ["an object like an array", "new Blob({ length: 2, 0: 'a', 1: 'b' }).size", "2"],
  ["the letters of a String object", "new Blob(new String('ab')).size", "2"],
  ["the bytes of a typed array, which are numbers", "new Blob(Uint8Array.of(65))", `${PARTS}unsupported type: int64`],
  ["a number for parts", "new Blob(5)", `${PARTS}could not convert 5 to []interface {}`],
  ["text for parts", "new Blob('abc')", `${PARTS}could not convert abc to []interface {}`],
  ["a boolean for parts", "new Blob(true)", `${PARTS}could not convert true to []interface {}`],
  [
    "an object for parts",
    "new Blob({})",
    `${PARTS}cannot convert [object Object] to []interface {}: not an array or iterable`,
  ],
  [
    "a blob for parts",
    "new Blob(new Blob())",
    `${PARTS}cannot convert [object Blob] to []interface {}: not an array or iterable`,
  ],
  [
    "a function for parts",
    "new Blob(f)",
    `${PARTS}cannot convert () => {} to []interface {}: not an array or iterable`,
  ],
  ["a number in parts", "new Blob([5])", `${PARTS}unsupported type: int64`],
  ["a fraction in parts", "new Blob([1.5])", `${PARTS}unsupported type: float64`],
  ["a boolean in parts", "new Blob([true])", `${PARTS}unsupported type: bool`],
  ["null in parts", "new Blob([null])", `${PARTS}unsupported type: <nil>`],
  ["undefined in parts", "new Blob(['a', undefined])", `${PARTS}unsupported type: <nil>`],
  ["an array in parts", "new Blob([['a']])", `${PARTS}unsupported type: []interface {}`],
  ["an object in parts", "new Blob([{}])", `${PARTS}unsupported type: map[string]interface {}`],
  ["a function in parts", "new Blob([f])", `${PARTS}unsupported type: func(sobek.FunctionCall) sobek.Value`],
  ["undefined options", "new Blob([], undefined).type", ""],
  ["null options", "new Blob([], null)", "GoError: [options] must be an object"],
  ["text for options", "new Blob([], 'a')", "GoError: [options] must be an object"],
  ["a number for options", "new Blob([], 5)", "GoError: [options] must be an object"],
  ["an array for options", "new Blob([], [])", "GoError: [options] must be an object"],
  ["a function for options", "new Blob([], f)", "GoError: [options] must be an object"],
  ["parts are looked at before options", "new Blob(5, null)", `${PARTS}could not convert 5 to []interface {}`],
  ["options without a type", "new Blob([], {}).type", ""],
  ["a type is kept as written", "new Blob([], { type: 'Text/Plain' }).type", "Text/Plain"],
  ["a type becomes text", "new Blob([], { type: 5 }).type + new Blob([], { type: null }).type", "5null"],
  ["the new may be left out", "Blob(['abc']).size", "3"],
  ["instanceof", "new Blob() instanceof Blob && Blob() instanceof Blob && new Blob().slice() instanceof Blob", "true"],
  ["the constructor", "new Blob().constructor === Blob", "true"],
  ["the constructor's name", "Blob.name", "Blob"],
  [
    "the constructor's own functions",
    "Object.keys(Object.getOwnPropertyDescriptors(Blob)).filter((k) => typeof Blob[k] === 'function')",
    "[]",
  ],
  ["as text", "String(new Blob(['abc']))", "[object Blob]"],
  ["JSON", "JSON.stringify(new Blob(['abc'], { type: 't' }))", '{"size":3,"type":"t"}'],
  [
    "what for…in sees",
    "(() => { const all = []; for (const name in new Blob()) all.push(name); return all.sort().join(); })()",
    "arrayBuffer,bytes,size,slice,stream,text,type",
  ],
  [
    "size cannot be written to",
    "(() => { try { new Blob().size = 5; } catch (e) { return e instanceof TypeError; } })()",
    "true",
  ],
  [
    "type cannot be written to",
    "(() => { try { new Blob().type = 5; } catch (e) { return e instanceof TypeError; } })()",
    "true",
  ],
];

Deno.test("what blobs are made of", async (t) => {
  const top = "const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8); const f = () => {};";
  const values = await evaluateAll(Object.fromEntries(CASES.map(([name, code]) => [name, code])), { top });
  for (const [name, , expected] of CASES) await t.step(name, () => assertEquals(values[name], expected));
});

/** Arguments of `slice` and what is left of "hello world", of the type "x/Y". */
const SLICES: readonly (readonly [string, string])[] = [
  ["", "hello world"],
  ["2", "llo world"],
  ["2, 5", "llo"],
  ["0, -1", "hello worl"],
  ["-5", "world"],
  ["-5, -3", "wo"],
  ["-100, 2", "he"],
  ["6, 100", "world"],
  ["5, 3", ""],
  ["3, 3", ""],
  ["100", ""],
  ["2, undefined", "llo world"],
  ["'1', '3'", "el"],
  ["1.9, 3.9", "el"],
];

Deno.test("slices keep to the bounds, and have a type of their own only", async (t) => {
  const run = await runWebSocketScript(
    `const blob = new Blob(["hello ", Uint8Array.of(119, 111), "rld"], { type: "x/Y" });
    const slices = [${SLICES.map(([args]) => `blob.slice(${args})`).join(", ")}];
    (async () => {
      for (const slice of slices) say(await slice.text() + "|" + slice.size + "|" + slice.type);
      say(blob.slice(0, 1, "t/U").type, blob.size);
    })();`,
  );
  for (const [index, [args, text]] of SLICES.entries()) {
    await t.step(`slice(${args})`, () => assertEquals(run.lines[index], `${text}|${text.length}|`));
  }
  assertEquals(run.lines.slice(SLICES.length), ["t/U 11"]);
});

/** Name, the body of an async function, what it prints. */
const READING: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "text, bytes and arrayBuffer are promises of the content",
    `const blob = new Blob(["é", Uint8Array.of(1)]);
    say(blob.text() instanceof Promise, blob.bytes() instanceof Promise, blob.arrayBuffer() instanceof Promise);
    say([...await blob.bytes()], (await blob.bytes()) instanceof Uint8Array);
    say([...new Uint8Array(await blob.arrayBuffer())], (await blob.arrayBuffer()) instanceof ArrayBuffer);
    say(await new Blob(["é"]).text());`,
    ["true true true", "[195,169,1] true", "[195,169,1] true", "é"],
  ],
  [
    "what was read can be written to without changing the blob",
    `const source = Uint8Array.of(1, 2);
    const blob = new Blob([source]);
    source.fill(9); (await blob.bytes()).fill(9); new Uint8Array(await blob.arrayBuffer()).fill(9);
    say([...await blob.bytes()]);`,
    ["[1,2]"],
  ],
  [
    "text replaces what is not UTF-8 and keeps a byte order mark",
    `say([...await new Blob([Uint8Array.of(0xff, 0x61)]).text()].map((c) => c.codePointAt(0)),
      (await new Blob(["\\ufeffa"]).text()).length);`,
    ["[65533,97] 2"],
  ],
  [
    "a stream gives strings, an empty one at the end",
    `const reader = new Blob(["PASS"]).stream().getReader();
    for (let i = 0; i < 3; i++) { const { value, done } = await reader.read(); say(typeof value, String(value), done); }`,
    ["string PASS false", "string  false", "undefined undefined true"],
  ],
  [
    "the stream of an empty blob gives the empty string only",
    `const reader = new Blob().stream().getReader();
    say(await reader.read(), (await reader.read()).done);`,
    ['{"value":"","done":false} true'],
  ],
  [
    "chunks of a stream have at most 1,024 bytes and keep characters whole; reading leaves the blob as it was",
    `const blob = new Blob(["x", "é".repeat(1000)]);
    const chunks = [];
    for await (const chunk of blob.stream()) chunks.push(chunk);
    say(chunks.map((chunk) => chunk.length), chunks.join("") === "x" + "é".repeat(1000), blob.size);`,
    ["[512,489,0] true 2001"],
  ],
];

Deno.test("reading blobs", async (t) => {
  for (const [name, body, lines] of READING) {
    await t.step(name, async () => {
      const run = await runWebSocketScript(`return (async () => {\n${body}\n})();`);
      assertEquals(run.errors, []);
      assertEquals(run.lines, lines);
    });
  }
});
