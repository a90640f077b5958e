/** `deno task parity` itself, with programs in k6's place. */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { REPOSITORY } from "../checks/repository.ts";
import { assertEquals, assertMatch } from "../support/assert.ts";

const PARITY = fileURLToPath(new URL("parity.ts", import.meta.url));
const CLI = fileURLToPath(new URL("cli.ts", REPOSITORY));

async function parity(k6: string, part: string): Promise<{ code: number; text: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "-A", PARITY, part],
    env: { K6_BIN: k6, NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await command.output();
  return { code, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

/** Runs a shell script in k6's place: `$@` are the arguments, `squall` runs us. */
async function parityWith(script: string, part: string): Promise<{ code: number; text: string }> {
  const folder = await Deno.makeTempDir();
  try {
    const file = join(folder, "k6");
    const squall = `squall() { "${Deno.execPath()}" run --quiet --no-check -A "${CLI}" "$@"; }`;
    const version = `if [ "$1" = version ]; then echo "k6 v0.0.0 (made up)"; exit; fi`;
    await Deno.writeTextFile(file, `#!/bin/sh\n${squall}\n${version}\n${script}\n`, { mode: 0o755 });
    return await parity(file, part);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const ignore = Deno.build.os === "windows";

Deno.test("without a k6, parity says so and is no failure", async () => {
  assertEquals(await parity("/nonexistent/k6", "console.js"), {
    code: 0,
    text: "There is no k6 to compare with: put it into the PATH, or name it with K6_BIN\n",
  });
});

Deno.test({
  name: "a k6 that does the same is the same",
  ignore,
  async fn() {
    const { code, text } = await parityWith(`squall "$@"`, "scripts/thresholds_fail.js");
    assertEquals([code, text], [
      0,
      "k6 v0.0.0 (made up), 1 scripts\n\nsame  tests/scripts/thresholds_fail.js\n\n1 of 1 scripts are the same\n",
    ]);
  },
});

Deno.test({
  name: "a k6 that does something else differs, in every respect",
  ignore,
  async fn() {
    const { code, text } = await parityWith(`squall "$@" -i 4 --tag room=a; exit 5`, "scripts/thresholds_fail.js");
    assertEquals(code, 1);
    assertMatch(text, /^DIFFERS {2}tests\/scripts\/thresholds_fail\.js$/m);
    assertMatch(text, /exit code: \n +k6: 5\n +here: 99\n/);
    assertMatch(text, /samples: count\{group:,room:a,scenario:default\}\n +k6: 4 samples, in sum 4\n +here: none\n/);
    assertMatch(text, /summary: {2}count\.\.\.: 4 RATE\n +k6: 1×\n +here: none\n/);
    assertMatch(text, /\n0 of 1 scripts are the same\n$/);
  },
});
