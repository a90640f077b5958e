/** Where the script of a run is: a path, a URL, or standard input. */

import { isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { demandAccess, SquallError } from "../base/mod.ts";
import type { RunRequest } from "../engine/mod.ts";

/**
 * Finds the script that a command line names.
 *
 * @param name A path, an `https:` or `file:` URL, or `-` for standard input.
 * @param readStdin Reads standard input.
 * @returns Where it is, and its text if it does not come from there.
 * @throws {SquallError} `SCRIPT_NOT_FOUND`, exit code 255, where there is no such file.
 */
export async function locateScript(name: string, readStdin: () => Promise<string>): Promise<RunRequest["script"]> {
  if (name === "-") return { url: pathToFileURL(resolve("-")), source: await readStdin() };
  if (/^(https|file):\/\//.test(name)) return { url: new URL(name) };
  const path = isAbsolute(name) ? name : resolve(name);
  await requireFile(name, path);
  return { url: pathToFileURL(path) };
}

async function requireFile(name: string, path: string): Promise<void> {
  demandAccess("read", path);
  try {
    if ((await Deno.stat(path)).isFile) return;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) {
      throw new SquallError("SCRIPT_UNREADABLE", `Cannot read the script: ${name}`, { cause: error });
    }
    throw new SquallError("SCRIPT_NOT_FOUND", `There is no such script: ${name}`, {
      hint: `Looked for ${path}`,
    });
  }
  throw new SquallError("SCRIPT_NOT_FOUND", `The script is not a file: ${name}`);
}
