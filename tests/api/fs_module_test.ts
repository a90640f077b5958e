/** `k6/experimental/fs`: what its calls give, where they may be made, and that there is one copy of every file. */

import { OpenedFiles } from "../../src/runtime/script_files.ts";
import { assert, assertEquals, assertStrictEquals } from "../support/assert.ts";
import { runInFolder } from "../support/script_folder.ts";

const FILES = { "ten.txt": "0123456789", "empty.txt": "" };

const HEAD = `import { open, SeekMode } from "k6/experimental/fs";
const file = await open("./ten.txt");
const into = (size) => new Uint8Array(size);
async function read(size, from = file) { const b = into(size); const n = await from.read(b); return [n, ...b].join(" "); }
`;

interface FsCase {
  readonly name: string;
  /** An expression that may await. */
  readonly code: string;
  readonly gives?: unknown;
  /** The name and the message of what it throws. */
  readonly throws?: string;
}

const READ = "TypeError: read() failed; reason: into argument";
const SEEK = "TypeError: seek() failed; reason: the";

/** One after the other, on the same file. */
const CASES: readonly FsCase[] = [
  { name: "a file knows its path", code: `file.path`, gives: "DIR/ten.txt" },
  { name: "what it is", code: `await file.stat()`, gives: { name: "ten.txt", size: 10 } },
  { name: "its first bytes", code: `await read(4)`, gives: "4 48 49 50 51" },
  { name: "what is left is less", code: `await read(8)`, gives: "6 52 53 54 55 56 57 0 0" },
  { name: "the end is null", code: `await file.read(into(1))`, gives: null },
  { name: "the end of a file that has nothing", code: `await (await open("empty.txt")).read(into(1))`, gives: null },
  { name: "nothing into nothing", code: `await file.read(into(0))`, gives: 0 },
  { name: "from the beginning", code: `await file.seek(2, SeekMode.Start)`, gives: 2 },
  { name: "from here", code: `await file.seek(3, SeekMode.Current)`, gives: 5 },
  { name: "back from here", code: `await file.seek(-1, SeekMode.Current)`, gives: 4 },
  {
    name: "from behind the last byte",
    code: `[await file.seek(-1, SeekMode.End), await read(2)]`,
    gives: [9, "1 57 0"],
  },
  { name: "the end itself", code: `await file.seek(10, 0)`, gives: 10 },
  {
    name: "only what a view shows",
    code: `(await file.seek(0, 0), await file.read(into(8).subarray(2, 5)))`,
    gives: 3,
  },
  { name: "two of one file", code: `[await read(1), await read(1, await open("ten.txt"))]`, gives: ["1 51", "1 48"] },
  { name: "a file: URL", code: `(await open("file://DIR/ten.txt")).path`, gives: "DIR/ten.txt" },
  { name: "beyond the end", code: `await file.seek(11, 0)`, throws: "TypeError: seeking beyond end of file" },
  { name: "before the beginning", code: `await file.seek(-9, 1)`, throws: "TypeError: seeking before start of file" },
  {
    name: "less than nothing",
    code: `await file.seek(-1, 0)`,
    throws: "TypeError: offset cannot be negative when using SeekModeStart",
  },
  {
    name: "more than all",
    code: `await file.seek(1, 2)`,
    throws: "TypeError: offset cannot be positive when using SeekModeEnd",
  },
  { name: "no offset", code: `await file.seek()`, throws: `${SEEK} offset argument cannot be null or undefined` },
  {
    name: "an offset that is none",
    code: `await file.seek("2", 0)`,
    throws: `${SEEK} offset argument must be a number`,
  },
  { name: "no mode", code: `await file.seek(0)`, throws: `${SEEK} whence argument cannot be null or undefined` },
  { name: "a mode that is none", code: `await file.seek(0, 9)`, throws: `${SEEK} whence argument must be a SeekMode` },
  { name: "into nothing", code: `await file.read()`, throws: `${READ} cannot be null or undefined` },
  { name: "into something else", code: `await file.read(new ArrayBuffer(3))`, throws: `${READ} must be a Uint8Array` },
  {
    name: "no path",
    code: `await open()`,
    throws: "TypeError: open() failed; reason: path cannot be null or undefined",
  },
  { name: "an empty path", code: `await open("")`, throws: "TypeError: open() failed; reason: path cannot be empty" },
  { name: "no file", code: `await open("nope")`, throws: `NotFoundError: no such file or directory "DIR/nope"` },
  {
    name: "a folder",
    code: `await open(".")`,
    throws: `InvalidResourceError: cannot open "DIR": opening a directory is not supported`,
  },
];

const RUN = `
const outcomes = [];
for (const run of CASES) {
  try { outcomes.push({ gives: await run() }); } catch (error) { outcomes.push({ throws: error.name + ": " + error.message }); }
}
export default function () { for (const outcome of outcomes) console.log(JSON.stringify(outcome)); }`;

Deno.test("files give what they give in k6", async (t) => {
  const cases = CASES.map(({ code }) => `async () => (${code})`).join(",\n");
  const { lines, errors } = await runInFolder(`${HEAD}const CASES = [${cases}];${RUN}`, FILES);
  assertEquals(errors, []);
  for (const [index, { name, gives, throws }] of CASES.entries()) {
    await t.step(name, () => assertEquals(JSON.parse(lines[index]!), throws === undefined ? { gives } : { throws }));
  }
});

Deno.test("files are read in iterations, each VU at its own place, but opened in the init context only", async () => {
  const { lines } = await runInFolder(
    `${HEAD}
    export default async function () {
      console.log(await read(3 + __ITER));
      try { await open("ten.txt"); } catch (error) { console.log(String(error)); }
    }`,
    FILES,
    { options: { scenarios: { all: { executor: "per-vu-iterations", vus: 2, iterations: 2 } } } },
  );
  const refused = "ForbiddenError: open() failed; reason: opening a file is allowed only in the Init context";
  assertEquals(lines.filter((line) => line !== refused).sort(), [
    "3 48 49 50",
    "3 48 49 50",
    "4 51 52 53 54",
    "4 51 52 53 54",
  ]);
  assertEquals(lines.filter((line) => line === refused).length, 4);
});

Deno.test("what the first evaluation did not open cannot be opened later", async () => {
  const { lines } = await runInFolder(
    `import { open } from "k6/experimental/fs";
    let said = "nothing";
    if (__VU > 0) await open("ten.txt").catch((error) => said = error.message);
    export default () => console.log(said);`,
    FILES,
  );
  assertEquals(lines, [
    "open() can't be used with files that weren't previously opened during initialization (__VU==0), path: \"DIR/ten.txt\"",
  ]);
});

Deno.test("a file beside the script is read, one that was not granted is refused by name", async () => {
  const { lines } = await runInFolder(
    `import { open } from "k6/experimental/fs";
    let said = "read";
    try { await open("/etc/hostname"); } catch (error) { said = error.name + ": " + error.message; }
    export default () => console.log(said);`,
    {},
  );
  assertEquals(lines, [
    "ForbiddenError: open /etc/hostname: the script may only read below its own folder; run squall with " +
    "--allow-read=/etc/hostname",
  ]);
});

Deno.test("promises of files are settled in a turn of their own, in order, and the iteration waits for them", async () => {
  const { lines } = await runInFolder(
    `${HEAD}import { sleep } from "k6";
    export default function () {
      file.stat().then(() => console.log("stat"));
      file.seek(1, 0).then((at) => { sleep(0.001); console.log("at", at); file.read(into(1)).then((n) => console.log("read", n)); });
      Promise.resolve().then(() => console.log("microtask"));
      sleep(0.001);
      console.log("slept");
    }`,
    FILES,
  );
  assertEquals(lines, ["slept", "microtask", "stat", "at 1", "read 1"]);
});

Deno.test("a rejection that nobody handles fails the iteration", async () => {
  const { errors } = await runInFolder(`${HEAD}export default function () { file.read("x"); }`, FILES);
  assertEquals(errors.map((text) => text.split("\n")[0]), [`Uncaught (in promise) ${READ} must be a Uint8Array`]);
});

Deno.test("the bytes are the same memory for all threads", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/a.txt`, "bytes");
    const first = new OpenedFiles(folder);
    const { bytes } = first.share("a.txt");
    const later = new OpenedFiles(folder, { paths: first.paths, shared: first.shared });
    assert(bytes.buffer instanceof SharedArrayBuffer);
    assertStrictEquals(later.share("./a.txt").bytes.buffer, bytes.buffer);
    assertEquals(new TextDecoder().decode(bytes.slice()), "bytes");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
