import { join } from "node:path";
import { OpenedFiles } from "../../src/runtime/script_files.ts";
import { assertEquals, assertStrictEquals, assertThrows } from "../support/assert.ts";

Deno.test("files are read once, relative to the script, and only those of the first evaluation later on", async (t) => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "a.txt");
  await Deno.writeTextFile(path, "a");
  const first = new OpenedFiles(folder);
  await t.step("relative, absolute and file: names are one file", () => {
    const bytes = first.read("a.txt");
    for (const name of ["./a.txt", path, `file://${path}`]) assertStrictEquals(first.read(name), bytes);
    assertEquals(first.paths, [path]);
  });
  const later = new OpenedFiles(folder, { paths: first.paths });
  const messageOf = (files: OpenedFiles, name: string) => assertThrows(() => files.read(name), Error).message;
  await t.step("known ones may be opened later", () => assertEquals(later.read("a.txt"), Uint8Array.of(97)));
  await t.step("unknown ones may not", () => {
    assertEquals(
      messageOf(later, "b.txt"),
      "open() can't be used with files that weren't previously opened during initialization (__VU==0), " +
        `path: "${folder}/b.txt"`,
    );
  });
  await t.step("missing files and folders are refused", () => {
    assertEquals(messageOf(first, "b.txt"), `stat ${folder}/b.txt: no such file or directory`);
    assertEquals(messageOf(first, "."), `open() can't be used with directories, path: "${folder}"`);
  });
  await Deno.remove(folder, { recursive: true });
});
