/** Where the script of a verb is: a path, a URL, or standard input; a script itself, or an archive that has it inside. */

import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { demandAccess, SquallError, systemReason } from "../base/mod.ts";
import { looksLikeArchive, readArchive, type ScriptSource } from "../engine/mod.ts";
import type { ScriptSettings } from "./run_settings.ts";

/** As much of a file as tells an archive from a script. */
const HEAD_SIZE = 512;

const decoder = new TextDecoder();

/**
 * Finds the script that a command line names.
 *
 * @param name A path, an `https:` or `file:` URL, or `-` for standard input.
 * @param readStdin Reads standard input.
 * @param type What it is; absent: what it looks like.
 * @returns Where it is, and its text if it does not come from there.
 * @throws {SquallError} `SCRIPT_NOT_FOUND`, exit code 255, where there is no such file; `ARCHIVE`, exit code 104, where
 *   an archive cannot be read.
 */
export async function locateScript(
  name: string,
  readStdin: () => Promise<Uint8Array<ArrayBuffer>>,
  type?: ScriptSettings["type"],
): Promise<ScriptSource> {
  if (name === "-") return await readInput(await readStdin(), type);
  if (name.startsWith("https://")) return { url: new URL(name) };
  const path = name.startsWith("file://") ? fileURLToPath(name) : resolve(name);
  await requireFile(name, path);
  const isArchive = type === undefined ? looksLikeArchive(await readHead(name, path)) : type === "archive";
  return isArchive ? await fromArchive(name, await Deno.readFile(path)) : { url: pathToFileURL(path) };
}

async function readInput(bytes: Uint8Array<ArrayBuffer>, type: ScriptSettings["type"]): Promise<ScriptSource> {
  const isArchive = type === undefined ? looksLikeArchive(bytes) : type === "archive";
  return isArchive
    ? await fromArchive("-", bytes)
    : { url: pathToFileURL(resolve("-")), source: decoder.decode(bytes) };
}

async function fromArchive(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<ScriptSource> {
  const archive = await readArchive(name, bytes);
  return { url: archive.url, source: archive.source, archive };
}

async function readHead(name: string, path: string): Promise<Uint8Array> {
  try {
    using file = await Deno.open(path);
    const head = new Uint8Array(HEAD_SIZE);
    // A regular file gives all it has at once.
    return head.subarray(0, await file.read(head) ?? 0);
  } catch (error) {
    throw new SquallError("SCRIPT_UNREADABLE", `Cannot read the script: ${name}: ${systemReason(error)}`, {
      cause: error,
    });
  }
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
