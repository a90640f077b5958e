/** Records of RFC 4180, read as strictly as Go reads them: with its errors, which name the line and the column. */

import { GoError } from "../go_error.ts";
import type { CsvLines } from "./csv_lines.ts";

const QUOTE_TEXT = 'extraneous or missing " in quoted-field';
const BARE_QUOTE_TEXT = 'bare " in non-quoted-field';

const encoder = new TextEncoder();

/** See the top of this file. */
export class CsvRecords {
  readonly #lines: CsvLines;
  readonly #delimiter: string;
  #fieldCount: number | undefined;

  /**
   * @param lines The lines of the file.
   * @param delimiter What is between fields: one character.
   */
  constructor(lines: CsvLines, delimiter: string) {
    this.#lines = lines;
    this.#delimiter = delimiter;
  }

  /**
   * The next record. Empty lines are none.
   *
   * @returns Its fields; `undefined` at the end.
   * @throws {GoError} When the record is wrong. The next one can still be read.
   */
  next(): string[] | undefined {
    if (/["\r\n]/.test(this.#delimiter)) throw new GoError("csv: invalid field or comment delimiter");
    let line = this.#lines.next();
    while (line === "\n" || line === "") line = this.#lines.next();
    if (line === undefined) return undefined;
    const start = this.#lines.count;
    const fields = line.includes('"') ? this.#readQuoted(line, start) : withoutNewline(line).split(this.#delimiter);
    this.#fieldCount ??= fields.length;
    if (fields.length !== this.#fieldCount) throw new GoError(`record on line ${start}: wrong number of fields`);
    return fields;
  }

  #readQuoted(firstLine: string, start: number): string[] {
    const fields: string[] = [];
    let line = firstLine;
    for (let at = 0;;) {
      if (line[at] !== '"') {
        const end = line.indexOf(this.#delimiter, at);
        const field = end < 0 ? withoutNewline(line.slice(at)) : line.slice(at, end);
        const quote = field.indexOf('"');
        if (quote >= 0) throw this.#error(start, line, at + quote, BARE_QUOTE_TEXT);
        fields.push(field);
        if (end < 0) return fields;
        at = end + 1;
      } else {
        const field = this.#readField(line, at + 1, start);
        fields.push(field.text);
        ({ line } = field);
        if (field.isLast) return fields;
        at = field.end;
      }
    }
  }

  /** Reads on behind the opening quote, through as many lines as it takes. */
  #readField(firstLine: string, from: number, start: number) {
    let text = "";
    let line = firstLine;
    for (let at = from;;) {
      const quote = line.indexOf('"', at);
      if (quote < 0) {
        text += line.slice(at);
        const next = this.#lines.next();
        if (next === undefined) throw this.#error(start, line, line.length, QUOTE_TEXT);
        line = next;
        at = 0;
        continue;
      }
      text += line.slice(at, quote);
      const next = line[quote + 1];
      if (next === this.#delimiter) return { text, line, end: quote + 2, isLast: false };
      if (next === undefined || next === "\n") return { text, line, end: quote + 1, isLast: true };
      if (next !== '"') throw this.#error(start, line, quote, QUOTE_TEXT);
      text += '"';
      at = quote + 2;
    }
  }

  /** The line is the one that was read last. Columns are bytes. */
  #error(start: number, line: string, index: number, text: string): GoError {
    const last = this.#lines.count;
    const place = `parse error on line ${last}, column ${encoder.encode(line.slice(0, index)).length + 1}: ${text}`;
    return new GoError(start === last ? place : `record on line ${start}; ${place}`);
  }
}

function withoutNewline(line: string): string {
  return line.endsWith("\n") ? line.slice(0, -1) : line;
}
