/** `squall new`: writes a script to begin with. */

import { basename } from "node:path";
import { demandAccess, ExitCode, type ExitCodeValue, SquallError, suggest, systemReason } from "../base/mod.ts";
import type { Program } from "./program.ts";
import type { NewSettings } from "./run_settings.ts";
import { TEMPLATES } from "./templates.ts";

/**
 * Writes a script.
 *
 * @param file The file to write.
 * @param settings What to begin with, and whether a file that exists is replaced.
 * @param program The process.
 * @returns What the process should exit with.
 * @throws {SquallError} `FILE_EXISTS`, `UNKNOWN_TEMPLATE` or `NOT_WRITTEN`, exit code 255.
 */
export async function newVerb(
  file: string,
  { force, template }: NewSettings,
  program: Program,
): Promise<ExitCodeValue> {
  const text = fillIn(await readTemplate(template), file);
  demandAccess("write", file);
  try {
    // Whether the file exists is decided in the same moment as it is written.
    await Deno.writeTextFile(file, text, force ? {} : { createNew: true });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) {
      throw new SquallError("FILE_EXISTS", `${file} already exists`, { hint: "Use --force to replace it" });
    }
    throw new SquallError("NOT_WRITTEN", `Cannot write the script: ${file}: ${systemReason(error)}`, { cause: error });
  }
  program.write("stdout", `New script created: ${file} (${template} template).\n`);
  return ExitCode.Ok;
}

async function readTemplate(name: string): Promise<string> {
  if (Object.hasOwn(TEMPLATES, name)) return TEMPLATES[name]!;
  if (!/[\\/]/.test(name)) throw await unknownTemplate(name);
  demandAccess("read", name);
  try {
    return await Deno.readTextFile(name);
  } catch (error) {
    throw new SquallError("UNKNOWN_TEMPLATE", `Cannot read the template: ${name}: ${systemReason(error)}`, {
      cause: error,
    });
  }
}

async function unknownTemplate(name: string): Promise<SquallError> {
  const names = Object.keys(TEMPLATES);
  const isFile = await Deno.stat(name).then(({ isFile }) => isFile, () => false);
  const meant = isFile ? `./${name}` : suggest(name, names);
  const hint = name === "browser"
    ? "squall has no browser: its templates are about WebSockets"
    : meant && `Did you mean ${meant}?`;
  return new SquallError(
    "UNKNOWN_TEMPLATE",
    `Unknown template: ${name}: expected ${names.join(", ")}, or a path such as ./template.js`,
    hint ? { hint } : {},
  );
}

/** Fills in what a template of k6 leaves open. */
function fillIn(template: string, file: string): string {
  return template
    .replaceAll(/\{\{-?\s*\.ScriptName\s*-?\}\}/g, () => basename(file))
    .replaceAll(/\{\{-?\s*\.ProjectID\s*-?\}\}/g, "");
}
