/** The loader's door. What it needs is imported when a program is loaded, never by threads that only run programs. */

import type { Program } from "../program.ts";
import type { LoadOptions, ScriptEntry } from "./load_options.ts";

/**
 * Loads a script with everything that it imports, and rewrites it so that its calls can pause.
 *
 * @param entry Where the script is.
 * @param options What the world of the script is like.
 * @returns The program, ready for `CompiledProgram` in any thread.
 * @throws {ScriptError} When a module cannot be found, read, parsed or linked.
 */
export async function loadProgram(entry: ScriptEntry, options: LoadOptions): Promise<Program> {
  const { buildProgram } = await import("./build_program.ts");
  return buildProgram(entry, options);
}
