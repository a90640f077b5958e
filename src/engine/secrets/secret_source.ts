/** Where secrets come from: the contract of a source, and what a kind of sources is given to make one. */

/** One source. */
export interface SecretSource {
  /**
   * Gets a secret. Called once for each key.
   *
   * @param key Its name.
   * @returns Its value.
   * @throws {Error} With k6's text where there is none.
   */
  get(key: string): Promise<string>;
}

/** One part of a configuration: `key=value`, or a text alone. */
export interface ConfigPart {
  /** What stands before the first `=`; `undefined` without one. */
  readonly key: string | undefined;
  readonly value: string;
}

/** What sources need from the run. */
export interface SourceHost {
  /** The environment of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Reads a file. @throws {Error} `open PATH: …` */
  readFile(path: string): string;
  /** Aborted when nobody asks for secrets any more. */
  readonly closing: AbortSignal;
}

/** A kind of sources. What it refuses it says without values: these may be secrets. */
export interface SourceKind {
  /**
   * Makes a source.
   *
   * @param parts Its configuration, without its name.
   * @param host The run.
   * @param refuse Notes something that is wrong.
   * @returns The source; of use only where nothing was refused.
   */
  open(parts: readonly ConfigPart[], host: SourceHost, refuse: (problem: string) => void): SecretSource;
}

/** A source whose secrets are all known from the beginning. */
export class KnownSecrets implements SecretSource {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  get(key: string): Promise<string> {
    const value = this.#values.get(key);
    return value === undefined ? Promise.reject(new Error("no value")) : Promise.resolve(value);
  }
}

/** Takes a text apart that has parts with commas between them. */
export function readParts(text: string): ConfigPart[] {
  return text === "" ? [] : text.split(",").map((part) => {
    const at = part.indexOf("=");
    return at < 0 ? { key: undefined, value: part } : { key: part.slice(0, at), value: part.slice(at + 1) };
  });
}
