/** The verbs that work on a script without running a test: `squall archive`, `squall inspect`, `squall deps`. */

import { demandAccess, ExitCode, type ExitCodeValue, SquallError, systemReason } from "../base/mod.ts";
import {
  inspectOptions,
  inspectRequirements,
  listDependencies,
  packScript,
  type RunRequest,
  type ScriptDependencies,
} from "../engine/mod.ts";
import { engineSettings } from "./engine_settings.ts";
import { consoleOutput, environmentLayers, readConfigFile } from "./option_layers.ts";
import type { Program } from "./program.ts";
import { openRunLog } from "./run_log.ts";
import type { ScriptCommandLine } from "./script_command.ts";
import { locateScript } from "./script_location.ts";

/** A command line of one of these verbs. */
type InspectingCommandLine = Exclude<ScriptCommandLine, { verb: "run" }>;

/**
 * Does what one of these verbs is for.
 *
 * @param command What was asked for.
 * @param program The process.
 * @returns What the process should exit with.
 * @throws {SquallError} When it cannot be done.
 */
export async function scriptVerb(command: InspectingCommandLine, program: Program): Promise<ExitCodeValue> {
  const { script, settings, warnings } = command;
  const layers = environmentLayers(command, program);
  const log = openRunLog({
    settings,
    consoleOutput: consoleOutput(layers),
    terminal: program.terminal,
    writeStream: (stream, text) => program.write(stream, text),
  });
  try {
    for (const message of warnings) log.write({ level: "warning", message, time: Date.now() });
    const location = await locateScript(script, () => program.readStdin(), settings.type);
    const config = await readConfigFile(settings.config, program);
    await perform(command, program, {
      script: location,
      layers: [config.layer, ...layers],
      settings: engineSettings(settings, program.environment, config.extras),
      host: {
        log: (record) => log.write(record),
        write: (stream, content) => program.write(stream, content),
        terminal: { ...program.terminal, colors: !settings.noColor },
      },
    });
    return ExitCode.Ok;
  } finally {
    log.close();
  }
}

async function perform(command: InspectingCommandLine, program: Program, request: RunRequest): Promise<void> {
  switch (command.verb) {
    case "archive": {
      const { archiveOut, excludeEnvVars } = command.own;
      const bytes = await packScript(request, !excludeEnvVars);
      if (archiveOut === "-") program.write("stdout", bytes);
      else await writeFile(archiveOut, bytes);
      return;
    }
    case "inspect": {
      const inspect = command.own.executionRequirements ? inspectRequirements : inspectOptions;
      return program.write("stdout", `${goJson(await inspect(request))}\n`);
    }
    case "deps": {
      const dependencies = await listDependencies(request);
      const text = command.own.json ? JSON.stringify(dependencies, undefined, 2) : describe(dependencies);
      return program.write("stdout", `${text}\n`);
    }
  }
}

async function writeFile(path: string, bytes: Uint8Array): Promise<void> {
  demandAccess("write", path);
  try {
    await Deno.writeFile(path, bytes);
  } catch (error) {
    throw new SquallError("ARCHIVE_OUT", `Cannot write the archive: ${path}: ${systemReason(error)}`, { cause: error });
  }
}

/** JSON as Go writes it: safe to be put into HTML. */
function goJson(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2);
  return text.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function describe({ buildDependencies, imports, customBuildRequired }: ScriptDependencies): string {
  return [
    "Build Dependencies:",
    ...Object.entries(buildDependencies).map(([name, version]) => `  ${name}: ${version}`),
    "",
    "Imports:",
    ...imports.map((name) => `  ${name}`),
    "",
    `Custom Build Required: ${customBuildRequired ? "yes" : "no"}`,
  ].join("\n");
}
