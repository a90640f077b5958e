/** From the texts of flags and environment variables to settings and options. */

import {
  checkOption,
  formatValue,
  type Notes,
  type OptionChecks,
  type OptionLayer,
  type OptionValues,
  Place,
  readArguments,
} from "../engine/mod.ts";
import { type Flag, flagLabel, type SettingFlags } from "./flag.ts";

/** The texts of flags by name, and the environment of the process. */
export interface FlagTexts {
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What was read, and one line for each text that could not be. */
export interface ReadFlags<T> {
  /** Of use only where there are no problems. */
  readonly value: T;
  readonly problems: readonly string[];
}

/**
 * Reads the flags that set options. Their environment variables are read with the options themselves.
 *
 * @param flags The flags that there are.
 * @param texts What was given.
 * @param checks Further checks of other rooms.
 * @returns The strongest layer of options.
 */
export function readOptionFlags(
  flags: readonly Flag[],
  { given }: Pick<FlagTexts, "given">,
  checks: OptionChecks = {},
): ReadFlags<OptionLayer> {
  const values: Record<string, unknown> = {};
  const names: Record<string, string> = {};
  const warnings: string[] = [];
  const problems: string[] = [];
  for (const flag of flags) {
    const { name, option, kind } = flag;
    const texts = given.get(name);
    if (option === undefined || texts === undefined) continue;
    const notes: Notes = { problems: [], warnings };
    const place = new Place(`--${name}`, notes);
    const value = readArguments(kind, texts, place);
    if (value !== undefined) checkOption(option, value, { checks, place });
    values[option] = value;
    names[option] = `--${name}`;
    problems.push(...refusals(notes, `"${flagLabel(flag)}" flag`));
  }
  const named = Object.keys(names).length === 0 ? {} : { names };
  // Every member was read by the kind of its own option.
  return { value: { level: "cli", ...named, values: values as OptionValues, problems: [], warnings }, problems };
}

/**
 * Reads settings: the flag first, then the environment variable, then the default.
 *
 * @param flags The flag of each setting.
 * @param texts What was given.
 * @returns The settings.
 */
export function readSettings<S>(flags: SettingFlags<S>, { given, environment }: FlagTexts): ReadFlags<S> {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [setting, flag] of Object.entries<SettingFlags<Record<string, unknown>>[string]>(flags)) {
    const { name, env, kind, fallback } = flag;
    const texts = given.get(name);
    const text = env && environment[env];
    const notes: Notes = { problems: [], warnings: [] };
    if (texts !== undefined) {
      values[setting] = readArguments(kind, texts, new Place(`--${name}`, notes));
      problems.push(...refusals(notes, `"${flagLabel(flag)}" flag`));
    } else if (env && text) {
      values[setting] = kind.fromText(text, new Place(env, notes));
      problems.push(...refusals(notes, `environment variable ${env}`));
    } else values[setting] = fallback;
  }
  // Every member was read by the kind of its own setting.
  return { value: values as S, problems };
}

function refusals({ problems }: Notes, source: string): string[] {
  return problems.map(({ value, message }) => `invalid argument ${formatValue(value)} for ${source}: ${message}`);
}
