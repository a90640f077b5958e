import { DemoServer } from "../../src/cli/demo/mod.ts";
import { TEMPLATES } from "../../src/cli/templates.ts";
import { assertEquals } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";

for (const [name, template] of Object.entries(TEMPLATES)) {
  Deno.test(`the template ${name} passes against the demo server`, async () => {
    await using server = await DemoServer.start({ port: 0 });
    // A tenth of the time that it would take, and of the load.
    const quick = template
      .replaceAll(/"(\d+)s"/g, (_, seconds) => JSON.stringify(`${Math.max(1, seconds / 10)}s`))
      .replaceAll(/(vus|target): \d+/g, (_, key) => `${key}: 2`)
      .replaceAll("5000", "300")
      .replaceAll("10000", "500");
    const { exitCode, errors, warnings, summary } = await runScript(quick, {
      options: {},
      env: { WS_URL: `${server.url}/echo` },
    });
    assertEquals([exitCode, errors, warnings], [0, [], []]);
    assertEquals(summary?.metrics.checks?.values.fails, 0);
    assertEquals((summary?.metrics.ws_sessions?.values.count ?? 0) > 0, true);
  });
}
