/** The layers of options from outside a script: config file, environment, flags. */

import { demandAccess } from "../base/mod.ts";
import { OPTION_CHECKS, type OptionLayer, parseEnvironment } from "../engine/mod.ts";
import { type ConfigFile, loadConfigFile } from "./config_file.ts";
import type { Program } from "./program.ts";
import type { ScriptCommand } from "./script_command.ts";

/**
 * The layers that need no file, from the weakest to the strongest.
 *
 * @param command What was asked for.
 * @param program The process.
 */
export function environmentLayers({ options }: ScriptCommand, { environment }: Program): OptionLayer[] {
  return [parseEnvironment(environment, OPTION_CHECKS), options];
}

/** Where the scripts' `console` goes, by the strongest layer that says so. */
export function consoleOutput(layers: readonly OptionLayer[]): string | undefined {
  return layers.findLast(({ values }) => values.consoleOutput !== undefined)?.values.consoleOutput;
}

/**
 * Reads the config file: the weakest layer, and what it has besides options.
 *
 * @param path The file that was asked for; absent: the usual one.
 * @param program The process.
 */
export function readConfigFile(path: string | undefined, { environment }: Program): Promise<ConfigFile> {
  return loadConfigFile(path, {
    environment,
    os: Deno.build.os,
    readTextFile: (file) => {
      demandAccess("read", file);
      return Deno.readTextFile(file);
    },
    checks: OPTION_CHECKS,
  });
}
