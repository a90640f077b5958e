/** Reading one layer of options: a script's object, a JSON file, the environment. */

import { type FieldKinds, readFields } from "./composed_kinds.ts";
import { OPTIONS } from "./option_table.ts";
import type { OptionName, OptionValues } from "./option_values.ts";
import { type Notes, type OptionLevel, Place, type Problem } from "./problem.ts";
import type { ValueKind } from "./value_kind.ts";

/** The options of one level, and what is wrong or odd about them. */
export interface OptionLayer {
  /** Where they come from. */
  readonly level: OptionLevel;
  /** What messages call it, where it is not the usual: `the config file /etc/k6.json`. */
  readonly title?: string;
  /** What sets an option there, where that is not called as the option: `--stage`. */
  readonly names?: { readonly [N in OptionName]?: string };
  /** What is set. */
  readonly values: OptionValues;
  /** What is wrong: the run must not start. */
  readonly problems: readonly Problem[];
  /** What is odd, one sentence each: the run starts. */
  readonly warnings: readonly string[];
}

/** Further checks of options whose meaning other rooms know: each says everything that is wrong with a value. */
export type OptionChecks = {
  readonly [N in OptionName]?: (value: Exclude<OptionValues[N], undefined>) => readonly OptionFinding[];
};

/** What a further check has found. */
export interface OptionFinding {
  /** What is wrong. */
  readonly message: string;
  /** The keys that lead from the option to what is wrong; absent: all of it. */
  readonly keys?: readonly (string | number)[];
}

/** How a layer of options is read. */
export interface ParseOptionsOptions {
  /** `json`: the config file; `script`: the options that a script exports. */
  readonly level: "json" | "script";
  /** See {@linkcode OptionLayer.title}. */
  readonly title?: string;
  /** What else to check. */
  readonly checks?: OptionChecks;
}

/**
 * Reads the options of a script or of a JSON file.
 *
 * @param raw What the script exports as `options`, or the parsed file. Unknown fields only make a warning.
 * @param options Where it comes from, and what else to check.
 * @returns The layer.
 */
export function parseOptions(raw: unknown, { level, title, checks = {} }: ParseOptionsOptions): OptionLayer {
  const notes: Notes = { problems: [], warnings: [] };
  const place = new Place(level === "script" ? "options" : "", notes);
  const settable = Object.entries(OPTIONS).filter(([, { scope }]) => scope !== "cli");
  const fields: Partial<FieldKinds<OptionValues>> = Object.fromEntries(
    settable.map(([name, { kind }]) => [name, kind]),
  );
  const values = raw === undefined || raw === null ? {} : readFields(raw, fields, { place, unknown: "warn" }) ?? {};
  for (const name of optionNames(values)) checkOption(name, values[name], { checks, place: place.at(name) });
  return { level, ...(title !== undefined && { title }), values, ...notes };
}

/**
 * Reads the options that the environment sets.
 *
 * @param environment The environment of the process; empty values count as absent.
 * @param checks What else to check.
 * @returns The layer.
 */
export function parseEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  checks: OptionChecks = {},
): OptionLayer {
  const notes: Notes = { problems: [], warnings: [] };
  const values: Record<string, unknown> = {};
  for (const name of optionNames(OPTIONS)) {
    const { env, kind }: { env?: string; kind: ValueKind<unknown> } = OPTIONS[name];
    const text = env === undefined ? undefined : environment[env];
    if (env === undefined || text === undefined || text === "") continue;
    const place = new Place(env, notes, [name]);
    const value = kind.fromText(text, place);
    if (value === undefined) continue;
    values[name] = value;
    checkOption(name, value, { checks, place });
  }
  // Every member was read by the kind of its own option.
  return { level: "env", values: values as OptionValues, ...notes };
}

/**
 * Applies the further check of an option, if there is one.
 *
 * @param name The option.
 * @param value Its value.
 * @param context All further checks, and where a problem is noted.
 */
export function checkOption(
  name: OptionName,
  value: unknown,
  { checks, place }: { checks: OptionChecks; place: Place },
): void {
  // Which check belongs to which value is beyond the type checker once the name is a variable.
  const check = checks[name] as ((value: unknown) => readonly OptionFinding[]) | undefined;
  for (const { message, keys = [] } of check?.(value) ?? []) {
    const wrong = keys.reduce((at, key) => at.at(key), place);
    wrong.refuse(keys.reduce<unknown>((member, key) => Object(member)[key], value), message);
  }
}

/** The names of all options that an object has. */
export function optionNames(options: { readonly [N in OptionName]?: unknown }): OptionName[] {
  return Object.keys(options).filter((name): name is OptionName => Object.hasOwn(OPTIONS, name));
}
