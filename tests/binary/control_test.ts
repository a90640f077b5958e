/** The binary is steered as the command is: its API and its verbs. `SQUALL_BIN` names it. */

import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { ServedCommand } from "../support/served_command.ts";

const BINARY = Deno.env.get("SQUALL_BIN");

Deno.test({
  name: "the binary waits, is released, looked at and stopped through its REST API, by its own verbs",
  ignore: BINARY === undefined,
  async fn() {
    const script = `
      import { sleep } from "k6";
      export const options = { scenarios: { e: { executor: "externally-controlled", vus: 1, maxVUs: 2, duration: 0 } } };
      export default function () { sleep(0.01); }`;
    await using run = await ServedCommand.start(script, ["--quiet", "--paused"], [BINARY!]);
    const verb = async (...args: string[]): Promise<string> => {
      const command = new Deno.Command(BINARY!, {
        args: [...args, "--address", run.address],
        clearEnv: true,
        stdout: "piped",
        stderr: "piped",
      });
      const { stdout, stderr } = await command.output();
      return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    };
    await run.api.untilStatus(4);
    assertStringIncludes(await verb("status"), 'status: 4\npaused: "true"\n');
    assertStringIncludes(await verb("resume"), 'paused: "false"\n');
    await run.api.until(() => run.api.status(), ({ vus }) => vus === 1);
    assertStringIncludes(await verb("scale", "-u", "2"), 'vus: "2"\n');
    await run.api.until(() => run.api.get("/v1/metrics/vus_max"), ({ status }) => status === 200);
    assertStringIncludes(await verb("stats"), "- name: vus_max\n");
    assertStringIncludes(String((await run.api.get("/metrics")).body), "process_cpu_seconds_total ");
    assertEquals((await run.api.patch({ stopped: true })).status, 200);
    assertEquals((await run.result()).code, 103);
  },
});
