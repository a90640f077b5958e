/** Collects the text of rewritten code and remembers where every piece of it comes from. */

import { FIXED_PLACE, NO_PLACE } from "../stack/program_positions.ts";

const NOT_LINE_END_REGEXP = /[^\n\r\u2028\u2029]+/g;

/** Text under construction. Line ends are copied, never made, so lines keep their numbers. */
export class CodeWriter {
  readonly #source: string;
  #code = "";
  readonly #positions: number[] = [];
  /** The source offset that the last copied piece ended at; -1 if the last piece was written. */
  #copiedTo = -1;

  /** @param source What is copied from. */
  constructor(source: string) {
    this.#source = source;
  }

  /** The text so far. */
  get code(): string {
    return this.#code;
  }

  /** Pairs of offsets, as in `ProgramModule.positions`. */
  get positions(): Uint32Array {
    return Uint32Array.from(this.#positions);
  }

  /** Copies a stretch of the source. */
  copy(from: number, to: number): void {
    if (from >= to) return;
    if (from !== this.#copiedTo) this.#positions.push(this.#code.length, from);
    this.#code += this.#source.slice(from, to);
    this.#copiedTo = to;
  }

  /** Writes text that stands for a place in the source. */
  write(text: string, place: number): void {
    this.#put(text, FIXED_PLACE + place);
  }

  /** Writes text that stands for nothing in the source: its frames in stack traces are none of the user's. */
  writeSeam(text: string): void {
    this.#put(text, NO_PLACE);
  }

  /** Leaves a stretch of the source out, but for its line ends. */
  blank(from: number, to: number): void {
    const lineEnds = this.#source.slice(from, to).replace(NOT_LINE_END_REGEXP, "");
    if (lineEnds !== "") this.writeSeam(lineEnds);
  }

  #put(text: string, position: number): void {
    this.#positions.push(this.#code.length, position);
    this.#code += text;
    this.#copiedTo = -1;
  }
}
