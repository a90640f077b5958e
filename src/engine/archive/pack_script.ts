/** Packs a test into an archive: what `squall archive` does. */

import { pathToFileURL } from "node:url";
import { messageOf } from "../../base/mod.ts";
import { archiveName } from "../../runtime/mod.ts";
import { optionsToJson, withShownDefaults } from "../../scenario/mod.ts";
import { compatibilityMode, remoteModules, scriptFolderUrl } from "../load_script.ts";
import { checkExports } from "../prepared_test.ts";
import { readOptions } from "../read_options.ts";
import type { RunRequest } from "../run_request.ts";
import { inspectScript } from "../script_inspection.ts";
import { writeArchive } from "./write_archive.ts";

/** The version of k6 that scripts find here: what archives say that they were made by. */
const K6_VERSION = "2.2.0";

/**
 * Packs a test: its script, everything that it imports and opens, and its options from all layers.
 *
 * @param request The run that the archive is for.
 * @param keepsEnv Whether the variables of the script are packed, too.
 * @returns The bytes of the archive.
 * @throws {SquallError} When the script or its options are wrong.
 */
export async function packScript(request: RunRequest, keepsEnv: boolean): Promise<Uint8Array> {
  const { script, settings } = request;
  const { archive } = script;
  const files = new Map<string, Uint8Array>(archive?.files);
  const replaced: URL[] = [];
  const { init } = await inspectScript(request, {
    read: (url, bytes) => void files.set(archiveName(url), bytes),
    replaced: (url) => void replaced.push(url),
  });
  await checkExports(request, init);
  const { merged } = await readOptions(request, init);
  if (archive === undefined) {
    for (const path of init.readFiles) files.set(archiveName(pathToFileURL(path)), await Deno.readFile(path));
    for (const url of replaced) await addReplaced(url, request, files);
  }
  return await writeArchive({
    script: { url: script.url, bytes: bytesOfScript(request, files) },
    directory: scriptFolderUrl(request),
    files,
    options: optionsToJson(withShownDefaults(merged)),
    env: keepsEnv ? { ...archive?.env, ...settings.env } : {},
    compatibilityMode: compatibilityMode(request),
    version: K6_VERSION,
    os: Deno.build.os,
    time: Date.now(),
  });
}

/** Squall has its own copy of this module; other runners need the module itself. */
async function addReplaced(url: URL, request: RunRequest, files: Map<string, Uint8Array>): Promise<void> {
  try {
    files.set(archiveName(url), new TextEncoder().encode(await remoteModules(request).read(url)));
  } catch (error) {
    const message = `The archive is without ${url.href}, which squall brings itself, and k6 does not: ${
      messageOf(error)
    }`;
    request.host.log({ level: "warning", message, time: Date.now() });
  }
}

function bytesOfScript({ script }: RunRequest, files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return script.source === undefined ? files.get(archiveName(script.url))! : new TextEncoder().encode(script.source);
}
