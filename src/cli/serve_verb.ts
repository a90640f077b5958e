/** `squall serve`: the demo server, until Ctrl+C. */

import { ExitCode, type ExitCodeValue } from "../base/mod.ts";
import { DemoServer } from "./demo/mod.ts";
import type { Program } from "./program.ts";
import type { ServeSettings } from "./run_settings.ts";

/**
 * Serves until the process is interrupted.
 *
 * @param settings Where to listen.
 * @param program The process.
 * @returns What the process should exit with.
 * @throws {SquallError} `CANNOT_LISTEN` where the port is not to be had.
 */
export async function serveVerb({ host, port }: ServeSettings, program: Program): Promise<ExitCodeValue> {
  await using server = await DemoServer.start({ hostname: host, port });
  program.write("stdout", `${server.describe()}\n`);
  const { promise, resolve } = Promise.withResolvers<void>();
  using _signals = program.onInterrupt(() => resolve());
  await promise;
  return ExitCode.Ok;
}
