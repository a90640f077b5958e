/** The examples, run as a user runs them: by the real command, against the demo server, in a process of their own. */

import { fileURLToPath } from "node:url";
import { DemoServer } from "../../src/cli/demo/mod.ts";
import { assert, assertEquals, assertStringIncludes } from "../support/assert.ts";
import { listFiles, REPOSITORY } from "./repository.ts";

/** Lines of an example, the one about how to run it included. */
const LONGEST_EXAMPLE = 60;

/** The part of `--summary-export` that is read here. */
interface Summary {
  readonly metrics: {
    readonly checks?: { readonly passes: number; readonly fails: number };
    readonly iterations: { readonly count: number };
    readonly ws_sessions: { readonly count: number };
  };
}

const examples = await listFiles("examples", /\.[jt]s$/);

/** Examples of the library are tests of Deno, and bring a server of their own; all others are scripts. */
function isDenoTest(example: string): boolean {
  return example.endsWith("_test.ts");
}

for (const example of examples) {
  Deno.test(`${example} says how to run it and is short`, async () => {
    const lines = (await Deno.readTextFile(new URL(example, REPOSITORY))).trimEnd().split("\n");
    const command = isDenoTest(example) ? "test -A" : "run -A cli.ts run";
    assertStringIncludes(lines[0] ?? "", `Run it: deno ${command} ${example}`);
    assert(lines.length <= LONGEST_EXAMPLE, `${lines.length} lines`);
  });
}

for (const example of examples.filter(isDenoTest)) {
  Deno.test(`${example} passes with the leak sanitizers on`, async () => {
    const command = new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", example],
      cwd: fileURLToPath(REPOSITORY),
      env: { NO_COLOR: "1" },
    });
    const { code, stdout, stderr } = await command.output();
    const output = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    assertEquals(code, 0, output);
    assertStringIncludes(output, "| 0 failed");
  });
}

for (const example of examples.filter((each) => !isDenoTest(each))) {
  Deno.test(`${example} runs, and all its checks and thresholds hold`, async () => {
    await using server = await DemoServer.start({ port: 0 });
    const exported = await Deno.makeTempFile({ suffix: ".json" });
    try {
      const command = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "cli.ts", "run", "--summary-export", exported, example],
        cwd: fileURLToPath(REPOSITORY),
        env: { WS_URL: server.url, NO_COLOR: "1" },
      });
      const { code, stdout, stderr } = await command.output();
      const output = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
      assertEquals(code, 0, output);
      assert(!/level=(?:error|warning)/.test(output), output);
      const { metrics }: Summary = JSON.parse(await Deno.readTextFile(exported));
      assertEquals(metrics.checks?.fails ?? 0, 0, output);
      assert(metrics.iterations.count > 0 && metrics.ws_sessions.count > 0, output);
    } finally {
      await Deno.remove(exported);
    }
  });
}

Deno.test("there are examples", () => {
  assertEquals(examples.length >= 8, true);
});
