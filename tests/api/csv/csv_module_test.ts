/** `k6/experimental/csv`: what of a file comes out under which options, and the errors with their places. */

import { assertEquals } from "../../support/assert.ts";
import { runInFolder } from "../../support/script_folder.ts";

const FILES = {
  "a.csv": 'name,age\nann,30\n"bob ""b""",41\n"multi\nline",7\n',
  "semi.csv": "a;b\r\n1;2\r\n3;4\r\n",
  "ragged.csv": "x,y\n1,2\n3\n4,5,6\n7,8\n",
  "quote.csv": 'x,y\n1,"un"q\n3,4\n',
  "bare.csv": 'x,y\n1,a"b\n3,4\n',
  "open.csv": 'x,y\n1,"open\nand on\n',
  "wide.csv": 'x,y\nüö,"a"b\n',
  "bom.csv": "\ufeffx,y\n1,2\n\n\r\n3,4",
  "crlf.csv": 'x\r\n"a\r\nb"\r\nlast\r',
  "same.csv": "x,x\n1,2\n",
  "blank.csv": "a,b\n#c,d\n 1, 2 \n",
  "empty.csv": "",
  "head.csv": "x,y",
};

const HEAD = `import { open } from "k6/experimental/fs";
import csv, { parse, Parser } from "k6/experimental/csv";
const table = async (name, options) => [...await parse(await open(name + ".csv"), options)];
async function rows(name, options) {
  const parser = new Parser(await open(name + ".csv"), options);
  const rows = [];
  for (;;) {
    try {
      const { done, value } = await parser.next();
      if (done) return value.length === 0 ? rows : "a value at the end";
      rows.push(value);
    } catch (error) {
      rows.push(error.message);
    }
  }
}
`;

const A = [["name", "age"], ["ann", "30"], ['bob "b"', "41"], ["multi\nline", "7"]];
const OBJECTS = A.slice(1).map(([name, age]) => ({ name, age }));

const UNQUOTED = 'extraneous or missing " in quoted-field';

interface FileCase {
  readonly file: string;
  readonly options?: string;
  /** The rows one by one; texts are errors. */
  readonly rows: readonly unknown[];
}

const READABLE: readonly FileCase[] = [
  { file: "a", rows: A },
  { file: "a", options: "{ asObjects: true }", rows: OBJECTS },
  { file: "a", options: "{ skipFirstLine: true }", rows: A.slice(1) },
  { file: "a", options: "{ fromLine: 2 }", rows: A.slice(2) },
  { file: "a", options: "{ fromLine: '1' }", rows: A.slice(1) },
  { file: "a", options: "{ toLine: 1 }", rows: A.slice(0, 2) },
  { file: "a", options: "{ toLine: 0 }", rows: A },
  { file: "a", options: "{ fromLine: 1, toLine: 2 }", rows: A.slice(1, 3) },
  { file: "a", options: "{ skipFirstLine: true, fromLine: 2 }", rows: A.slice(2) },
  { file: "a", options: "{ asObjects: true, toLine: 1 }", rows: OBJECTS.slice(0, 1) },
  { file: "a", options: "{ unknown: 1 }", rows: A },
  { file: "semi", options: "{ delimiter: ';' }", rows: [["a", "b"], ["1", "2"], ["3", "4"]] },
  { file: "semi", rows: [["a;b"], ["1;2"], ["3;4"]] },
  { file: "bom", rows: [["\ufeffx", "y"], ["1", "2"], ["3", "4"]] },
  { file: "crlf", rows: [["x"], ["a\nb"], ["last"]] },
  { file: "same", options: "{ asObjects: true }", rows: [{ x: "2" }] },
  { file: "blank", rows: [["a", "b"], ["#c", "d"], [" 1", " 2 "]] },
  { file: "empty", rows: [] },
  { file: "head", rows: [["x", "y"]] },
  { file: "head", options: "{ asObjects: true }", rows: [] },
];

/** The first error is what `parse` says as well. */
const WRONG: readonly FileCase[] = [
  {
    file: "ragged",
    rows: [
      ["x", "y"],
      ["1", "2"],
      "record on line 3: wrong number of fields",
      "record on line 4: wrong number of fields",
      ["7", "8"],
    ],
  },
  { file: "quote", rows: [["x", "y"], `parse error on line 2, column 6: ${UNQUOTED}`, ["3", "4"]] },
  { file: "bare", rows: [["x", "y"], 'parse error on line 2, column 4: bare " in non-quoted-field', ["3", "4"]] },
  { file: "open", rows: [["x", "y"], `record on line 2; parse error on line 3, column 8: ${UNQUOTED}`] },
  { file: "wide", rows: [["x", "y"], `parse error on line 2, column 8: ${UNQUOTED}`] },
];

/** What both functions say of bad options, behind their own introduction of it. */
const REFUSED: readonly (readonly [options: string, how: "interpret" | "create", message: string])[] = [
  ["{ fromLine: 1, toLine: 1 }", "interpret", "fromLine must be less than or equal to toLine"],
  ["{ delimiter: ';;' }", "interpret", "delimiter must be a single character"],
  ["{ delimiter: '' }", "interpret", "delimiter must be a single character"],
  ["{ delimiter: 'é' }", "interpret", "delimiter must be a single character"],
  ["{ fromLine: 9 }", "create", "failed to skip lines until line 9; reason: EOF"],
  ["{ fromLine: -1 }", "create", "the 'fromLine' option must be greater than or equal to 0; got -1"],
  ["{ toLine: -1 }", "create", "the 'toLine' option must be greater than or equal to 0; got -1"],
  [
    "{ asObjects: true, skipFirstLine: true }",
    "create",
    "the 'header' option cannot be enabled when 'skipFirstLine' is true",
  ],
  [
    "{ asObjects: true, fromLine: 1 }",
    "create",
    "the 'header' option cannot be enabled when 'fromLine' is set to a value greater than 0",
  ],
];

/** Evaluates expressions in the init context. */
async function evaluate(codes: readonly string[]): Promise<unknown[]> {
  const { lines, errors } = await runInFolder(
    `${HEAD}
    const outcomes = [];
    for (const run of [${codes.map((code) => `async () => (${code})`).join(",\n")}]) {
      try { outcomes.push(await run()); } catch (error) { outcomes.push(error.message); }
    }
    export default function () { for (const outcome of outcomes) console.log(JSON.stringify(outcome)); }`,
    FILES,
  );
  assertEquals(errors, []);
  return lines.map((line) => JSON.parse(line));
}

function call(name: string, { file, options }: Pick<FileCase, "file" | "options">): string {
  return `await ${name}(${JSON.stringify(file)}${options === undefined ? "" : `, ${options}`})`;
}

Deno.test("a file gives the same rows one by one and as a whole", async (t) => {
  const outcomes = await evaluate(READABLE.flatMap((each) => [call("rows", each), call("table", each)]));
  for (const [index, { file, options = "no options", rows }] of READABLE.entries()) {
    await t.step(`${file}, ${options}`, () => assertEquals(outcomes.slice(2 * index, 2 * index + 2), [rows, rows]));
  }
});

Deno.test("a wrong record is an error with its place, and the parser goes on behind it", async (t) => {
  const outcomes = await evaluate(WRONG.flatMap((each) => [call("rows", each), call("table", each)]));
  for (const [index, { file, rows }] of WRONG.entries()) {
    const first = `failed to read record; reason: ${rows.find((row) => typeof row === "string")}`;
    await t.step(file, () => assertEquals(outcomes.slice(2 * index, 2 * index + 2), [rows, first]));
  }
});

Deno.test("options that are wrong are refused in k6's words", async (t) => {
  const outcomes = await evaluate(
    REFUSED.flatMap(([options]) => [call("rows", { file: "a", options }), call("table", { file: "a", options })]),
  );
  for (const [index, [options, how, message]] of REFUSED.entries()) {
    const created = `failed to create a new parser; reason: ${message}`;
    const expected = how === "create" ? [created, created] : [
      `encountered an error while interpreting Parser options; reason: ${message}`,
      `failed to interpret the provided Parser options; reason: ${message}`,
    ];
    await t.step(options, () => assertEquals(outcomes.slice(2 * index, 2 * index + 2), expected));
  }
});

Deno.test("what is no file is refused, and parsers are made in the init context only", async () => {
  const outcomes = await evaluate(["new Parser()", "new Parser('a.csv')", "await parse('a.csv')", "await parse()"]);
  const noFile = "first argument expected to be a fs.File instance, got string instead";
  assertEquals(outcomes, [
    "csv Parser constructor takes at least one non-nil source argument",
    noFile,
    noFile,
    "csv parse takes at least one non-nil source argument",
  ]);
  const { lines } = await runInFolder(
    `${HEAD}const file = await open("a.csv");
    export default () => { try { new csv.Parser(file); } catch (error) { console.log(error.message); } }`,
    FILES,
  );
  assertEquals(lines, ["csv Parser constructor must be called in the init context"]);
});

Deno.test("a delimiter that is part of the notation fails every record", async () => {
  const [rows] = await evaluate([`await (async () => {
    const parser = new Parser(await open("a.csv"), { delimiter: '"' });
    return parser.next().catch((error) => error.message);
  })()`]);
  assertEquals(rows, "csv: invalid field or comment delimiter");
});

Deno.test("concurrent calls of next are answered in their order", async () => {
  const [rows] = await evaluate([`await (async () => {
    const parser = new Parser(await open("a.csv"));
    return (await Promise.all([1, 2, 3, 4, 5].map(() => parser.next()))).map(({ done, value }) => done ? "end" : value[0]);
  })()`]);
  assertEquals(rows, ["name", "ann", 'bob "b"', "multi\nline", "end"]);
});

Deno.test("what was read of a file before is not parsed again", async () => {
  const [rows] = await evaluate([`await (async () => {
    const file = await open("semi.csv");
    await file.seek(5, 0);
    return [...await parse(file, { delimiter: ";" })];
  })()`]);
  assertEquals(rows, [["1", "2"], ["3", "4"]]);
});

Deno.test("a table is made once for all VUs of all threads, and nobody can change it", async () => {
  const { lines } = await runInFolder(
    `${HEAD}import { SharedArray } from "k6/data";
    const all = await parse(await open("a.csv"));
    const later = await parse(await open("a.csv"), { fromLine: 2 });
    export default function () {
      try { all[0] = 1; } catch (error) { console.log(error.message, all.length, later.length, all[2][0], Array.isArray(all)); }
    }`,
    FILES,
    { options: { vus: 4, iterations: 4 }, settings: { threads: 2 } },
  );
  assertEquals(lines, Array(4).fill('SharedArray is immutable 4 2 bob "b" true'));
});
