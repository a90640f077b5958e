/**
 * The command `squall`.
 *
 * ```sh
 * deno run -A cli.ts run script.js
 * ```
 *
 * @module
 */

import { currentProgram, main } from "./src/cli/mod.ts";

if (import.meta.main) Deno.exit(await main(Deno.args, currentProgram()));
