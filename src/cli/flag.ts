/** What one flag of the command is: the row type of the flag table. */

import type { OptionName, ValueKind } from "../engine/mod.ts";

/** The headings of the help, in its order. */
export const FLAG_GROUPS = [
  "Load",
  "Script",
  "Control",
  "Connections",
  "Results",
  "Permissions",
  "Machine",
  "Logs",
  "Server",
  "Archive",
  "Inspect",
  "Dependencies",
  "New",
  "General",
] as const;

/** A heading of the help. */
export type FlagGroup = typeof FLAG_GROUPS[number];

/** How a flag is written, and where help lists it. */
export interface FlagName {
  /** Without dashes. */
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  readonly group: FlagGroup;
}

/** A flag as parser, help and documentation see it. */
export interface Flag extends FlagName {
  readonly kind: ValueKind<unknown>;
  /** One sentence without a period. */
  readonly doc: string;
  readonly env?: string;
  /** The default as text; absent where there is nothing to say. */
  readonly fallback?: string;
  /** The value may only follow a `=`; without one the flag means `true`. Booleans are like this in any case. */
  readonly inline?: boolean;
  /** The option that it sets, as opposed to a setting of the run. */
  readonly option?: OptionName;
}

/** A flag that is a setting of its own. */
export interface SettingFlag<T> extends FlagName {
  readonly kind: ValueKind<Exclude<T, undefined>>;
  readonly doc: string;
  readonly env?: string;
  readonly fallback: T;
  /** The default in words, where the value does not tell it. */
  readonly fallbackText?: string;
  readonly inline?: true;
}

/** A flag for each setting. */
export type SettingFlags<S> = { readonly [N in keyof S]: SettingFlag<S[N]> };

/** Whether a flag goes without a value. */
export function isBare({ kind, inline = false }: Flag): boolean {
  return inline || kind.placeholder === undefined;
}

/** A flag as it is typed: `-u, --vus`. */
export function flagLabel({ name, short }: FlagName): string {
  return short === undefined ? `--${name}` : `-${short}, --${name}`;
}

/** A flag as it is typed with what stands for its value: `-u, --vus int`, `--allow-net[=list]`. */
export function flagSyntax(flag: Flag): string {
  const { placeholder } = flag.kind;
  if (placeholder === undefined) return flagLabel(flag);
  return flagLabel(flag) + (flag.inline ? `[=${placeholder}]` : ` ${placeholder}`);
}
