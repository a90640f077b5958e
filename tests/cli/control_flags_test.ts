/** Where the REST API listens, and where the verbs that ask a run look for it. */

import { type CommandLine, parseCommandLine } from "../../src/cli/command_line.ts";
import { assertEquals } from "../support/assert.ts";

Deno.test("the address of the REST API is required from a flag, wished for from the environment, none where it is empty", () => {
  const read = (args: string[], environment: Record<string, string>) => {
    const command = parseCommandLine(["run", ...args, "s.js"], { environment });
    return command.verb === "run" ? command.settings.address : undefined;
  };
  const environment = { K6_ADDRESS: "localhost:1" };
  assertEquals(read(["-a", "localhost:2"], environment), { text: "localhost:2", isRequired: true });
  assertEquals(read([], environment), { text: "localhost:1", isRequired: false });
  assertEquals(read(["--address="], environment), undefined);
  assertEquals(read([], {}), undefined);
});

Deno.test("the verbs that ask a run look at --address, at K6_ADDRESS, then at k6's own port", () => {
  const cases: [args: string[], settings: object][] = [
    [["status"], { address: "localhost:6565" }],
    [["pause", "-a", "h:1"], { address: "h:1" }],
    [["scale", "-u", "3", "--max=5"], { vus: 3, max: 5, address: "localhost:6565" }],
    [["scale"], { vus: undefined, max: undefined, address: "localhost:6565" }],
  ];
  for (const [args, settings] of cases) {
    assertEquals(parseCommandLine(args, { environment: {} }), { verb: args[0], settings } as unknown as CommandLine);
  }
  assertEquals(parseCommandLine(["stats"], { environment: { K6_ADDRESS: "h:2" } }), {
    verb: "stats",
    settings: { address: "h:2" },
  });
});
