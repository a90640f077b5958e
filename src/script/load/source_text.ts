/** The text of one module as it is parsed, and how errors in it are shown. */

import { ScriptError } from "../script_error.ts";
import { SourceMap } from "../stack/source_map.ts";
import { type LineColumn, lineColumnAt, lineStartsOf } from "../stack/source_position.ts";

/** Lines shown before and after the one that an error is on. */
const FRAME_CONTEXT = 2;
/** Characters shown of a line: minified scripts have lines as long as the script. */
const FRAME_WIDTH = 160;

/** The text of a module. Types have been taken out of it. */
export class SourceText {
  readonly url: string;
  readonly text: string;
  readonly isTypeScript: boolean;
  /** A source map from `text` to the file as it was written, if they differ in more than blanks. */
  readonly sourceMap: string | undefined;
  readonly lineStarts: Uint32Array;
  /** The file as it was written. */
  readonly #written: string;

  constructor(url: string, text: string, types?: { readonly written: string; readonly sourceMap: string | undefined }) {
    this.url = url;
    this.text = text;
    this.isTypeScript = types !== undefined;
    this.sourceMap = types?.sourceMap;
    this.lineStarts = lineStartsOf(text);
    this.#written = types?.written ?? text;
  }

  /**
   * An error at a place in this text.
   *
   * @param code Stable, machine-readable name of the condition.
   * @param message What is wrong.
   * @param offset Where, as an offset into `text`.
   */
  error(code: string, message: string, offset: number): ScriptError {
    // The stripper of types adds a comment at the end, where a text that ends too early is noticed.
    const end = this.sourceMap === undefined ? this.#written.length : Infinity;
    const place = lineColumnAt(this.lineStarts, Math.min(offset, end));
    const written = this.sourceMap === undefined ? place : new SourceMap(this.sourceMap).original(place);
    return new ScriptError(code, message, { url: this.url, ...written, frame: codeFrame(this.#written, written) });
  }
}

/**
 * A few lines of a text with a caret under one place.
 *
 * @param text The whole text.
 * @param place The place.
 */
export function codeFrame(text: string, { line, column }: LineColumn): string {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
  const first = Math.max(1, line - FRAME_CONTEXT);
  const last = Math.min(lines.length, line + FRAME_CONTEXT);
  const width = String(last).length;
  const rows: string[] = [];
  // A place far to the right is shown in the middle of its row; the lines around it are cut at the same columns.
  const from = column > FRAME_WIDTH ? column - 1 - FRAME_WIDTH / 2 : 0;
  for (let number = first; number <= last; number++) {
    const marker = number === line ? ">" : " ";
    const shown = cutLine(lines[number - 1] ?? "", from);
    rows.push(`${marker} ${String(number).padStart(width)} | ${shown}`.trimEnd());
    // Tabs stay tabs, so that the caret stands under its column.
    const indent = shown.slice(0, column - 1 - from + (from > 0 ? 1 : 0)).replace(/[^\t]/g, " ");
    if (number === line) rows.push(`  ${" ".repeat(width)} | ${indent}^`);
  }
  return rows.join("\n");
}

/** The part of a line that fits into a row of a frame, with marks where it goes on. */
function cutLine(line: string, from: number): string {
  const rest = line.length > from + FRAME_WIDTH ? "…" : "";
  return `${from > 0 ? "…" : ""}${line.slice(from, from + FRAME_WIDTH)}${rest}`;
}
