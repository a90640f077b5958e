/** Completions, by the shells themselves where they are installed. */

import { formatCompletions, SHELLS } from "../../src/cli/completions.ts";
import { VERBS } from "../../src/cli/flags.ts";
import { assertEquals, assertMatch, assertStringIncludes } from "../support/assert.ts";

/** Runs a shell with a script; `undefined` where it is not installed. */
async function shell(name: string, args: readonly string[]): Promise<{ code: number; output: string } | undefined> {
  try {
    const { code, stdout, stderr } = await new Deno.Command(name, { args: [...args] }).output();
    return { code, output: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** What bash offers for the last of these words. */
async function offeredByBash(words: readonly string[]): Promise<string[] | undefined> {
  const script = `${formatCompletions("bash")}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")})
COMP_CWORD=${words.length - 1}
_squall
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const result = await shell("bash", ["-c", script]);
  return result?.output.split("\n").filter((line) => line !== "");
}

Deno.test("bash offers verbs, flags of the verb, and the words of a flag's value", async (t) => {
  const cases: [words: string[], offered: string[]][] = [
    [["squall", "se"], ["serve"]],
    [["squall", "run", "--summary-"], [
      "--summary-trend-stats",
      "--summary-time-unit",
      "--summary-mode",
      "--summary-export",
    ]],
    [["squall", "run", "--summary-mode", "c"], ["compact"]],
    [["squall", "serve", "--p"], ["--port"]],
    [["squall", "completions", "z"], ["zsh"]],
    [["squall", "run", "mod."], ["mod.ts"]],
    [["squall", "sta"], ["status", "stats"]],
    [["squall", "scale", "--"], ["--vus", "--max", "--address", "--help", "--version"]],
    [["squall", "help", "ver"], ["version"]],
  ];
  for (const [words, expected] of cases) {
    await t.step(words.join(" "), async () => {
      const offered = await offeredByBash(words);
      if (offered !== undefined) assertEquals(offered, expected);
    });
  }
});

for (const name of SHELLS) {
  Deno.test(`the completions for ${name} are a script that it can read`, async () => {
    const file = await Deno.makeTempFile();
    try {
      await Deno.writeTextFile(file, formatCompletions(name));
      const result = await shell(name, ["-n", file]);
      if (result !== undefined) assertEquals(result, { code: 0, output: "" });
    } finally {
      await Deno.remove(file);
    }
  });

  Deno.test(`the completions for ${name} know every verb and every flag`, () => {
    const text = formatCompletions(name);
    for (const [verb, { flags }] of Object.entries(VERBS)) {
      assertMatch(text, new RegExp(`\\b${verb}\\b`));
      for (const flag of flags) assertStringIncludes(text, name === "fish" ? `-l ${flag.name} ` : `--${flag.name}`);
    }
  });
}
