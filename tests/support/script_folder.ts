/** Runs a script in a folder with files of its own. */

import { runScript, type ScriptRun, type ScriptRunOptions } from "./run_script.ts";

/** What is in the folder, by name. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/**
 * Runs a script in a new folder.
 *
 * @param source The script; `DIR` in it is the folder.
 * @param files The files.
 * @param options How to run it.
 * @returns What came of it, with `DIR` in place of the folder.
 */
export async function runInFolder(source: string, files: Files, options: ScriptRunOptions = {}): Promise<ScriptRun> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      await Deno.writeFile(`${folder}/${name}`, typeof content === "string" ? encoder.encode(content) : content);
    }
    const url = new URL(`file://${folder}/main.js`);
    const run = await runScript(source.replaceAll("DIR", folder), { ...options, url });
    const hide = (texts: readonly string[]): string[] => texts.map((text) => text.replaceAll(folder, "DIR"));
    return { ...run, lines: hide(run.lines), errors: hide(run.errors), warnings: hide(run.warnings) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const encoder = new TextEncoder();
