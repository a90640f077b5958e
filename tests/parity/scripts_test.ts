/** Scripts of users, run by the real command: exit codes, samples with their tags, what is printed and logged. */

import { DemoServer } from "../../src/cli/demo/mod.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { describeRuns, expectedFile, listExpectedScripts } from "./expected_run.ts";

Deno.test("scripts of users do what is expected of them", async (t) => {
  const scripts = await listExpectedScripts();
  assert(scripts.length >= 50);
  await using server = await DemoServer.start({ port: 0 });
  const texts = await describeRuns(scripts, server);
  for (const script of scripts) {
    await t.step(script.path, async () => {
      assertEquals(texts.get(script.path), await Deno.readTextFile(expectedFile(script)));
    });
  }
});
