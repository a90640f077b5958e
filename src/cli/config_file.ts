/** The config file: options below those of the script, in JSON, where k6 keeps them. */

import { ExitCode, jsonErrorOffset, messageOf, SquallError, systemReason } from "../base/mod.ts";
import {
  BOOLEAN,
  type Notes,
  type OptionChecks,
  type OptionLayer,
  parseOptions,
  Place,
  type Problem,
  RECORD,
  recordOf,
  TEXT_LIST,
  type ValueKind,
} from "../engine/mod.ts";

/** What the config file depends on. */
export interface ConfigFileContext {
  /** The environment of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The operating system, as `Deno.build.os` names it. */
  readonly os: string;
  /** Reads a file; rejects with `Deno.errors.NotFound` where there is none. */
  readTextFile(path: string): Promise<string>;
  /** Further checks of options, by the rooms that know what they mean. */
  readonly checks?: OptionChecks;
}

/** What a config file has besides options. */
export interface ConfigExtras {
  /** Outputs, where neither flags nor the environment name any. */
  readonly out?: readonly string[];
  readonly linger?: boolean;
  /** Names of features, where neither flags nor the environment name any. */
  readonly features?: readonly string[];
  /** The settings of outputs by the outputs' names. */
  readonly collectors?: Readonly<Record<string, unknown>>;
  readonly noUsageReport?: boolean;
  readonly webDashboard?: boolean;
  readonly noArchiveUpload?: boolean;
}

/** A config file, read. */
export interface ConfigFile {
  /** The weakest layer of options; empty where there is no file. */
  readonly layer: OptionLayer;
  readonly extras: ConfigExtras;
}

/**
 * Loads the config file.
 *
 * @param path The file that was asked for, which must exist; absent: k6's usual one, if it is there.
 * @param context Where to look, and how.
 * @returns What is in it.
 * @throws {SquallError} `CONFIG_FILE`, exit code 104, where the file cannot be read.
 */
export async function loadConfigFile(path: string | undefined, context: ConfigFileContext): Promise<ConfigFile> {
  const file = path ?? defaultConfigPath(context);
  const text = file === undefined ? undefined : await readFile(file, { ...context, optional: path === undefined });
  if (file === undefined || text === undefined) return { layer: parseOptions({}, { level: "json" }), extras: {} };
  const json = parseJson(text);
  if ("value" in json) return parseConfig(json.value, file, context.checks);
  // It is told together with what is wrong elsewhere.
  const title = `the config file ${file}`;
  return { layer: { level: "json", title, values: {}, problems: [json.problem], warnings: [] }, extras: {} };
}

/**
 * Where k6 keeps its config file.
 *
 * @param context The environment and the operating system.
 * @returns The path, or `undefined` where the user has no home.
 */
export function defaultConfigPath(
  { environment, os }: Pick<ConfigFileContext, "environment" | "os">,
): string | undefined {
  const { APPDATA, HOME, XDG_CONFIG_HOME } = environment;
  if (os === "windows") return APPDATA && `${APPDATA}\\k6\\config.json`;
  if (os === "darwin") return HOME && `${HOME}/Library/Application Support/k6/config.json`;
  const folder = XDG_CONFIG_HOME || (HOME && `${HOME}/.config`);
  return folder && `${folder}/k6/config.json`;
}

async function readFile(
  path: string,
  { readTextFile, optional }: Pick<ConfigFileContext, "readTextFile"> & { optional: boolean },
): Promise<string | undefined> {
  try {
    return await readTextFile(path);
  } catch (error) {
    // A file that nobody asked for may be absent, or out of reach where squall itself has few permissions.
    const isOutOfReach = error instanceof SquallError && error.code === "NOT_PERMITTED";
    const isAbsent = error instanceof Error && ["NotFound", "NotCapable"].includes(error.name);
    if (optional && (isOutOfReach || isAbsent)) return undefined;
    throw configError(`Cannot read the config file: ${path}: ${systemReason(error)}`, error);
  }
}

function parseJson(text: string): { readonly value: unknown } | { readonly problem: Problem } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const message = `the file is not JSON: ${messageOf(error)}`;
    return { problem: { message, place: lineAndColumn(text, jsonErrorOffset(text, error)) } };
  }
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `${before.length}:${before.at(-1)!.length + 1}`;
}

const EXTRA_KINDS = {
  out: TEXT_LIST,
  linger: BOOLEAN,
  features: TEXT_LIST,
  collectors: RECORD,
  noUsageReport: BOOLEAN,
  webDashboard: BOOLEAN,
  noArchiveUpload: BOOLEAN,
} as const;

const EXTRAS: ValueKind<ConfigExtras> = recordOf<ConfigExtras>(EXTRA_KINDS);
const EXTRA_NAMES: ReadonlySet<string> = new Set(Object.keys(EXTRA_KINDS));

/** The extras that a run without what they ask for is another run. */
const UNBUILT: readonly (keyof ConfigExtras)[] = ["webDashboard"];

function parseConfig(raw: unknown, file: string, checks: OptionChecks = {}): ConfigFile {
  const title = `the config file ${file}`;
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    return { layer: parseOptions(raw, { level: "json", title, checks }), extras: {} };
  }
  const members = Object.entries(raw);
  const options = Object.fromEntries(members.filter(([name]) => !EXTRA_NAMES.has(name)));
  const notes: Notes = { problems: [], warnings: [] };
  const own = Object.fromEntries(members.filter(([name]) => EXTRA_NAMES.has(name)));
  const extras = EXTRAS.fromValue(own, new Place("", notes)) ?? {};
  const layer = parseOptions(options, { level: "json", title, checks });
  const missed = UNBUILT.filter((name) => extras[name]).map((name) => `${name} is not built in squall yet`);
  return {
    layer: {
      ...layer,
      problems: [...layer.problems, ...notes.problems],
      warnings: [...layer.warnings, ...missed].map((warning) => `${file}: ${warning}`),
    },
    extras,
  };
}

/**
 * The settings of outputs that a config file has, as the variables of the environment that say the same.
 *
 * @param extras What the file has.
 */
export function outputEnvironment({ collectors = {} }: ConfigExtras): Record<string, string> {
  const csv: Readonly<Record<string, unknown>> = Object(collectors.csv);
  const variables = Object.entries(CSV_VARIABLES).map(([member, variable]) => [variable, csv[member]] as const);
  return Object.fromEntries(variables.flatMap(([name, value]) => value === undefined ? [] : [[name, String(value)]]));
}

const CSV_VARIABLES = {
  fileName: "K6_CSV_FILENAME",
  saveInterval: "K6_CSV_SAVE_INTERVAL",
  timeFormat: "K6_CSV_TIME_FORMAT",
} as const;

function configError(message: string, cause: unknown): SquallError {
  return new SquallError("CONFIG_FILE", message, { exitCode: ExitCode.InvalidConfig, cause });
}
