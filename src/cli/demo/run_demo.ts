/** The demo: the built-in server and two example scripts that run against it, in one command. */

import websocketsChat from "../../../examples/websockets_chat.js" with { type: "text" };
import wsBasics from "../../../examples/ws_basics.js" with { type: "text" };
import { ExitCode, type ExitCodeValue } from "../../base/mod.ts";
import { DemoServer } from "./demo_server.ts";

/**
 * What the demo runs, in order: one script for each of k6's two WebSocket modules. Their texts are part of the program,
 * so that the demo is there where the examples are not: in the binary, and in the package.
 */
const DEMO_SCRIPTS = [["ws_basics.js", wsBasics], ["websockets_chat.js", websocketsChat]] as const;

/** What the demo needs from the command that it is part of. */
export interface DemoHost {
  /** Runs a command line, without the program's name, with a text as standard input; resolves with its exit code. */
  run(args: readonly string[], stdin: string): Promise<ExitCodeValue>;
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
  for (const [name, source] of DEMO_SCRIPTS) {
    host.print(`\nRunning examples/${name}\n`);
    const exitCode = await host.run(["run", "--env", `WS_URL=${server.url}`, "-"], source);
    if (exitCode !== ExitCode.Ok) return exitCode;
  }
  return ExitCode.Ok;
}
