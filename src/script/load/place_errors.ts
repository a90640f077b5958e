/** The door to finding places in a script: what it needs is imported when there is an error to be placed. */

import type { ScriptEntry } from "./load_options.ts";
import type { ExportLocator } from "./locate_export.ts";

/**
 * Reads a script again, to find where it writes what it exports.
 *
 * @param entry Where the script is.
 * @returns What finds places; `undefined` where the text cannot be had again.
 */
export async function locateExports(entry: ScriptEntry): Promise<ExportLocator | undefined> {
  const { ExportLocator } = await import("./locate_export.ts");
  return await ExportLocator.open(entry);
}
