/** The rows that a script asked for: the options of `k6/experimental/csv`, applied to the records of a file. */

import { GoError } from "../go_error.ts";
import { CsvLines } from "./csv_lines.ts";
import { CsvRecords } from "./csv_records.ts";

/** What a record is for the script. */
export type CsvRow = string[] | Record<string, string>;

/** The options. Lines are records, counted from 0. */
export interface CsvOptions {
  readonly delimiter: string;
  readonly skipFirstLine: boolean;
  /** 0: the first one. */
  readonly fromLine: number;
  /** Included; 0: the last one. */
  readonly toLine: number;
  readonly asObjects: boolean;
}

/**
 * Reads options as k6 does: values are converted, what is unknown is ignored.
 *
 * @param value What the script gave.
 * @throws {GoError} When they are wrong; the text is to stand behind a reason.
 */
export function readCsvOptions(value: unknown): CsvOptions {
  const { delimiter, skipFirstLine, fromLine, toLine, asObjects } = Object(value) as Record<string, unknown>;
  const options = {
    delimiter: delimiter === undefined ? "," : String(delimiter),
    skipFirstLine: Boolean(skipFirstLine),
    fromLine: Math.trunc(Number(fromLine ?? 0)) || 0,
    toLine: Math.trunc(Number(toLine ?? 0)) || 0,
    asObjects: Boolean(asObjects),
  };
  if (options.delimiter.length !== 1 || options.delimiter > "\x7f") {
    throw new GoError("delimiter must be a single character");
  }
  if (fromLine !== undefined && toLine !== undefined && options.fromLine >= options.toLine) {
    throw new GoError("fromLine must be less than or equal to toLine");
  }
  return options;
}

/** See the top of this file. */
export class CsvReader {
  readonly #records: CsvRecords;
  readonly #options: CsvOptions;
  readonly #names: readonly string[] | undefined;
  /** The number of the next record. */
  #line = 0;

  /**
   * @param bytes The file.
   * @param start Where to begin.
   * @param options What is wanted.
   * @throws {GoError} When the options contradict each other or the file.
   */
  constructor(bytes: Uint8Array, start: number, options: CsvOptions) {
    checkOptions(options);
    this.#options = options;
    this.#records = new CsvRecords(new CsvLines(bytes, start), options.delimiter);
    if (options.asObjects) this.#names = this.#skip("failed to read the first line");
    const first = Math.max(options.fromLine, options.skipFirstLine ? 1 : 0);
    while (this.#line < first) {
      this.#skip(options.fromLine > 0 ? `failed to skip lines until line ${first}` : "failed to skip the first line");
    }
  }

  /** The next row; `undefined` at the end. */
  next(): CsvRow | undefined {
    const { toLine } = this.#options;
    if (toLine > 0 && this.#line > toLine) return undefined;
    const record = this.#records.next();
    if (record === undefined) return undefined;
    this.#line++;
    if (this.#names === undefined) return record;
    return Object.fromEntries(this.#names.map((name, index) => [name, record[index]!]));
  }

  #skip(failure: string): string[] {
    let record: string[] | undefined;
    try {
      record = this.#records.next();
    } catch (error) {
      throw new GoError(`${failure}; reason: ${(error as Error).message}`);
    }
    if (record === undefined) throw new GoError(`${failure}; reason: EOF`);
    this.#line++;
    return record;
  }
}

function checkOptions({ asObjects, skipFirstLine, fromLine, toLine }: CsvOptions): void {
  for (const [name, value] of Object.entries({ fromLine, toLine })) {
    if (value < 0) throw new GoError(`the '${name}' option must be greater than or equal to 0; got ${value}`);
  }
  if (!asObjects) return;
  if (skipFirstLine) throw new GoError("the 'header' option cannot be enabled when 'skipFirstLine' is true");
  if (fromLine > 0) {
    throw new GoError("the 'header' option cannot be enabled when 'fromLine' is set to a value greater than 0");
  }
}
