import { assertEquals, assertInstanceOf, assertStringIncludes } from "../support/assert.ts";
import { PauseError } from "../../src/script/mod.ts";
import { runScript } from "./script_host.ts";

/** One line of the cases file: a script and what k6 prints for it. */
interface PauseCase {
  readonly name: string;
  readonly source: string;
  readonly files?: Readonly<Record<string, string>>;
  /** k6's console output, without empty lines. */
  readonly expectedLines: readonly string[];
  /** How the error begins that the script gets here instead: a pause in a place where nothing can wait. */
  readonly pauseError?: string;
}

const CASES = (await Deno.readTextFile(new URL("./pause_cases.jsonl", import.meta.url)))
  .trim().split("\n").map((line) => JSON.parse(line) as PauseCase);

for (const mode of ["analysis", "every-call"] as const) {
  Deno.test(`A script prints what it prints in k6 (${mode})`, async (t) => {
    for (const { name, source, files = {}, expectedLines, pauseError } of CASES) {
      await t.step(name, async () => {
        const { lines, error, log } = await runScript(source, { files, mode });
        if (pauseError === undefined) {
          assertEquals(log, undefined);
          assertEquals(lines, expectedLines);
        } else {
          assertInstanceOf(error, PauseError);
          assertStringIncludes(error.message, pauseError);
        }
      });
    }
  });
}
