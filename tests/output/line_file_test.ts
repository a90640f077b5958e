import { gunzipSync } from "node:zlib";
import { SquallError } from "../../src/base/mod.ts";
import { openLineFile } from "../../src/output/line_file.ts";
import { assertEquals, assertRejects, assertStringIncludes } from "../support/assert.ts";

const NO_STDOUT = { writeStdout: () => {} };

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a file is written anew, gzipped if its name says so", async (t) => {
  for (const name of ["out.json", "out.json.gz"]) {
    await t.step(name, () =>
      inFolder(async (folder) => {
        const path = `${folder}/${name}`;
        await Deno.writeTextFile(path, "old");
        const file = await openLineFile(path, NO_STDOUT);
        await file.write("one\n");
        await file.write("two\n".repeat(100_000));
        await file.close();
        const bytes = await Deno.readFile(path);
        const text = new TextDecoder().decode(name.endsWith(".gz") ? gunzipSync(bytes) : bytes);
        assertEquals(text, `one\n${"two\n".repeat(100_000)}`);
      }));
  }
});

Deno.test("standard output is written to as it comes", async () => {
  for (const path of ["", "-"]) {
    let written = "";
    const file = await openLineFile(path, { writeStdout: (bytes) => written += new TextDecoder().decode(bytes) });
    await file.write("a\n");
    assertEquals(written, "a\n");
    await file.close();
  }
});

Deno.test("a file that cannot be made is an error that names it", async () => {
  const error = await assertRejects(() => openLineFile("/nonexistent/out.json", NO_STDOUT), SquallError);
  assertEquals(error.code, "OUTPUT_FILE");
  assertStringIncludes(error.message, "Cannot write the output file /nonexistent/out.json: ");
});

Deno.test({
  name: "a full disk fails the write or the close, gzipped or not",
  ignore: Deno.build.os !== "linux",
  async fn(t) {
    const file = await openLineFile("/dev/full", NO_STDOUT);
    await t.step("plain", async () => {
      await assertRejects(
        async () => {
          for (let i = 0; i < 20; i++) await file.write("x".repeat(100_000));
        },
        Error,
        "No space left on device",
      );
      await file.close();
    });
    await t.step("gzipped", () =>
      inFolder(async (folder) => {
        await Deno.symlink("/dev/full", `${folder}/out.gz`);
        const gzipped = await openLineFile(`${folder}/out.gz`, NO_STDOUT);
        await assertRejects(
          async () => {
            for (let i = 0; i < 20; i++) await gzipped.write(crypto.getRandomValues(new Uint8Array(60_000)).join());
            await gzipped.close();
          },
          Error,
          "No space left on device",
        );
      }));
  },
});
