/**
 * The secrets of a run. They are fetched here, in the main thread, so that scripts need no permission for it, and what
 * was fetched is struck out of everything that is logged, wherever it comes from.
 */

import { demandAccess, messageOf, SquallError, systemReason } from "../../base/mod.ts";
import type { LogRecord, SecretAnswer } from "../../runtime/mod.ts";
import { FILE_SOURCE } from "./file_source.ts";
import { MOCK_SOURCE } from "./mock_source.ts";
import { type ConfigPart, readParts, type SecretSource, type SourceHost, type SourceKind } from "./secret_source.ts";
import { URL_SOURCE } from "./url_source.ts";

const KINDS: ReadonlyMap<string, SourceKind> = new Map([
  ["file", FILE_SOURCE],
  ["mock", MOCK_SOURCE],
  ["url", URL_SOURCE],
]);

/** Under this name is the source that answers where none is named. */
const DEFAULT_NAME = "default";

/** What stands in logs where a secret would. */
const REDACTED = "***SECRET_REDACTED***";

/** A source as it was configured. */
interface Configured {
  readonly name: string;
  readonly isDefault: boolean;
  readonly source: SecretSource;
}

/** See the top of this file. */
export class SecretVault {
  readonly #closing = new AbortController();
  readonly #sources = new Map<string, SecretSource>();
  /** What was asked for, by source and key: a source is asked once. What failed may be asked for again. */
  readonly #answers = new Map<SecretSource, Map<string, Promise<string>>>();
  readonly #known = new Set<string>();
  #pattern: RegExp | undefined;

  /**
   * Opens the sources.
   *
   * @param texts Each `TYPE=CONFIGURATION`.
   * @param environment The environment of the process.
   * @throws {SquallError} `INVALID_SECRET_SOURCE`, with everything that is wrong.
   */
  open(texts: readonly string[], environment: SourceHost["environment"]): void {
    const problems: string[] = [];
    const host = { environment, readFile, closing: this.#closing.signal };
    const configured = texts.map((text, index) => {
      const place = `secret source ${index + 1} (${typeOf(text)})`;
      return configure(text, host, (problem) => problems.push(`${place}: ${problem}`));
    });
    configured.forEach((each, index) => {
      if (each === undefined) return;
      const isTaken = configured.findIndex((other) => other?.name === each.name) < index;
      if (isTaken) problems.push(`secret source for name "${each.name}" already registered: give each a name=NAME`);
      else this.#sources.set(each.name, each.source);
    });
    const defaults = configured.filter((each) => each?.isDefault);
    if (defaults.length > 1) problems.push("can't have two secret sources that are default ones");
    const fallback = defaults[0] ?? (configured.length === 1 ? configured[0] : undefined);
    if (fallback !== undefined) this.#sources.set(DEFAULT_NAME, fallback.source);
    if (problems.length > 0) throw new SquallError("INVALID_SECRET_SOURCE", problems.join("\n"));
  }

  /**
   * Answers a script.
   *
   * @param name The source; `undefined` for the default one.
   * @param key The secret.
   * @returns The secret, or why there is none. Never fails.
   */
  async answer(name: string | undefined, key: string): Promise<SecretAnswer> {
    try {
      const value = await this.#get(name ?? DEFAULT_NAME, key);
      this.#learn(value);
      return { value };
    } catch (error) {
      return { error: this.redact(messageOf(error)) };
    }
  }

  /** A text without the secrets that were fetched. */
  redact(text: string): string {
    this.#pattern ??= patternOf(this.#known);
    return this.#pattern === undefined ? text : text.replace(this.#pattern, REDACTED);
  }

  /** A host whose log gets to see no secrets. */
  guard<Host extends { log(record: LogRecord): void }>(host: Host): Host {
    const log = (record: LogRecord): void => host.log(this.#known.size === 0 ? record : this.#redactRecord(record));
    return new Proxy(host, {
      get(target, name) {
        if (name === "log") return log;
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  }

  /** Gives up what is still asked for. */
  close(): void {
    this.#closing.abort(new Error("the run is over"));
  }

  #get(name: string, key: string): Promise<string> {
    if (this.#sources.size === 0) throw new Error("no secret sources are configured");
    const source = this.#sources.get(name);
    if (source === undefined) throw new Error(`no secret source with name "${name}" is configured`);
    const answers = this.#answers.get(source) ?? new Map<string, Promise<string>>();
    this.#answers.set(source, answers);
    let answer = answers.get(key);
    if (answer === undefined) {
      answers.set(key, answer = source.get(key));
      answer.catch(() => answers.delete(key));
    }
    return answer;
  }

  #learn(value: string): void {
    if (value === "" || this.#known.has(value)) return;
    this.#known.add(value);
    this.#pattern = undefined;
  }

  #redactRecord(record: LogRecord): LogRecord {
    const { message, fields, detail } = record;
    return {
      ...record,
      message: this.redact(message),
      ...(fields && { fields: mapValues(fields, (value) => this.redact(value)) }),
      ...(detail !== undefined && { detail: this.redact(detail) }),
    };
  }
}

function typeOf(text: string): string {
  return text.split("=", 1)[0]!;
}

function configure(text: string, host: SourceHost, refuse: (problem: string) => void): Configured | undefined {
  const type = typeOf(text);
  const kind = KINDS.get(type);
  if (kind === undefined) {
    refuse(`there is no secret source of this type, there are ${[...KINDS.keys()].join(", ")}`);
    return undefined;
  }
  const parts = readParts(text.slice(type.length + 1));
  const isName = ({ key }: ConfigPart): boolean => key === "name";
  const isDefault = ({ key, value }: ConfigPart): boolean => key === undefined && value === DEFAULT_NAME;
  const name = parts.findLast(isName)?.value ?? type;
  if (name === "") refuse("its name is empty");
  const source = kind.open(parts.filter((part) => !isName(part) && !isDefault(part)), host, refuse);
  return { name, isDefault: parts.some(isDefault), source };
}

function readFile(path: string): string {
  demandAccess("read", path);
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new Error(`open ${path}: ${systemReason(error)}`);
  }
}

/** Finds secrets as they are, and as they look in JSON and in URLs; longer ones first, so that none is left in part. */
function patternOf(secrets: ReadonlySet<string>): RegExp | undefined {
  const forms = new Set([...secrets].flatMap((secret) => [secret, inJson(secret), inUrl(secret)]));
  const sorted = [...forms].sort((a, b) => b.length - a.length);
  return sorted.length === 0 ? undefined : new RegExp(sorted.map(escaped).join("|"), "g");
}

function inJson(secret: string): string {
  return JSON.stringify(secret).slice(1, -1);
}

function inUrl(secret: string): string {
  return encodeURIComponent(secret.toWellFormed());
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function mapValues<V, W>(record: Readonly<Record<string, V>>, map: (value: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
