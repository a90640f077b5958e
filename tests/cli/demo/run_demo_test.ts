/** The demo with a stand-in for the command that it calls. */

import { ExitCode, type ExitCodeValue } from "../../../src/base/mod.ts";
import { runDemo } from "../../../src/cli/demo/mod.ts";
import { assertEquals, assertMatch, assertRejects } from "../../support/assert.ts";
import { RecordingClient } from "../../support/recording_client.ts";

/** A host that notes what it is asked to run, and ends every script with the next of these codes. */
function recordingHost(...exitCodes: ExitCodeValue[]) {
  const commands: { readonly args: readonly string[]; readonly stdin: string }[] = [];
  return {
    commands,
    run(args: readonly string[], stdin: string): Promise<ExitCodeValue> {
      commands.push({ args, stdin });
      return Promise.resolve(exitCodes.shift() ?? ExitCode.Ok);
    },
    print(): void {},
  };
}

Deno.test("the demo runs both scripts against its own server", async () => {
  const host = recordingHost();
  assertEquals(await runDemo(host), 0);
  const sources = await Promise.all(["ws_basics.js", "websockets_chat.js"].map((name) => {
    return Deno.readTextFile(new URL(`../../../examples/${name}`, import.meta.url));
  }));
  assertEquals(host.commands.map(({ stdin }) => stdin), sources);
  for (const { args: [verb, env, url, script] } of host.commands) {
    assertEquals([verb, env, script], ["run", "--env", "-"]);
    assertMatch(url ?? "", /^WS_URL=ws:\/\/127\.0\.0\.1:\d+$/);
  }
});

Deno.test("the server answers while the scripts run, and is gone afterwards", async () => {
  let url = "";
  await runDemo({
    ...recordingHost(),
    async run(args) {
      url = `${args[2]?.slice("WS_URL=".length)}/echo`;
      await using client = await RecordingClient.open(url);
      client.socket.send("there");
      assertEquals(await client.message(), "there");
      return ExitCode.Ok;
    },
  });
  await assertRejects(() => RecordingClient.open(url));
});

Deno.test("a script that fails ends the demo with its exit code", async () => {
  const host = recordingHost(ExitCode.ThresholdsHaveFailed);
  assertEquals(await runDemo(host), 99);
  assertEquals(host.commands.length, 1);
});
