/** What a command line asks for: the verb, its settings, its options. */

import type { OptionChecks, OptionLayer } from "../engine/mod.ts";
import { type Shell, SHELLS } from "./completions.ts";
import { CONTROL_FLAGS, SCALE_FLAGS } from "./control_flags.ts";
import type { SettingFlags } from "./flag.ts";
import { RUN_FLAGS, SERVE_FLAGS, type Verb, VERBS } from "./flags.ts";
import { parseArguments, type ParsedArguments } from "./parse_arguments.ts";
import { readOptionFlags, readSettings } from "./read_flags.ts";
import type { ControlSettings, RunSettings, ScaleSettings, ServeSettings } from "./run_settings.ts";
import { suggest } from "./suggest.ts";
import { UNBUILT_FLAGS } from "./unbuilt_flags.ts";
import { usageError } from "./usage_error.ts";

/** A command line, understood. */
export type CommandLine =
  | {
    readonly verb: "run";
    /** The script's path, URL, or `-` for standard input. */
    readonly script: string;
    readonly settings: RunSettings;
    /** The options that flags set: the strongest layer. */
    readonly options: OptionLayer;
    /** What is odd about the environment, one sentence each. */
    readonly warnings: readonly string[];
  }
  | { readonly verb: "pause" | "resume" | "status" | "stats"; readonly settings: ControlSettings }
  | { readonly verb: "scale"; readonly settings: ScaleSettings }
  | { readonly verb: "serve"; readonly settings: ServeSettings }
  | { readonly verb: "demo" }
  | { readonly verb: "completions"; readonly shell: Shell }
  | { readonly verb: "version" }
  | { readonly verb: "help"; readonly topic: Verb | undefined };

/** What {@linkcode parseCommandLine} goes by besides the arguments. */
export interface CommandLineContext {
  /** The environment of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Further checks of options, by the rooms that know what they mean. */
  readonly checks?: OptionChecks;
}

/**
 * Understands a command line.
 *
 * @param args The arguments, without the name of the program.
 * @param context The environment, and further checks of options.
 * @returns What is asked for.
 * @throws {SquallError} `USAGE`, exit code 255, naming every flag and value that is wrong.
 */
export function parseCommandLine(args: readonly string[], context: CommandLineContext): CommandLine {
  const parsed = parseArguments(args, Object.values(VERBS).flatMap(({ flags }) => flags));
  const [first, ...positionals] = parsed.positionals;
  const verb = first === undefined ? "help" : findVerb(first);
  refuseStrayFlags(parsed, verb);
  if (parsed.given.has("version")) return { verb: "version" };
  if (parsed.given.has("help")) return { verb: "help", topic: verb };
  switch (verb) {
    case "run":
      return readRun({ ...parsed, positionals }, context);
    case "serve":
      return { verb, settings: readPlain(SERVE_FLAGS, { ...parsed, positionals }, context) };
    case "scale":
      return { verb, settings: readPlain(SCALE_FLAGS, { ...parsed, positionals }, context) };
    case "pause":
    case "resume":
    case "status":
    case "stats":
      return { verb, settings: readPlain(CONTROL_FLAGS, { ...parsed, positionals }, context) };
    case "completions":
      return { verb, shell: findShell(positionals) };
    case "demo":
    case "version":
      refusePositionals(positionals);
      return { verb };
    case "help":
      return { verb, topic: positionals[0] === undefined ? undefined : findVerb(positionals[0]) };
  }
}

function readRun({ given, positionals }: ParsedArguments, { environment, checks }: CommandLineContext): CommandLine {
  const [script, ...more] = positionals;
  if (script === undefined || more.length > 0) {
    const expected = 'arg should either be "-", if reading script from stdin, or a path to a script file';
    throw usageError(`accepts 1 arg(s), received ${positionals.length}: ${expected}`);
  }
  const settings = readSettings(RUN_FLAGS, { given, environment });
  const options = readOptionFlags(VERBS.run.flags, { given }, checks);
  refuse([...settings.problems, ...options.problems]);
  const noColor = settings.value.noColor || environment.NO_COLOR !== undefined;
  const warnings = UNBUILT_FLAGS
    .filter(({ env }) => env !== undefined && environment[env])
    .map(({ name, env }) => `${env} is set, but --${name} is not built in squall yet`);
  return { verb: "run", script, settings: { ...settings.value, noColor }, options: options.value, warnings };
}

/** The settings of a verb that takes nothing but flags. */
function readPlain<S>(
  flags: SettingFlags<S>,
  { given, positionals }: ParsedArguments,
  { environment }: CommandLineContext,
): S {
  refusePositionals(positionals);
  const settings = readSettings(flags, { given, environment });
  refuse(settings.problems);
  return settings.value;
}

/** Ends the command where flags could not be read, telling all of them. */
function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw usageError(problems.join("\n"));
}

const SCRIPT_REGEXP = /\.([cm]?[jt]s)$|^-$/;

function findVerb(text: string): Verb {
  const verbs = Object.keys(VERBS) as Verb[];
  const verb = verbs.find((verb) => verb === text);
  if (verb !== undefined) return verb;
  const meant = SCRIPT_REGEXP.test(text) ? `squall run ${text}` : suggest(text, verbs);
  throw usageError(`unknown command: ${text}`, meant && `Did you mean ${meant}?`);
}

function findShell([name, ...more]: readonly string[]): Shell {
  refusePositionals(more);
  const shell = SHELLS.find((each) => each === name);
  if (shell === undefined) throw usageError(`completions are for ${SHELLS.join(", ")}; received: ${name ?? "nothing"}`);
  return shell;
}

function refuseStrayFlags({ given }: ParsedArguments, verb: Verb): void {
  const own = new Set(VERBS[verb].flags.map(({ name }) => name));
  const stray = [...given.keys()].find((name) => !own.has(name));
  if (stray !== undefined) throw usageError(`unknown flag of squall ${verb}: --${stray}`);
}

function refusePositionals([first]: readonly string[]): void {
  if (first !== undefined) throw usageError(`unexpected argument: ${first}`);
}
