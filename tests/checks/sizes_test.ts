/** Files stay short enough to be one subject each. (Functions are measured by the lint plugin.) */

import { assert, assertEquals } from "../support/assert.ts";
import { listFiles, REPOSITORY } from "./repository.ts";

/** A longer file is one to think about. */
const LONG = 300;

/** A longer file is two files. */
const TOO_LONG = 350;

/** Everything written by hand: all sources but the scripts that tests run as they are. */
async function listSources(): Promise<string[]> {
  const files = [
    ...await listFiles("src", /\.ts$/),
    ...await listFiles("tests", /^(?!.*\/scripts\/).*\.ts$/),
    ...await listFiles("examples", /\.[jt]s$/),
  ];
  for await (const { name } of Deno.readDir(REPOSITORY)) if (name.endsWith(".ts")) files.push(name);
  return files;
}

Deno.test(`no file has more than ${TOO_LONG} lines`, async () => {
  const files = await listSources();
  assert(files.length > 0);
  const long: string[] = [];
  const tooLong: string[] = [];
  for (const file of files) {
    const lines = (await Deno.readTextFile(new URL(file, REPOSITORY))).split("\n").length - 1;
    if (lines > TOO_LONG) tooLong.push(`${file}: ${lines} lines`);
    else if (lines > LONG) long.push(`${file}: ${lines} lines`);
  }
  if (long.length > 0) console.log(`Over ${LONG} lines, are these still one subject each?\n  ${long.join("\n  ")}`);
  assertEquals(tooLong, []);
});
