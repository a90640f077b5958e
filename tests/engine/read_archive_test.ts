import { ExitCode, SquallError } from "../../src/base/mod.ts";
import { looksLikeArchive, readArchive } from "../../src/engine/mod.ts";
import { assertEquals, assertRejects } from "../support/assert.ts";
import { makeArchive, makeTar } from "../support/tar_file.ts";

const METADATA = JSON.stringify({ type: "js", filename: "file:///x.js", pwd: "file:///" });

Deno.test("readArchive reads what k6 packs", async () => {
  const archive = await readArchive(
    "x.tar",
    await makeArchive("export default () => {};", {
      options: { vus: 2, tags: null },
      env: { A: "1" },
      compatibilityMode: "base",
      files: { "file/home/nobody/test/a.txt": "a", "https/example.com/x.js": "x", "README": "no file of the test" },
    }),
  );
  assertEquals(archive.url.href, "file:///home/nobody/test/main.js");
  assertEquals([archive.directory, archive.source], ["/home/nobody/test", "export default () => {};"]);
  assertEquals([archive.options, archive.env, archive.compatibilityMode], [{ vus: 2, tags: null }, { A: "1" }, "base"]);
  assertEquals([...archive.files].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]), [
    ["file/home/nobody/test/a.txt", "a"],
    ["https/example.com/x.js", "x"],
    ["file/home/nobody/test/main.js", "export default () => {};"],
  ]);
});

Deno.test("looksLikeArchive tells archives from scripts", async () => {
  const archive = await makeArchive("");
  assertEquals(looksLikeArchive(archive), true);
  assertEquals(looksLikeArchive(archive.subarray(0, 512)), true);
  for (const text of ["", "ustar", `${" ".repeat(256)}ustar`, "export default () => {};\n".repeat(40)]) {
    assertEquals(looksLikeArchive(new TextEncoder().encode(text)), false);
  }
});

Deno.test("readArchive refuses what is no archive, naming what is wrong with it", async (t) => {
  const whole = await makeArchive("export default () => {};", { files: { "file/a": "a".repeat(2000) } });
  const flipped = whole.slice();
  flipped[0]! ^= 1;
  const cases: [name: string, bytes: Uint8Array, problem: string][] = [
    ["nothing", new Uint8Array(0), "it is not a tar file"],
    ["a script", new TextEncoder().encode("export default () => {};"), "it is not a tar file"],
    ["another tar file", await makeTar([["a.txt", "a"]]), "there is no metadata.json in it"],
    ["no script", await makeTar([["metadata.json", METADATA]]), "there is no data, which is the script, in it"],
    ["no metadata", await makeTar([["data", "a"]]), "there is no metadata.json in it"],
    ["metadata that is no JSON", await makeTar([["data", "a"], ["metadata.json", "{"]]), "metadata.json: Expected"],
    [
      "metadata that is null",
      await makeTar([["data", "a"], ["metadata.json", "null"]]),
      "metadata.json: all of it must",
    ],
    [
      "another type",
      await makeArchive("", { type: "wasm" }),
      'metadata.json: expected the type "js", but it is "wasm"',
    ],
    ["options that are none", await makeArchive("", { options: [1] }), "metadata.json: options must be an object"],
    [
      "a place that is none",
      await makeArchive("", { filename: "main.js" }),
      "metadata.json: filename must be a file or",
    ],
    [
      "a place that cannot be read",
      await makeArchive("", { pwd: "file:///%zz" }),
      "metadata.json: pwd must be a file or",
    ],
    ["no place", await makeArchive("", { pwd: 5 }), "metadata.json: pwd must be a text, but is 5"],
    ["variables that are no texts", await makeArchive("", { env: { A: 1 } }), "metadata.json: env.A must be a text"],
    [
      "a link to nowhere",
      await makeTar([["data", "a"], ["file/x", { link: "y" }]]),
      "file/x is a link to y, which is not in it",
    ],
    ["half of one", whole.subarray(0, 2600), ""],
    ["a damaged one", flipped, ""],
  ];
  for (const [name, bytes, problem] of cases) {
    await t.step(name, async () => {
      const error = await assertRejects(() => readArchive("x.tar", bytes), SquallError);
      assertEquals([error.code, error.exitCode], ["ARCHIVE", ExitCode.InvalidConfig]);
      const start = `Cannot read the archive: x.tar: ${problem}`;
      assertEquals(error.message.slice(0, start.length), start);
    });
  }
});
