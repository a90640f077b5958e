import { setImmediate } from "node:timers";
import { assertEquals, assertNotEquals } from "../support/assert.ts";
import { PauseError } from "../../src/script/mod.ts";
import { RandomProgram } from "./random_program.ts";
import { runScript } from "./script_host.ts";

/** The seeds of the programs, in portions that a failure can be found in. */
const PORTIONS = [0, 1, 2, 3, 4].map((portion) => Array.from({ length: 30 }, (_, index) => 30 * portion + index));

/** Lets all promise jobs run. */
function microtasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What the program prints in the language itself, where `sleep` does nothing. */
async function printNatively(program: string): Promise<string[]> {
  const lines: string[] = [];
  const console = { log: (...values: unknown[]) => lines.push(values.map(String).join(" ")) };
  const body = `"use strict";${program.replace("export default function", "return function")}`;
  const main = new Function("console", "sleep", body)(console, () => {});
  await microtasks();
  main();
  await microtasks();
  return lines.filter((line) => line !== "");
}

for (const seeds of PORTIONS) {
  Deno.test(`Random programs ${seeds[0]} to ${seeds.at(-1)} that sleep print what they print without, or fail with a pause error`, async () => {
    let compared = 0;
    for (const seed of seeds) {
      const program = new RandomProgram(seed).write();
      const expected = await printNatively(program);
      assertNotEquals(expected, []);
      for (const mode of ["analysis", "every-call"] as const) {
        const { lines, error, log } = await runScript(`import { sleep } from "k6";${program}`, { mode });
        if (error instanceof PauseError) continue;
        const where = `seed ${seed}, ${mode}`;
        assertEquals([where, log, ...lines], [where, undefined, ...expected]);
        compared++;
      }
    }
    assertEquals(compared > seeds.length, true, "most programs must not be refused");
  });
}
