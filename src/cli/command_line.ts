/** What a command line asks for: the verb, its settings, its options. */

import { suggest } from "../base/mod.ts";
import { type Shell, SHELLS } from "./completions.ts";
import { CONTROL_FLAGS, SCALE_FLAGS } from "./control_flags.ts";
import type { SettingFlags } from "./flag.ts";
import { SERVE_FLAGS, type Verb, VERBS } from "./flags.ts";
import { parseArguments, type ParsedArguments } from "./parse_arguments.ts";
import { readSettings } from "./read_flags.ts";
import type { ControlSettings, NewSettings, ScaleSettings, ServeSettings } from "./run_settings.ts";
import { type CommandLineContext, readScriptCommand, type ScriptCommandLine } from "./script_command.ts";
import { usageError } from "./usage_error.ts";
import { NEW_FLAGS } from "./verb_flags.ts";

/** A command line, understood. */
export type CommandLine =
  | ScriptCommandLine
  | {
    readonly verb: "new";
    /** The file to write. */
    readonly file: string;
    readonly settings: NewSettings;
  }
  | { readonly verb: "pause" | "resume" | "status" | "stats"; readonly settings: ControlSettings }
  | { readonly verb: "scale"; readonly settings: ScaleSettings }
  | { readonly verb: "serve"; readonly settings: ServeSettings }
  | { readonly verb: "demo" }
  | { readonly verb: "completions"; readonly shell: Shell }
  | { readonly verb: "version" }
  | { readonly verb: "help"; readonly topic: Verb | undefined };

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
    case "archive":
    case "inspect":
    case "deps":
      return readScriptCommand(verb, { ...parsed, positionals }, context);
    case "new":
      return readNew({ ...parsed, positionals }, context);
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

function readNew({ given, positionals }: ParsedArguments, { environment }: CommandLineContext): CommandLine {
  const [file = "script.js", ...more] = positionals;
  refusePositionals(more);
  const settings = readSettings(NEW_FLAGS, { given, environment });
  refuse(settings.problems);
  return { verb: "new", file, settings: settings.value };
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
