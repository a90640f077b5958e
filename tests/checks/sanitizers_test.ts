/** The runtime's leak sanitizers are off unless `deno.json` turns them on: a test that leaks must fail. */

import { fileURLToPath } from "node:url";
import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { REPOSITORY } from "./repository.ts";

const LEAKING_TESTS = `
Deno.test("a timer", () => void setTimeout(() => {}, 1000));
Deno.test("a listener", () => void Deno.listen({ port: 0 }));
Deno.test("nothing", () => {});
`;

Deno.test("a test that leaves a timer or a listener behind fails", async () => {
  const file = await Deno.makeTempFile({ suffix: "_test.ts" });
  try {
    await Deno.writeTextFile(file, LEAKING_TESTS);
    const config = fileURLToPath(new URL("deno.json", REPOSITORY));
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "--allow-net", "--config", config, file],
      env: { NO_COLOR: "1" },
    }).output();
    const text = new TextDecoder().decode(stdout);
    assertStringIncludes(text, "A timer was started in this test, but never completed.");
    assertStringIncludes(text, "A TCP listener was opened during the test, but not closed during the test.");
    assertStringIncludes(text, "| 1 passed | 2 failed");
    assertEquals(code, 1);
  } finally {
    await Deno.remove(file);
  }
});
