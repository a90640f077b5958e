/**
 * Splitting a command line into flags and what is no flag, by the rules of pflag, which k6 uses: `-u10`, `-u 10`,
 * `-u=10`, `--vus=10`, `-qv`, and `--` to end the flags.
 *
 * It is our own because no parser of the standard library keeps these rules: theirs takes `--no-setup` for the
 * opposite of `--setup`, does not take `-1` for the value of `-u`, and knows no flag whose value is optional.
 */

import { type SquallError, suggest } from "../base/mod.ts";
import { type Flag, isBare } from "./flag.ts";
import { describeUnbuilt, UNBUILT_FLAGS, type UnbuiltFlag } from "./unbuilt_flags.ts";
import { usageError } from "./usage_error.ts";

/** A command line, split. */
export interface ParsedArguments {
  /** What is no flag, in order. */
  readonly positionals: readonly string[];
  /** The values of each flag that was given, by its name, in order. A flag without a value has the value `true`. */
  readonly given: ReadonlyMap<string, readonly string[]>;
}

/**
 * Splits a command line.
 *
 * @param args The arguments, without the name of the program.
 * @param flags The flags that there are.
 * @returns The values as text: reading them is another matter.
 * @throws {SquallError} `USAGE` at the first flag that does not exist or lacks its value.
 */
export function parseArguments(args: readonly string[], flags: readonly Flag[]): ParsedArguments {
  const parser = new ArgumentParser(args, flags);
  parser.parse();
  return parser;
}

class ArgumentParser implements ParsedArguments {
  readonly positionals: string[] = [];
  readonly given = new Map<string, string[]>();
  readonly #rest: string[];
  readonly #flags: readonly Flag[];

  constructor(args: readonly string[], flags: readonly Flag[]) {
    this.#rest = [...args];
    this.#flags = flags;
  }

  parse(): void {
    for (let arg = this.#rest.shift(); arg !== undefined; arg = this.#rest.shift()) {
      if (arg === "--") this.positionals.push(...this.#rest.splice(0));
      else if (arg.startsWith("--")) this.#readLong(arg.slice("--".length));
      else if (arg.startsWith("-") && arg !== "-") this.#readCluster(arg.slice("-".length));
      else this.positionals.push(arg);
    }
  }

  /** `--name`, `--name=value`, `--name value`. */
  #readLong(text: string): void {
    const equals = text.indexOf("=");
    const name = equals < 0 ? text : text.slice(0, equals);
    const flag = this.#flags.find((flag) => flag.name === name) ?? refuseLong(name, this.#flags);
    if (equals >= 0) this.#give(flag, text.slice(equals + 1));
    else this.#give(flag, isBare(flag) ? "true" : this.#nextValue(`--${name}`));
  }

  /** One letter or several: all but the last are flags without a value, the last one may have one. */
  #readCluster(letters: string): void {
    for (let index = 0; index < letters.length; index++) {
      const letter = letters[index]!;
      const rest = letters.slice(index + 1);
      const flag = this.#flags.find((flag) => flag.short === letter) ?? refuseShort(letter, letters);
      if (rest.startsWith("=")) return this.#give(flag, rest.slice(1));
      if (isBare(flag)) this.#give(flag, "true");
      else return this.#give(flag, rest === "" ? this.#nextValue(`'${letter}' in -${letters}`) : rest);
    }
  }

  #nextValue(flag: string): string {
    const value = this.#rest.shift();
    if (value === undefined) throw usageError(`flag needs an argument: ${flag}`);
    return value;
  }

  #give({ name }: Flag, value: string): void {
    this.given.set(name, [...this.given.get(name) ?? [], value]);
  }
}

function refuseLong(name: string, flags: readonly Flag[]): never {
  const unbuilt = UNBUILT_FLAGS.find((flag) => flag.name === name);
  if (unbuilt !== undefined) throw unbuiltError(unbuilt);
  const meant = suggest(name, flags.map((flag) => flag.name));
  throw usageError(`unknown flag: --${name}`, meant && `Did you mean --${meant}?`);
}

function refuseShort(letter: string, letters: string): never {
  const unbuilt = UNBUILT_FLAGS.find(({ short }) => short === letter);
  if (unbuilt !== undefined) throw unbuiltError(unbuilt);
  throw usageError(`unknown shorthand flag: '${letter}' in -${letters}`);
}

function unbuiltError(flag: UnbuiltFlag): SquallError {
  return usageError(`flag ${describeUnbuilt(flag)}`);
}
