/** The demo: the built-in server and two example scripts that run against it, in one command. */

import { fileURLToPath } from "node:url";
import { ExitCode, type ExitCodeValue } from "../../base/mod.ts";
import { DemoServer } from "./demo_server.ts";

/** What the demo runs, in order: one script for each of k6's two WebSocket modules. */
const DEMO_SCRIPTS = ["ws_basics.js", "websockets_chat.js"] as const;

/** What the demo needs from the command that it is part of. */
export interface DemoHost {
  /** Runs a command line, without the program's name, as the user would; resolves with its exit code. */
  run(args: readonly string[]): Promise<ExitCodeValue>;
  /** Prints a line for the user. */
  print(line: string): void;
}

/**
 * Starts the demo server on a free loopback port and runs the example scripts against it.
 *
 * @param host Runs the scripts and prints.
 * @returns The exit code of the first script that fails, or 0.
 * @throws {SquallError} `CANNOT_LISTEN` where no port is to be had.
 */
export async function runDemo(host: DemoHost): Promise<ExitCodeValue> {
  await using server = await DemoServer.start({ port: 0 });
  host.print(`The demo server is at ${server.url}`);
  for (const script of DEMO_SCRIPTS) {
    const url = new URL(`../../../examples/${script}`, import.meta.url);
    host.print(`\nRunning examples/${script}\n`);
    // A clone has the examples as files; a package loaded over the network has them where it has itself.
    const location = url.protocol === "file:" ? fileURLToPath(url) : url.href;
    const exitCode = await host.run(["run", "--env", `WS_URL=${server.url}`, location]);
    if (exitCode !== ExitCode.Ok) return exitCode;
  }
  return ExitCode.Ok;
}
