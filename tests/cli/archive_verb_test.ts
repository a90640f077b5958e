import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { type CommandOptions, runCommand } from "../support/run_command.ts";
import { makeArchive, readTar } from "../support/tar_file.ts";

const FILES = {
  "main.js": `
    import { double } from "./double.ts";
    import data from "./data.json" with { type: "json" };
    const text = open("./text.txt");
    try { open("./missing.txt"); } catch { /* It may be there, or not. */ }
    export const options = { vus: 2, tags: { z: "1", a: "2" }, thresholds: { iterations: ["count>=1"] } };
    export default function () { console.log(text, double(data.number), __ENV.NAME, __ENV.OTHER); }`,
  "double.ts": "export const double = (n: number): number => n * 2;",
  "data.json": `{ "number": 21 }`,
  "text.txt": "read",
};

/** Packs, and gives the entries of the archive. */
async function pack(args: readonly string[], options: CommandOptions) {
  const result = await runCommand(["archive", ...args], options);
  assertEquals([result.code, result.stdout], [0, ""], result.stderr);
  return result;
}

Deno.test("squall archive packs metadata first, the script, then all files in the order of their names", async () => {
  // The name of a test's folder is its own: it is cut off.
  const args = ["-e", "NAME=alice", "-e", "OTHER=", "-i", "3", "main.js"];
  const { tars } = await pack(args, { files: FILES, env: { K6_USER_AGENT: "me" } });
  const entries = await readTar(tars["archive.tar"]!);
  const folder = /"pwd": "file:\/\/(.*)"/.exec(entries[0]![1])![1]!;
  const below = entries.map(([name, text]) => [name.replace(`file${folder}/`, "DIR/"), text]);
  const tree = below.filter(([, text]) => text !== "/");
  assertEquals(tree.slice(1), [
    ["data", FILES["main.js"]],
    ["DIR/data.json", FILES["data.json"]],
    ["DIR/double.ts", FILES["double.ts"]],
    ["DIR/main.js", "-> data"],
    ["DIR/text.txt", "read"],
  ]);
  const { options, ...metadata } = JSON.parse(tree[0]![1]!);
  assertEquals(metadata, {
    type: "js",
    filename: `file://${folder}/main.js`,
    pwd: `file://${folder}`,
    env: { NAME: "alice", OTHER: "" },
    compatibilityMode: "extended",
    k6version: "2.2.0",
    goos: Deno.build.os,
  });
  const set = Object.entries(options).filter(([, value]) => value !== null);
  assertEquals(Object.fromEntries(set), {
    vus: 2,
    iterations: 3,
    dns: { ttl: null, select: null, policy: null },
    userAgent: "me",
    thresholds: { iterations: ["count>=1"] },
    summaryTrendStats: ["avg", "min", "med", "max", "p(90)", "p(95)"],
    systemTags: options.systemTags,
    tags: { a: "2", z: "1" },
  });
});

Deno.test("squall archive leaves variables out where it is told to, and those of the process unless it is told not to", async () => {
  const env = async (...args: string[]): Promise<Record<string, string>> => {
    const { tars } = await pack([...args, "-O", "x.tar", "main.js"], { files: FILES, env: { MY_SECRET: "s" } });
    const [[, metadata]] = await readTar(tars["x.tar"]!) as [[string, string]];
    return JSON.parse(metadata).env;
  };
  assertEquals(await env("-e", "A=1"), { A: "1" });
  assertEquals(await env("-e", "A=1", "--exclude-env-vars"), {});
  const all = await env("-e", "A=1", "--include-system-env-vars");
  assertEquals([all.A, all.MY_SECRET], ["1", "s"]);
});

Deno.test("an archive that squall packs runs elsewhere, by its name and from standard input", async (t) => {
  const { tars } = await pack(["-e", "NAME=packed", "-e", "OTHER=packed", "main.js"], { files: FILES });
  const bytes = tars["archive.tar"]!;
  const lines = (stderr: string) => stderr.match(/msg=.*source=console/g);
  const runs: [name: string, args: string[], options: CommandOptions, lines: string[]][] = [
    ["by name", ["a.bin"], { files: { "a.bin": bytes } }, ["read 42 packed packed"]],
    ["from standard input", ["-"], { stdin: bytes }, ["read 42 packed packed"]],
    ["as an archive", ["-t", "archive", "a.tar"], { files: { "a.tar": bytes } }, ["read 42 packed packed"]],
    [
      "with other variables and options",
      ["-e", "OTHER=flag", "-i", "1", "-u", "1", "a.tar"],
      { files: { "a.tar": bytes }, env: { NAME: "process" } },
      ["read 42 process flag"],
    ],
  ];
  for (const [name, args, options, [line]] of runs) {
    await t.step(name, async () => {
      const { code, stderr } = await runCommand(["run", "-q", ...args], options);
      const count = args.includes("-i") ? 1 : 2;
      assertEquals([code, lines(stderr)], [0, Array(count).fill(`msg="${line}" source=console`)], stderr);
    });
  }
});

Deno.test("an archive of k6 runs: its options are the script's, its files are all there is", async () => {
  const script = `
    import { shout } from "https://example.test/shout.js?v=1";
    import { check } from "k6";
    import { double } from "./lib/double.ts";
    import { triple } from "/home/alice/test/lib/triple.js";
    const bytes = open("bytes.bin", "b");
    const tried = ["/etc/hostname", "../secret.txt", "./main.tar"].map((path) => {
      try { return open(path); } catch (error) { return String(error).slice(0, 50); }
    });
    export const options = { vus: 99, iterations: 99 };
    export default function () {
      console.log(shout("hi"), double(2), triple(2), new Uint8Array(bytes).join(), typeof global, __ENV.A);
      console.log(JSON.stringify(tried));
      check(1, { "is one": (n) => n === 1 });
    }`;
  const archive = await makeArchive(script, {
    options: { vus: 1, iterations: 1, thresholds: { checks: ["rate==1"] }, tlsVersion: { min: "", max: "" } },
    env: { A: "1" },
    compatibilityMode: "base",
    files: {
      "file/home/nobody/test/bytes.bin": Uint8Array.of(0, 255, 10),
      "file/home/nobody/test/lib/double.ts": "export const double = (n: number): number => n * 2;",
      "file/home/nobody/test/lib/triple.js": "export const triple = (n) => n * 3;",
      "https/example.test/shout.js?v=1": "export const shout = (text) => text.toUpperCase();",
    },
  });
  const { code, stderr, stdout } = await runCommand(["run", "-q", "main.tar"], { files: { "main.tar": archive } });
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout, "✓ 'rate==1' rate=100.00%");
  assertStringIncludes(stderr, 'msg="HI 4 6 0,255,10 undefined 1" source=console');
  const refused = [
    "GoError: open /etc/hostname: the archive has no such",
    "GoError: open /home/nobody/secret.txt: the archive",
    "GoError: open /home/nobody/test/main.tar: the archi",
  ].map((text) => text.slice(0, 50));
  assertStringIncludes(stderr, JSON.stringify(refused).replaceAll('"', '\\"'));
});

Deno.test("an archive that misses a module, or is none, says so", async (t) => {
  const missing = await makeArchive('import "./gone.js"; export default () => {};');
  const wrong = await makeArchive("export default () => {};", { options: { vus: "x" } });
  const cases: [name: string, args: string[], content: string | Uint8Array, code: number, line: string][] = [
    ["a module", ["run", "x.tar"], missing, 107, 'The moduleSpecifier \\"./gone.js\\" couldn\'t be found'],
    ["options", ["run", "x.tar"], wrong, 104, 'expected a whole number (options.vus is \\"x\\"), from the archive\'s'],
    ["no archive", ["run", "-t", "archive", "x.tar"], "let a;", 104, "Cannot read the archive: x.tar: it is not a tar"],
    ["not a script", ["run", "-t", "js", "x.tar"], missing, 107, "/x.tar:1:"],
    ["a type that is none", ["run", "-t", "wasm", "x.tar"], missing, 255, "expected one of"],
    ["to be inspected", ["inspect", "-t", "archive", "x.tar"], "let a;", 104, "it is not a tar file"],
  ];
  for (const [name, args, content, code, line] of cases) {
    await t.step(name, async () => {
      const result = await runCommand([...args, "-q"], { files: { "x.tar": content } });
      assertEquals([result.code, result.stderr.includes(line)], [code, true], result.stderr);
    });
  }
});

Deno.test("squall archive refuses what cannot run, and writes nothing then", async () => {
  const files = { "main.js": "export const options = { vus: 'x' }; export default () => {};" };
  const wrong = await runCommand(["archive", "main.js"], { files });
  assertEquals([wrong.code, wrong.tars], [104, {}]);
  const good = { "main.js": "export default () => {};" };
  const unwritable = await runCommand(["archive", "-O", "no/such/folder.tar", "main.js"], { files: good });
  assertEquals(unwritable.code, 255);
  assertStringIncludes(
    unwritable.stderr,
    'msg="Cannot write the archive: no/such/folder.tar: No such file or directory"',
  );
});

Deno.test("squall archive does not pack what the script may not read", async () => {
  const files = { "main.js": `try { open("/etc/hostname"); } catch {} export default () => {};` };
  const { tars } = await pack(["main.js"], { files });
  const names = (await readTar(tars["archive.tar"]!)).map(([name]) => name);
  assertEquals(names.filter((name) => name.includes("hostname")), []);
});

Deno.test("files that threads share are packed, and read from the archive", async () => {
  const files = {
    "main.js": `
      import { open } from "k6/experimental/fs";
      import { parse } from "k6/experimental/csv";
      const users = await parse(await open("users.csv"), { asObjects: true });
      export default function () { console.log(users[1].name, users.length); }`,
    "users.csv": "name,age\nann,30\nbea,31\n",
  };
  const { tars } = await pack(["main.js"], { files });
  const { code, stderr } = await runCommand(["run", "-q", "--threads", "2", "-u", "2", "-i", "2", "archive.tar"], {
    files: { "archive.tar": tars["archive.tar"]! },
  });
  assertEquals([code, stderr.match(/msg="bea 2"/g)?.length], [0, 2], stderr);
});
