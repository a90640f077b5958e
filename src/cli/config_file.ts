/** The config file: options below those of the script, in JSON, where k6 keeps them. */

import { ExitCode, jsonErrorOffset, messageOf, SquallError, systemReason } from "../base/mod.ts";
import { type OptionChecks, type OptionLayer, parseOptions, type Problem } from "../engine/mod.ts";

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

/**
 * Loads the config file.
 *
 * @param path The file that was asked for, which must exist; absent: k6's usual one, if it is there.
 * @param context Where to look, and how.
 * @returns The weakest layer of options; empty where there is no file.
 * @throws {SquallError} `CONFIG_FILE`, exit code 104, where the file cannot be read.
 */
export async function loadConfigFile(path: string | undefined, context: ConfigFileContext): Promise<OptionLayer> {
  const file = path ?? defaultConfigPath(context);
  const text = file === undefined ? undefined : await readFile(file, { ...context, optional: path === undefined });
  if (file === undefined || text === undefined) return parseOptions({}, { level: "json" });
  const title = `the config file ${file}`;
  const json = parseJson(text);
  // It is told together with what is wrong elsewhere.
  if ("problem" in json) return { level: "json", title, values: {}, problems: [json.problem], warnings: [] };
  const layer = parseConfig(json.value, title, context.checks);
  return { ...layer, warnings: layer.warnings.map((warning) => `${file}: ${warning}`) };
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

/** Members that k6's config file has besides options, and whether a run without what they ask for is another run. */
const EXTRAS: Readonly<Record<string, boolean>> = {
  out: true,
  linger: true,
  webDashboard: true,
  features: true,
  collectors: false,
  noUsageReport: false,
  noArchiveUpload: false,
};

function parseConfig(raw: unknown, title: string, checks: OptionChecks = {}): OptionLayer {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    return parseOptions(raw, { level: "json", title, checks });
  }
  const members = Object.entries(raw);
  const options = Object.fromEntries(members.filter(([name]) => !Object.hasOwn(EXTRAS, name)));
  const missed = members.filter(([name, value]) => EXTRAS[name] && isAsked(value)).map(([name]) => name);
  const layer = parseOptions(options, { level: "json", title, checks });
  return { ...layer, warnings: [...layer.warnings, ...missed.map((name) => `${name} is not built in squall yet`)] };
}

function isAsked(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function configError(message: string, cause: unknown): SquallError {
  return new SquallError("CONFIG_FILE", message, { exitCode: ExitCode.InvalidConfig, cause });
}
