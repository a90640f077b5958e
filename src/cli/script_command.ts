/** Command lines of the verbs that load a script: its place, the settings, the options. */

import type { OptionChecks, OptionLayer } from "../engine/mod.ts";
import type { SettingFlags } from "./flag.ts";
import { RUN_FLAGS, VERBS } from "./flags.ts";
import type { ParsedArguments } from "./parse_arguments.ts";
import { readOptionFlags, readSettings } from "./read_flags.ts";
import type { ArchiveSettings, DepsSettings, InspectSettings, RunSettings } from "./run_settings.ts";
import { describeUnbuilt, UNBUILT_FLAGS } from "./unbuilt_flags.ts";
import { usageError } from "./usage_error.ts";
import { ARCHIVE_FLAGS, DEPS_FLAGS, INSPECT_FLAGS } from "./verb_flags.ts";

/** What {@linkcode readScriptCommand} goes by besides the arguments. */
export interface CommandLineContext {
  /** The environment of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Further checks of options, by the rooms that know what they mean. */
  readonly checks?: OptionChecks;
}

/** What all verbs have that load a script. */
export interface ScriptCommand {
  /** The script's path, URL, or `-` for standard input. */
  readonly script: string;
  readonly settings: RunSettings;
  /** The options that flags set: the strongest layer. */
  readonly options: OptionLayer;
  /** What is odd about the environment, one sentence each. */
  readonly warnings: readonly string[];
}

/** Settings of a verb's own. */
interface OwnSettings {
  readonly run: Record<never, never>;
  readonly archive: ArchiveSettings;
  readonly inspect: InspectSettings;
  readonly deps: DepsSettings;
}

/** A verb that loads a script. */
export type ScriptVerb = keyof OwnSettings;

/** A command line of such a verb. */
export type ScriptCommandLine = {
  readonly [V in ScriptVerb]: ScriptCommand & { readonly verb: V; readonly own: OwnSettings[V] };
}[ScriptVerb];

const OWN_FLAGS: { readonly [V in ScriptVerb]: SettingFlags<OwnSettings[V]> } = {
  run: {},
  archive: ARCHIVE_FLAGS,
  inspect: INSPECT_FLAGS,
  deps: DEPS_FLAGS,
};

/**
 * Reads the command line of a verb that loads a script.
 *
 * @param verb Which.
 * @param parsed The arguments without the verb.
 * @param context The environment, and further checks of options.
 * @returns What is asked for.
 * @throws {SquallError} `USAGE`, exit code 255, naming every flag and value that is wrong.
 */
export function readScriptCommand(
  verb: ScriptVerb,
  { given, positionals }: ParsedArguments,
  { environment, checks }: CommandLineContext,
): ScriptCommandLine {
  const [script, ...more] = positionals;
  if (script === undefined || more.length > 0) {
    const expected = 'arg should either be "-", if reading script from stdin, or a path to a script file';
    throw usageError(`accepts 1 arg(s), received ${positionals.length}: ${expected}`);
  }
  const settings = readSettings(RUN_FLAGS, { given, environment });
  const own = readSettings(OWN_FLAGS[verb] as SettingFlags<unknown>, { given, environment });
  const options = readOptionFlags(VERBS[verb].flags, { given }, checks);
  const problems = [...settings.problems, ...own.problems, ...options.problems];
  if (problems.length > 0) throw usageError(problems.join("\n"));
  const command: ScriptCommand = {
    script,
    settings: adjust(verb, settings.value, { given, environment }),
    options: options.value,
    warnings: findWarnings(settings.value, environment),
  };
  // The settings were read by the flags of that verb.
  return { verb, ...command, own: own.value } as ScriptCommandLine;
}

/** What depends on more than one flag, or on the verb. */
function adjust(
  verb: ScriptVerb,
  settings: RunSettings,
  { given, environment }: Pick<ParsedArguments, "given"> & CommandLineContext,
): RunSettings {
  const noColor = settings.noColor || environment.NO_COLOR !== undefined;
  const flag = RUN_FLAGS.includeSystemEnvVars;
  const asksForEnv = given.has(flag.name) || Boolean(flag.env && environment[flag.env]);
  // What is packed or shown is to be the same on every machine.
  const includeSystemEnvVars = settings.includeSystemEnvVars && (verb === "run" || asksForEnv);
  return { ...settings, noColor, includeSystemEnvVars };
}

function findWarnings(
  { compatibilityMode, transport }: RunSettings,
  environment: CommandLineContext["environment"],
): string[] {
  const unbuilt = UNBUILT_FLAGS
    .filter(({ env }) => env !== undefined && environment[env])
    .map((flag) => `${flag.env} is set, but ${describeUnbuilt(flag)}`);
  const deprecated = compatibilityMode === "experimental_enhanced"
    ? ["The compatibility mode experimental_enhanced is deprecated: extended does the same"]
    : [];
  const keys = environment.SSLKEYLOGFILE && transport === "wire"
    ? ["SSLKEYLOGFILE is set, but the runtime only writes the keys of the native transport: use --transport native"]
    : [];
  const dashboard = environment.K6_WEB_DASHBOARD && environment.K6_WEB_DASHBOARD !== "false"
    ? ["K6_WEB_DASHBOARD is set, but squall has no web dashboard: --out writes every sample as json or csv"]
    : [];
  return [...unbuilt, ...deprecated, ...keys, ...dashboard];
}
