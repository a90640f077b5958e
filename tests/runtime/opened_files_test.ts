import { assertEquals } from "../support/assert.ts";
import { runScript, type ScriptRun } from "../support/run_script.ts";

/** A script that collects what calls give or throw while it is initialised, and prints it in its only iteration. */
const HEAD = `const results = [];
function attempt(f) {
  try { results.push(f()); } catch (error) { results.push(error.name + ": " + error.message); }
}
export default function () { for (const result of results) console.log(result); }
`;

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  "data.txt": "root",
  "bytes.dat": Uint8Array.of(0xff, 0x41),
  "bom.txt": "\ufeffx",
  "a b.txt": "spaces",
  "lib/data.txt": "lib",
  "lib/opens.js": `export const own = open("./data.txt"); export const f = () => open("./data.txt");
    export const resolved = () => open(import.meta.resolve("./data.txt"));`,
  "lib/deep/calls.js": `import { f } from "../opens.js"; export const seen = f();`,
  "lib/deep/data.txt": "deep",
  "lib/common.js": `const { f } = require("./opens.js"); exports.own = open("./data.txt"); exports.called = f();`,
};

/** Runs the script in a folder with {@linkcode FILES}; `DIR` in its text is the folder. */
async function runInFolder(source: string): Promise<ScriptRun> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${folder}/lib/deep`, { recursive: true });
    for (const [name, content] of Object.entries(FILES)) {
      await Deno.writeFile(
        `${folder}/${name}`,
        typeof content === "string" ? new TextEncoder().encode(content) : content,
      );
    }
    const run = await runScript(HEAD + source.replaceAll("DIR", folder), { url: new URL(`file://${folder}/main.js`) });
    const hide = (texts: readonly string[]) => texts.map((text) => text.replaceAll(folder, "DIR"));
    return { ...run, lines: hide(run.lines), errors: hide(run.errors) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface OpenCase {
  readonly name: string;
  readonly source: string;
  readonly lines: readonly string[];
}

const CASES: readonly OpenCase[] = [
  {
    name: "text, bytes, and what is neither",
    source: `attempt(() => open("data.txt")); attempt(() => open("./data.txt", "t"));
      attempt(() => open("data.txt", "b").byteLength); attempt(() => open("data.txt", "b").constructor === ArrayBuffer);
      attempt(() => open("bytes.dat").codePointAt(0).toString(16)); attempt(() => open("bytes.dat", "b").byteLength);
      attempt(() => open("bom.txt").length);`,
    lines: ["root", "root", "4", "true", "fffd", "2", "2"],
  },
  {
    name: "every call gives bytes of its own",
    source: `const [a, b] = [open("data.txt", "b"), open("data.txt", "b")]; new Uint8Array(a)[0] = 65;
      attempt(() => new Uint8Array(b)[0]); attempt(() => open("data.txt"));`,
    lines: ["114", "root"],
  },
  {
    name: "paths of all kinds",
    source:
      `attempt(() => open("DIR/data.txt")); attempt(() => open("lib/../data.txt")); attempt(() => open("DIR/lib/./data.txt"));
      attempt(() => open("file://DIR/data.txt")); attempt(() => open("file://./data.txt")); attempt(() => open("file://DIR/a%20b.txt"));
      attempt(() => open({ toString: () => "data.txt" }));`,
    lines: ["root", "root", "lib", "root", "root", "spaces", "root"],
  },
  {
    name: "what cannot be opened",
    source: `attempt(() => open("")); attempt(() => open()); attempt(() => open(null)); attempt(() => open("nope.txt"));
      attempt(() => open("lib")); attempt(() => open("DIR/lib/")); attempt(() => open("https://h.test/data.txt"));`,
    lines: [
      ...Array(3).fill("GoError: open() can't be used with an empty filename"),
      "GoError: stat DIR/nope.txt: no such file or directory",
      ...Array(2).fill(`GoError: open() can't be used with directories, path: "DIR/lib"`),
      "GoError: stat DIR/https:/h.test/data.txt: no such file or directory",
    ],
  },
  {
    name: "relative paths start from the module whose top level runs",
    source: `import { own, f, resolved } from "./lib/opens.js"; import { seen } from "./lib/deep/calls.js";
      const common = require("./lib/common.js");
      results.push(own, f(), resolved(), seen, common.own, common.called, open("data.txt"));`,
    lines: ["lib", "root", "lib", "deep", "lib", "lib", "root"],
  },
  {
    name: "a module that awaits or sleeps at its top level goes on where it was",
    source: `import { sleep } from "k6"; import "./lib/opens.js";
      sleep(0.001); await null; attempt(() => open("data.txt"));`,
    lines: ["root"],
  },
];

for (const { name, source, lines } of CASES) {
  Deno.test(`open: ${name}`, async () => {
    const run = await runInFolder(source);
    assertEquals(run.errors, []);
    assertEquals(run.lines, lines);
  });
}

Deno.test("open is there in the init stage only", async () => {
  const { lines } = await runInFolder(`export const options = { scenarios: { s: {
      executor: "per-vu-iterations", exec: "late" } } };
    export function late() {
      try { open("data.txt"); } catch (error) { console.log(error.name + ": " + error.message); }
    }`);
  assertEquals(lines, [
    'GoError: the "open" function is only available in the init stage (i.e. the global scope), see ' +
    "https://grafana.com/docs/k6/latest/using-k6/test-lifecycle/ for more information",
  ]);
});

Deno.test("open of a file that was not opened in the first evaluation of the init code ends the run", async () => {
  const { errors, exitCode } = await runInFolder(`if (__VU > 0) open("data.txt");`);
  assertEquals(exitCode, 107);
  assertEquals(errors.length, 1);
  assertEquals(
    errors[0]!.split("\n")[0],
    `GoError: open() can't be used with files that weren't previously opened during initialization (__VU==0), path: "DIR/data.txt"`,
  );
});
